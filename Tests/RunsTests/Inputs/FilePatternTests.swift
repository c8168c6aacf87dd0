import Bytes
import Glibc
import Testing

@testable import Runs

struct FilePatternTests {
  private let directory: TemporaryDirectory

  init() throws { directory = try TemporaryDirectory() }

  private func names(_ pattern: String, _ limits: InputLimits = InputLimits()) throws -> [String] {
    try FilePattern(directory[pattern]).paths(limits).map {
      String($0.dropFirst(directory.path.count + 1))
    }
  }

  @Test(arguments: [
    ("*", "b", true), ("*", "", true), ("*.csv", "a.csv", true), ("*.csv", ".csv", false),
    (".*", ".csv", true), ("[.]csv", ".csv", false), ("?csv", ".csv", false),
    ("a*b*c", "axxbyybzc", true), ("a*b*c", "axxbyybz", false), ("*a*a*a*", "aa", false),
    ("?", "é", true), ("??", "é", false), ("?", "", false), ("[a-c]", "b", true),
    ("[a-c]", "d", false), ("[!a-c]", "d", true), ("[!a-c]", "b", false), ("[!a]", "é", true),
    ("[]]", "]", true), ("[!]]", "]", false), ("[a-]", "-", true), ("[[]1]", "[1]", true),
    ("[*]", "*", true), ("[*]", "x", false), ("[ab", "[ab", true), ("a", "A", false),
    ("[c-a]", "b", false), ("*é", "caf\u{e9}", true), ("*é", "cafe\u{301}", false),
  ])
  func fitsAName(pattern: String, name: String, expected: Bool) {
    let fits = NamePattern(Array(pattern.utf8)).matches(Array(name.utf8))
    #expect(fits == expected)
  }

  // The stars go back to the last of them only: a hostile pattern is no work.
  @Test func manyStarsAreQuick() {
    let pattern = NamePattern(Array((String(repeating: "*a", count: 60) + "b").utf8))
    let name = [UInt8](repeating: UInt8(ascii: "a"), count: 255)
    #expect(!pattern.matches(name))
  }

  @Test func findsFilesInTheOrderOfTheirBytes() throws {
    for name in ["b.csv", "a10.csv", "a9.csv", "B.csv", "é.csv", ".hidden.csv", "c.txt"] {
      try directory.plant(name, "x")
    }
    try directory.plantDirectory("d.csv")
    #expect(try names("*.csv") == ["B.csv", "a10.csv", "a9.csv", "b.csv", "é.csv"])
    #expect(try names(".*.csv") == [".hidden.csv"])
    #expect(try names("[ab]*") == ["a10.csv", "a9.csv", "b.csv"])
  }

  @Test func looksIntoDirectories() throws {
    try directory.plantDirectory("1")
    try directory.plantDirectory("2")
    try directory.plantDirectory("3")
    defer {
      for file in ["1/x.csv", "2/x.csv"] { _ = remove(file) }
    }
    try directory.plant("1/x.csv", "x")
    try directory.plant("2/x.csv", "x")
    try directory.plant("4", "a file where a directory would be")
    #expect(try names("?/x.csv") == ["1/x.csv", "2/x.csv"])
    #expect(try names("[!1]/*.csv") == ["2/x.csv"])
  }

  private func remove(_ name: String) -> Int32 {
    let path = directory[name]
    return unsafe path.withCString { unsafe Glibc.unlink($0) }
  }

  // A link that leads nowhere is a file that somebody misses.
  @Test func linkThatLeadsNowhereIsFound() throws {
    try directory.plantLink("today.csv", to: "gone")
    #expect(try names("*.csv") == ["today.csv"])
  }

  @Test func plainPathIsItself() throws {
    for path in ["none.csv", "./a//b", "a[b.csv", "/"] {
      #expect(try FilePattern(path).paths() == [path])
    }
  }

  @Test(arguments: ["*.csv", "none/*.csv", "*/x.csv", "file/*", "*/"])
  func patternThatNothingFitsIsAnError(pattern: String) throws {
    try directory.plant("file", "x")
    try directory.plantDirectory("empty.csv")
    let path = directory[pattern]
    #expect(throws: InputError.self) { try FilePattern(path).paths() }
    #expect(
      InputError.noMatch(pattern: "a/*.csv").message == "No file fits the pattern \"a/*.csv\".")
  }

  @Test func hasLimits() throws {
    for name in ["a", "b", "c"] { try directory.plant(name, "x") }
    #expect(try names("*", InputLimits(matchesMax: 3, entriesMax: 3)) == ["a", "b", "c"])
    let path = directory["*"]
    #expect(throws: InputError.tooManyMatches(pattern: path, max: 2)) {
      try FilePattern(path).paths(InputLimits(matchesMax: 2))
    }
    #expect(throws: InputError.tooManyEntries(pattern: path, max: 2)) {
      try FilePattern(path).paths(InputLimits(entriesMax: 2))
    }
  }
}
