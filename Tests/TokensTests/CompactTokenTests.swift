import Testing
import Tokens

struct CompactTokenTests {
  private static func split(_ token: String) -> [Range<Int>]? {
    let raw = bytes(token)
    guard let parts = CompactToken.split(raw.span) else { return nil }
    return [parts.header, parts.claims, parts.signature, parts.signingInput]
  }

  @Test func findsTheParts() {
    #expect(Self.split("ab.c-_.D09") == [0..<2, 3..<6, 7..<10, 0..<6])
    #expect(Self.split("a.b.c") == [0..<1, 2..<3, 4..<5, 0..<3])
  }

  @Test(arguments: [
    "", ".", "..", "...", "a", "a.b", "a.b.", ".b.c", "a..c", "a.b.c.", "a.b.c.d", "a.b.c.d.e",
    ".a.b.c", "a.b.c\n", " a.b.c", "a.b.c=", "a.b+.c", "a.b/.c", "a.b.ü", "a.b\0.c", "a.b,c",
  ])
  func refusesWhatIsNotThreeParts(token: String) {
    #expect(Self.split(token) == nil)
  }
}
