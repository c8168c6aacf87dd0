import Bytes

/// The one-line form of SSH public keys (RFC 4253 section 6.6): a type, and base64 that repeats it.
enum SSHKeyText {
  /// The first characters of every such base64: a length below 256 in four bytes.
  private static let shortestBase64 = 32

  /// Whether a word of `text` is the base64 of an SSH public key.
  static func hasPublicKey(_ text: Span<UInt8>) -> Bool {
    if ASCII.find("BEGIN SSH2 PUBLIC KEY", in: text) != nil { return true }
    var start = 0
    var words = 0
    while start < text.count && words < KeyLimits.blocksMax {
      var end = start
      while end < text.count && !ASCII.isSpace(text[end]) { end += 1 }
      if end > start {
        words += 1
        if isPublicKey(text.extracting(start..<end)) { return true }
      }
      start = end + 1
    }
    return false
  }

  private static func isPublicKey(_ word: Span<UInt8>) -> Bool {
    guard word.count >= shortestBase64 else { return false }
    var blob: [UInt8] = []
    guard Base64.decode(word, into: &blob), blob.count > 8 else { return false }
    let count = Int(blob[0]) << 24 | Int(blob[1]) << 16 | Int(blob[2]) << 8 | Int(blob[3])
    guard count >= 4 && count <= 64 && count <= blob.count - 4 else { return false }
    let type = blob.span.extracting(4..<4 + count)
    return ASCII.find("ssh-", in: type) == 0 || ASCII.find("ecdsa-sha2-", in: type) == 0
      || ASCII.find("sk-", in: type) == 0
  }
}
