import Bytes
package import Tokens

/// Bearer tokens of our own making (RFC 6750).
package enum BearerToken {
  /// What each begins with, so that whoever looks for secrets in files and logs knows one.
  package static let prefix = "muster_"
  /// Random bytes in a token: more than anybody guesses, so that its bare digest can be kept.
  static let randomByteCount = 32

  /// Makes a token: the prefix and 256 random bits in base64url.
  package static func make(_ entropy: Entropy) -> [UInt8] {
    var random: [UInt8] = []
    entropy.append(randomByteCount, to: &random)
    var token = Array(prefix.utf8)
    Base64URL.append(random.span, to: &token)
    return token
  }

  /// The line that a file of bearer tokens has for a token, without a line break.
  ///
  /// - Returns: nil where the text cannot name a user, or would be read back as another one.
  package static func line(for token: [UInt8], user: String) -> String? {
    let bytes = Array(user.utf8)
    guard UserText.isSound(bytes), bytes.first != 0x20, bytes.last != 0x20 else { return nil }
    var digest: [UInt8] = []
    Digest.sha256.append(of: token.span, to: &digest)
    return Hex.text(digest) + " " + user
  }

  /// The first problem of a file of bearer tokens, with its line; nil where each line is good.
  package static func problem(inFile text: [UInt8]) -> (line: Int, message: String)? {
    BearerTokens.read(text).problems.first.map { ($0.line, CredentialWords.words($0.1).message) }
  }

  /// Whether a text is, or begins as, a token of ours: it then stands where it should not.
  static func isToken(_ text: String) -> Bool {
    text.utf8.count >= prefix.utf8.count + Base64URL.encodedCount(randomByteCount)
      && text.hasPrefix(prefix)
  }
}
