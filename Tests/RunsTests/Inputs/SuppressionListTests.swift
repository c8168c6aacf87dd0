import Batches
import Glibc
import Testing

@testable import Runs

struct SuppressionListTests {
  private let directory: TemporaryDirectory
  private static let key = [UInt8](0..<16)

  init() throws { directory = try TemporaryDirectory() }

  private func read(
    _ bytes: [UInt8], column: String? = nil, entriesMax: Int = SuppressionList.entriesMax
  ) throws -> SuppressionList {
    try directory.plant("list", bytes)
    return try SuppressionList.read(
      directory["list"], column: column, key: Self.key, entriesMax: entriesMax)
  }

  private func contains(_ list: SuppressionList, _ text: String) -> Bool {
    let bytes = Array(text.utf8)
    return list.contains(bytes.span)
  }

  private func contains(_ list: SuppressionList, json: String) -> Bool {
    let bytes = Array(json.utf8)
    return list.contains(json: bytes.span)
  }

  static let lines =
    "# left\n\nADA@example.com \r\n\tbob@example.com\n  # no\nada@EXAMPLE.com\né\n7"

  @Test(arguments: [
    ("ada@example.com", true), (" Ada@Example.COM\n", true), ("bob@example.com", true),
    ("ada@example.co", false), ("eve@example.com", false), ("# left", false), ("", false),
    ("é", true), ("É", true), ("e\u{301}", false), ("\u{A0}ada@example.com\u{2003}", true),
    ("mailto:Ada@example.com", true), ("<ADA@example.com>", true),
    ("<mailto: bob@example.com >", true),
    ("<<bob@example.com>>", false), ("mailto:", false), ("<>", false), ("7", true), ("# no", false),
  ])
  func linesAreValues(value: String, expected: Bool) throws {
    let list = try read(Array(Self.lines.utf8))
    #expect(list.count == 4)
    #expect(contains(list, value) == expected)
  }

  @Test(arguments: [
    (#""ada@example.com""#, true), (#""\u0041DA\u0040example.com""#, true), ("7", true),
    (#""7""#, true), ("7.0", false), ("null", false), ("true", false), ("[]", false),
    ("{}", false), (#"["eve@example.com","Bob@example.com"]"#, true),
    (#"["eve@example.com"]"#, false),
    (#"{"ada@example.com":"x"}"#, false), (#"{"mail":{"b":[1,7]}}"#, true), ("", false),
    (#"[["a\"b,]"],"é"]"#, true), (#""\tADA@example.com \n""#, true),
  ])
  func everyMemberOfAValueIsLookedAt(json: String, expected: Bool) throws {
    let list = try read(Array(Self.lines.utf8))
    #expect(contains(list, json: json) == expected)
  }

  @Test func bothSidesAreFoldedAlike() throws {
    let list = try read(
      Array("\u{FEFF}MAILTO:<Ada@Example.com>\n\u{A0}<JÖRG@example.com>\u{A0}\n\u{A0}# no".utf8))
    #expect(list.count == 2)
    #expect(contains(list, "ada@example.com") && contains(list, " jörg@EXAMPLE.com"))
  }

  @Test(arguments: [("id,mail\n1,a@x", 1), ("id;mail", 1), ("a@x\tAda", 1), ("a@x\r\nb@x;c@x", 2)])
  func tableIsNoListOfLines(text: String, line: Int) throws {
    #expect(throws: SuppressionError.separator(path: directory["list"], line: line)) {
      try read(Array(text.utf8))
    }
    #expect(try read(Array("# a, b; c\n\ta@x\t\n".utf8)).count == 1)
  }

  @Test(.timeLimit(.minutes(1))) func pipeIsNoList() async throws {
    let path = directory["pipe"]
    let made = unsafe mkfifo(path, 0o600)
    try #require(made == 0)
    #expect(throws: SuppressionError.notRegular(path: path, kind: .pipe)) {
      try SuppressionList.read(path, column: nil, key: Self.key)
    }
  }

  @Test func columnOfACSVFileIsRead() throws {
    let text = "\u{feff}id;mail\r\n1;\"ada;\"\"x\"\"@example.com\"\r\n2;\r\n3; Bob@example.com\r\n"
    let list = try read(Array(text.utf8), column: "mail")
    #expect(list.count == 2)
    #expect(contains(list, #"ada;"x"@example.com"#))
    #expect(contains(list, "bob@example.com"))
    #expect(!contains(list, "1"))
  }

  // What other programs write at the beginning, or between lines, must not hide the first address.
  private static let marked: [[UInt8]] = [
    [0xEF, 0xBB, 0xBF] + Array("ada@x\nbob@x\n".utf8),
    [0xFF, 0xFE] + Array("ada@x\r\nbob@x".utf16).flatMap { [UInt8($0), 0] as [UInt8] },
    Array("ada@x\rbob@x\r".utf8), Array("ada@x\r\n\r\nbob@x".utf8),
  ]

  @Test(arguments: marked)
  func marksAndLineEndsHideNothing(bytes: [UInt8]) throws {
    let list = try read(bytes)
    #expect(list.count == 2)
    #expect(contains(list, "ada@x") && contains(list, "bob@x"))
  }

  @Test func linesAcrossPiecesAreWhole() throws {
    let values = (0..<40_000).map { "user\($0)@example.com" }
    let list = try read(Array(values.joined(separator: "\n").utf8))
    #expect(list.count == 40_000)
    let missing = values.filter { !contains(list, $0) }
    #expect(missing == [])
  }

  @Test func emptyListIsOne() throws {
    #expect(try read([]).count == 0)
    #expect(try read(Array("mail\n".utf8), column: "mail").count == 0)
  }

  @Test func halfAListIsNone() throws {
    let path = directory["list"]
    func failure(_ bytes: [UInt8], _ column: String? = nil, max: Int = 10) -> SuppressionError? {
      do {
        _ = try read(bytes, column: column, entriesMax: max)
        return nil
      } catch {
        return error as? SuppressionError
      }
    }
    #expect(
      failure([0x61, 0x0A, 0xE9])
        == .malformed(path: path, line: 2, problem: "The text holds bytes that are not UTF-8."))
    #expect(
      failure([0x61, 0, 0x62])
        == .malformed(path: path, line: 1, problem: "The text holds a NUL character."))
    #expect(failure([0x1F, 0x8B, 8]) == .unreadable(path: path, .compressed(.gzip)))
    #expect(failure([], "mail") == .unreadable(path: path, .empty))
    #expect(
      failure(Array("a,b\n1,2\n".utf8), "mail")
        == .unreadable(path: path, .missingColumn(name: "mail")))
    #expect(failure(Array("m,m\n1,2\n".utf8), "m") == .columnTwice(path: path, column: "m"))
    #expect(
      failure(Array("m,n\n1\n".utf8), "m")
        == .malformed(
          path: path, line: 2, problem: "The row has 1 cells, the header has 2."))
    #expect(
      failure(Array("m,n\n1,\"2\n".utf8), "m")
        == .malformed(
          path: path, line: 2, problem: "A quote opens on line 2 and is never closed."))
    #expect(failure(Array("a\nb\nA\n".utf8), max: 2) == nil)
    #expect(failure(Array("a\nb\nc\n".utf8), max: 2) == .tooManyEntries(path: path, max: 2))
    let long = [UInt8](repeating: 0x61, count: SuppressionList.lineBytesMax)
    #expect(failure(long + [0x0A]) == nil)
    #expect(failure(long + [0x61]) == .lineTooLong(path: path, line: 1, max: 65_536))
    let none = directory["none"]
    #expect(throws: SuppressionError.file(.notFound(path: none))) {
      try SuppressionList.read(none, column: nil, key: Self.key)
    }
  }
}
