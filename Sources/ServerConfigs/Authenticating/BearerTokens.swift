import Bytes
import Tokens

/// The digests of bearer tokens, and whom each stands for.
struct BearerTokens: Sendable {
  /// What is wrong with a line.
  enum Problem: Hashable {
    case tooLarge, tooMany
    /// The line holds something else than a digest, a blank and a user.
    case noLine
    /// What looks like the token itself.
    case token
    case user
    case twice(line: Int)
    case empty
  }

  /// How large a file may be, and how many tokens it may hold. Each request is compared with all.
  static let fileBytesMax = 1 << 20
  static let tokensMax = 4_096
  /// The longest token that is looked at.
  static let tokenBytesMax = 512

  private static let digestByteCount = 32

  /// One digest behind the other.
  private var digests: [UInt8] = []
  private var users: [[UInt8]] = []

  /// Reads the lines of a file.
  ///
  /// - Returns: the tokens, and what is wrong with lines, counted from 1; nothing of a line is told.
  static func read(_ text: [UInt8]) -> (tokens: BearerTokens, problems: [(line: Int, Problem)]) {
    var tokens = BearerTokens()
    var problems: [(line: Int, Problem)] = []
    guard text.count <= fileBytesMax else { return (tokens, [(1, .tooLarge)]) }
    let start = text.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    let lines = text[start...].split(separator: 0x0A, omittingEmptySubsequences: false)
    var lineOfDigest: [[UInt8]: Int] = [:]
    for (index, raw) in lines.enumerated() {
      let line = trimmed(raw)
      if line.isEmpty || line.first == UInt8(ascii: "#") { continue }
      guard tokens.users.count < tokensMax else {
        problems.append((index + 1, .tooMany))
        break
      }
      let word = line.prefix { $0 != 0x20 && $0 != 0x09 }
      var digest: [UInt8] = []
      guard word.count == 2 * digestByteCount, Hex.decode(Array(word).span, into: &digest) else {
        let isToken = BearerToken.isToken(String(decoding: word, as: Unicode.UTF8.self))
        problems.append((index + 1, isToken ? .token : .noLine))
        continue
      }
      let user = Array(trimmed(line[word.endIndex...]))
      guard UserText.isSound(user) else {
        problems.append((index + 1, .user))
        continue
      }
      if let first = lineOfDigest.updateValue(index + 1, forKey: digest) {
        problems.append((index + 1, .twice(line: first)))
        continue
      }
      tokens.digests += digest
      tokens.users.append(user)
    }
    if tokens.users.isEmpty, problems.isEmpty { problems.append((1, .empty)) }
    return (tokens, problems)
  }

  private static func trimmed(_ line: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 || byte == 0x0D }
    var line = line.drop(while: isBlank)
    while let last = line.last, isBlank(last) { line.removeLast() }
    return line
  }

  /// Whom a token stands for.
  ///
  /// It is compared with all, whether one fits or not, in a time that depends on their number alone.
  func user(of token: [UInt8]) -> [UInt8]? {
    var digest: [UInt8] = []
    Digest.sha256.append(of: token.span, to: &digest)
    var found: UInt32 = 0
    for index in users.indices {
      var difference: UInt8 = 0
      let start = index * Self.digestByteCount
      for offset in 0..<Self.digestByteCount {
        difference |= digests[start + offset] ^ digest[offset]
      }
      // 1 where nothing differs, else 0; no branch tells which.
      let isEqual = (UInt32(difference) &- 1) >> 31
      found |= isEqual &* UInt32(index + 1)
    }
    return found == 0 ? nil : users[Int(found) - 1]
  }
}
