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

  /// Whether a run of base64, with or without line breaks, is a key in DER.
  private static func hasBase64Key(_ bytes: Span<UInt8>) -> Bool {
    var letters: [UInt8] = []
    letters.reserveCapacity(bytes.count + 3)
    defer { OpenSSLMemory.wipe(&letters) }
    var runs = 0
    for index in 0...bytes.count {
      let byte = index < bytes.count ? bytes[index] : UInt8(ascii: ".")
      if let letter = letter(byte) {
        letters.append(letter)
      } else if !ASCII.isSpace(byte) && byte != UInt8(ascii: "=") {
        runs += letters.isEmpty ? 0 : 1
        if isKey(&letters) { return true }
        if runs == KeyLimits.blocksMax { return false }
        letters.removeAll(keepingCapacity: true)
      }
    }
    return false
  }

  /// The letter of the standard alphabet, for letters of both alphabets.
  private static func letter(_ byte: UInt8) -> UInt8? {
    switch byte {
    case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "/"):
      byte
    case UInt8(ascii: "-"): UInt8(ascii: "+")
    case UInt8(ascii: "_"): UInt8(ascii: "/")
    default: nil
    }
  }

  private static func isKey(_ letters: inout [UInt8]) -> Bool {
    // The shortest key, an Ed25519 one, has 44 bytes.
    guard letters.count >= 56 else { return false }
    while letters.count % 4 != 0 { letters.append(UInt8(ascii: "=")) }
    let der = SecretBytes.collect(capacity: letters.count) {
      Base64.decode(letters.span, into: &$0)
    }
    return der?.withBytes { OpenSSLDecoder.recognise($0) != nil } ?? false
  }
}
