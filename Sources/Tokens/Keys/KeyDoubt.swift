/// What a person should look at in a secret, although it can sign.
public enum KeyDoubt: String, Sendable, CaseIterable {
  /// Fewer bytes than the digest (RFC 7518 section 3.2).
  case shorterThanHash
  /// White space at an end, beyond the one line break that is dropped.
  case outerWhiteSpace
  /// The text begins with a byte order mark, which an editor put there.
  case byteOrderMark
  /// The text of an example and not a secret.
  case placeholder

  /// The doubt, in one sentence.
  public var message: String {
    switch self {
    case .shorterThanHash:
      "The secret is shorter than the digest, which makes it easier to guess than the signature."
    case .outerWhiteSpace: "The secret begins or ends with white space, which is part of the key."
    case .byteOrderMark: "The secret begins with a byte order mark, which is part of the key."
    case .placeholder: "The secret is the placeholder of an example."
    }
  }

  /// Words that examples put where the secret belongs, without case and separators.
  private static let placeholders = [
    "keygoeshere", "yourkeyhere", "yoursecret", "yoursecretkey", "yoursharedsecret", "secret",
    "secretkey", "sharedsecret", "mysecret", "mysecretkey", "changeme", "changeit", "password",
    "test", "example", "privatekey", "your256bitsecret", "your384bitsecret", "your512bitsecret",
    "yourprivatekey", "apikey", "yourapikey", "jwtsecret", "supersecret", "topsecret", "todo",
    "xxx",
  ]

  static func doubts(
    _ material: SecretBytes, key: SecretBytes, _ algorithm: Algorithm
  ) -> [KeyDoubt] {
    var doubts: [KeyDoubt] = []
    if key.count < algorithm.digest?.byteCount ?? 0 { doubts.append(.shorterThanHash) }
    material.withBytes { bytes in
      let text = bytes.extracting(0..<SecretReader.endWithoutLineBreak(bytes))
      if ASCII.trimmed(text) != 0..<text.count { doubts.append(.outerWhiteSpace) }
      if text.count >= 3 && text[0] == 0xEF && text[1] == 0xBB && text[2] == 0xBF {
        doubts.append(.byteOrderMark)
      }
      if isPlaceholder(text) { doubts.append(.placeholder) }
    }
    return doubts
  }

  private static func isPlaceholder(_ text: Span<UInt8>) -> Bool {
    guard text.count <= 64 else { return false }
    var letters: [UInt8] = []
    for index in text.indices {
      switch text[index] {
      case UInt8(ascii: "A")...UInt8(ascii: "Z"): letters.append(text[index] | 0x20)
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"):
        letters.append(text[index])
      case 0x21...0x7E, 0x09...0x0D, 0x20: continue
      default: return false
      }
    }
    defer { OpenSSLMemory.wipe(&letters) }
    return placeholders.contains { ASCII.areEqual(letters.span, $0) }
  }
}
