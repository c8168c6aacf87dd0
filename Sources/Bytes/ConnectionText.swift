/// A connection string of libpq, or a URL: PostgreSQL 15, 34.1.1.
package enum ConnectionText {
  /// Whether it holds a password, as `password = …`, in a URL also percent-encoded, or as
  /// `postgresql://user:…@host`.
  package static func hasPassword(_ text: String) -> Bool {
    let bytes = Array(text.utf8)
    var decoded: [UInt8] = []
    // What cannot be decoded libpq refuses.
    let isDecoded = PercentEncoding.decode(bytes.span, into: &decoded)
    return namesPassword(bytes) || isDecoded && namesPassword(decoded)
      || userInformation(bytes)?.contains(UInt8(ascii: ":")) ?? false
  }

  /// Whether a URL names a user before its host.
  package static func namesUser(_ text: String) -> Bool { userInformation(Array(text.utf8)) != nil }

  private static func namesPassword(_ text: [UInt8]) -> Bool {
    let letters = text.map { $0 >= 0x41 && $0 <= 0x5A ? $0 | 0x20 : $0 }
    let word = Array("password".utf8)
    return letters.indices.contains { start in
      letters[start...].starts(with: word)
        // Blanks may stand around the equals sign.
        && letters[(start + word.count)...].first { $0 > 0x20 } == UInt8(ascii: "=")
    }
  }

  /// What stands before the `@` of a URL; nil where there is none.
  private static func userInformation(_ text: [UInt8]) -> ArraySlice<UInt8>? {
    let mark = Array("://".utf8)
    guard let start = text.indices.first(where: { text[$0...].starts(with: mark) }) else {
      return nil
    }
    let authority = text[(start + mark.count)...].prefix { !"/?#".utf8.contains($0) }
    return authority.lastIndex(of: UInt8(ascii: "@")).map { authority[..<$0] }
  }
}
