import Bytes

/// Says whether bytes are a key in some form, by parsing them. Looking at how they begin is what
/// failed three libraries: PEM, then DER, then JWK were offered as HMAC secrets and taken.
enum KeyRecogniser {
  /// The form of the key that `bytes` are or hold, if they do.
  static func form(of bytes: Span<UInt8>) -> KeyForm? {
    if ASCII.find("-----BEGIN OPENSSH PRIVATE KEY", in: bytes) != nil { return .sshPrivate }
    if PEMReader.hasBlock(bytes) { return .pem }
    if OpenSSLDecoder.recognise(bytes) != nil { return .der }
    if let form = jsonForm(bytes) { return form }
    if SSHKeyText.hasPublicKey(bytes) { return .sshPublic }
    return hasBase64Key(bytes) ? .bareBase64 : nil
  }

  private static func jsonForm(_ bytes: Span<UInt8>) -> KeyForm? {
    if let object = JSONObjectScanner.read(bytes) {
      if object.member("kty") != nil { return .jwk }
      if object.member("keys") != nil { return .jwkSet }
    }
    // Not strict JSON, but a lenient reader would find a key in it.
    let start = ASCII.trimmed(bytes).lowerBound
    guard start < bytes.count,
      bytes[start] == UInt8(ascii: "{") || bytes[start] == UInt8(ascii: "["),
      ASCII.find("\"kty\"", in: bytes) != nil
    else { return nil }
    return bytes[start] == UInt8(ascii: "{") ? .jwk : .jwkSet
  }

  /// Whether some base64, of either alphabet and with or without line breaks, is a key in DER.
  private static func hasBase64Key(_ bytes: Span<UInt8>) -> Bool {
    hasBase64Key(bytes, char62: UInt8(ascii: "+"), char63: UInt8(ascii: "/"))
      || hasBase64Key(bytes, char62: UInt8(ascii: "-"), char63: UInt8(ascii: "_"))
  }

  private static func hasBase64Key(_ bytes: Span<UInt8>, char62: UInt8, char63: UInt8) -> Bool {
    var run = Run(capacity: bytes.count)
    defer { OpenSSLMemory.wipe(&run.letters) }
    var runs = 0
    var isInWord = false
    for index in bytes.indices {
      let byte = bytes[index]
      switch byte {
      case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), char62, char63:
        if !isInWord { run.beginWord() }
        isInWord = true
        run.letters.append(
          byte == char62 ? UInt8(ascii: "+") : byte == char63 ? UInt8(ascii: "/") : byte)
        continue
      case 0x09...0x0D, 0x20: isInWord = false
      default:
        isInWord = false
        if run.isKey() { return true }
        runs += run.letters.isEmpty ? 0 : 1
        if runs == KeyLimits.blocksMax { return false }
        run.clear()
      }
    }
    return run.isKey()
  }

  /// Letters of base64 in a row, white space left out, and where their words begin.
  private struct Run {
    var letters: [UInt8] = []
    private var wordStarts: [Int] = []

    init(capacity: Int) { letters.reserveCapacity(capacity + 3) }

    mutating func beginWord() {
      if wordStarts.count < KeyLimits.blocksMax { wordStarts.append(letters.count) }
    }

    mutating func clear() {
      letters.removeAll(keepingCapacity: true)
      wordStarts.removeAll(keepingCapacity: true)
    }

    /// Whether a key begins at one of the words, whatever follows it.
    mutating func isKey() -> Bool {
      // The shortest key, a public one of Ed25519, has 44 bytes.
      guard letters.count >= 56 else { return false }
      return wordStarts.contains { start in
        let count = letters.count - start
        guard count >= 56 else { return false }
        let der = SecretBytes.collect(capacity: count) { der in
          var text = Array(letters[start...])
          defer { OpenSSLMemory.wipe(&text) }
          // Zero bits behind the key do no harm.
          while text.count % 4 != 0 { text.append(UInt8(ascii: "A")) }
          return Base64.decode(text.span, into: &der)
        }
        return der?.withBytes { OpenSSLDecoder.recognise($0) != nil } ?? false
      }
    }
  }
}
