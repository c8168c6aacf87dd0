import Batches
import Testing

@testable import Runs

/// What comes out of a run depends neither on the number of jobs nor on where the batch is cut.
@Suite struct JobsTests {
  private let directory: TemporaryDirectory

  init() throws { directory = try TemporaryDirectory() }

  /// A generator with a seed that a failing test can print.
  private struct Generator: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
      state &+= 0x9E37_79B9_7F4A_7C15
      var mixed = state
      mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
      mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
      return mixed ^ mixed >> 31
    }
  }

  /// Compares runs with many jobs and small chunks with one that has one of each and takes every row
  /// the slow way.
  private func compare(_ run: JobsRun, _ note: String, chunkBytes: [Int] = [40, 300, 2_000]) throws
  {
    var slow = run
    slow.takesDirectWay = false
    let alone = try slow.run(in: directory, jobs: 1, chunkBytes: 1 << 20)
    if alone.failure == nil {
      let first = Array(alone.codes.prefix(RunReport.shownFindingsMax))
      #expect(alone.shownCodes == first, "\(note)")
    }
    for bytes in chunkBytes {
      for jobs in [1, 2, 3, 8] {
        let many = try run.run(in: directory, jobs: jobs, chunkBytes: bytes)
        if many == alone { continue }
        Issue.record(
          """
          \(note), \(jobs) jobs, chunks of \(bytes) bytes:
          \(String(decoding: run.batch, as: Unicode.UTF8.self).prefix(3_000).debugDescription)
          \(difference(alone, many))
          """)
        return
      }
    }
  }

  private func difference(_ left: JobsRun.Outcome, _ right: JobsRun.Outcome) -> String {
    func pair(_ name: String, _ one: String, _ other: String) -> String? {
      if one == other { return nil }
      let same = zip(one.utf8, other.utf8).prefix { $0 == $1 }.count
      let start = max(0, same - 200)
      func part(_ text: String) -> String {
        String(decoding: Array(text.utf8).dropFirst(start).prefix(500), as: Unicode.UTF8.self)
      }
      return "\(name) from byte \(start):\n\(part(one))\n-- and --\n\(part(other))"
    }
    return [
      pair("artifacts", left.artifacts, right.artifacts),
      pair("rejects", left.rejects, right.rejects),
      pair("findings", left.findings, right.findings),
      pair("report", left.report, right.report),
      pair("explanations", "\(left.explanations)", "\(right.explanations)"),
      pair("failure", "\(left.failure ?? "")", "\(right.failure ?? "")"),
    ].compactMap { $0 }.joined(separator: "\n")
  }

  // MARK: Random batches

  private static let values = [
    "", "a", "b", "c", "Ann", "root", "u1", "u2", "u3", "u4", "u5", "ada@example.com",
    "bob@example.com", "no address", "an identifier that is too long", "é", "\u{0}",
    "0123456789abcdef", "12345678", "x",
  ]

  private static func csv(_ generator: inout Generator) -> [UInt8] {
    let ends = ["\n", "\r\n", "\r"]
    let end = ends.randomElement(using: &generator) ?? "\n"
    var text = "id,mail,name,jti,extra\(end)"
    for row in 0..<Int.random(in: 0...120, using: &generator) {
      var cells = [
        Int.random(in: 0..<4, using: &generator) == 0 ? "u\(row % 7)" : "v\(row)",
        Int.random(in: 0..<4, using: &generator) == 0 ? "m\(row % 5)@b.co" : "",
        ["Ann", "Bob", "root", "", "Eve"].randomElement(using: &generator) ?? "",
        Int.random(in: 0..<6, using: &generator) == 0 ? "token\(row % 3)" : "", "",
      ]
      switch Int.random(in: 0..<14, using: &generator) {
      case 0: cells[2] = "\"two\(end)lines, \"\"quoted\"\"\""
      case 1: cells[2] = "stray\"quote"
      case 2: cells.removeLast()
      case 3: cells.append("more")
      case 4: text += end
      case 5: cells[4] = values.randomElement(using: &generator) ?? ""
      case 6: cells[0] = "\u{0}"
      default: break
      }
      text += cells.joined(separator: ",") + end
    }
    if Int.random(in: 0..<9, using: &generator) == 0 { text += "z,,\"never closed\(end)a,b" }
    return Array(text.utf8)
  }

  private static func objects(_ generator: inout Generator) -> [String] {
    let names = [
      "sub", "id", "key", "mail", "email", "Email", "name", "title", "jti", "nam", "muster_raw",
      "x1", "x2", "x3", "x4", "x5", "x6", "x7", "x8", "x9",
    ]
    return (0..<Int.random(in: 0...120, using: &generator)).map { row in
      let known = min(names.count, 7 + row / 6)
      var members = [
        "\"\(["sub", "id", "key"].randomElement(using: &generator) ?? "")\":"
          + "\"\(Int.random(in: 0..<4, using: &generator) == 0 ? "u\(row % 9)" : "v\(row)")\"",
        "\"\(["name", "title"].randomElement(using: &generator) ?? "")\":\"Ann\"",
      ]
      for _ in 0..<Int.random(in: 0...2, using: &generator) {
        let name = names[Int.random(in: 0..<known, using: &generator)]
        members.append("\"\(name)\":\"\(values[row % 5])\"")
      }
      switch Int.random(in: 0..<16, using: &generator) {
      case 0: return "[1]"
      case 1: return "{\"sub\":\"x\","
      case 2: return "{\"a\" 1}"
      case 3: return "{}"
      default: return "{" + members.joined(separator: ",") + "}"
      }
    }
  }

  @Test(arguments: 0..<6)
  func csvComesOutTheSame(stream: UInt64) throws {
    for step in 0..<6 {
      let seed = stream << 32 | UInt64(step)
      var generator = Generator(state: seed)
      var run = JobsRun(batch: Self.csv(&generator), format: .csv)
      run.outputFormat = RunRequest.OutputFormat.allCases[step % 3]
      run.signs = step != 4
      if step % 2 == 0 { run.explainedRows = Set(1...40) }
      try compare(run, "seed \(seed)")
    }
  }

  @Test(arguments: 0..<6)
  func jsonComesOutTheSame(stream: UInt64) throws {
    for step in 0..<6 {
      let seed = stream << 32 | UInt64(step)
      var generator = Generator(state: seed)
      let objects = Self.objects(&generator)
      let isArray = step % 2 == 0
      // What is not balanced would end the array.
      let text =
        isArray
        ? "[" + objects.filter { !$0.hasSuffix(",") }.joined(separator: ",\n") + "]"
        : objects.joined(separator: "\n")
      var run = JobsRun(batch: Array(text.utf8), format: isArray ? .json : .jsonl)
      run.outputFormat = RunRequest.OutputFormat.allCases[step % 3]
      if step == 3 { run.explainedRows = Set(1...40) }
      try compare(run, "seed \(seed)")
    }
  }

  // MARK: Made batches

  @Test func moreKeysThanColumnsAreAllowed() throws {
    var text = ""
    for row in 0..<600 {
      text += "{\"sub\":\"u\(row)\",\"name\":\"n\",\"k\(row)\":\"a\",\"l\(row % 300)\":\"b\"}\n"
    }
    var run = JobsRun(batch: Array(text.utf8), format: .jsonl)
    run.limits = BatchLimits(columnsMax: 128)
    try compare(run, "many keys", chunkBytes: [300, 5_000])
  }

  @Test func manyKeysOfEveryRecord() throws {
    var text = "["
    for row in 0..<1_100 {
      text += row == 0 ? "" : ","
      text += "{\"sub\":\"u\(row)\",\"name\":\"n\",\"k\(row)\":\"a\"}\n"
    }
    let run = JobsRun(batch: Array((text + "]").utf8), format: .json)
    try compare(run, "a key each", chunkBytes: [5_000])
  }

  @Test(arguments: [1, 13, 700])
  func duplicatesOfEveryDistance(distance: Int) throws {
    var text = "sub,name,mail\n"
    for row in 0..<2_000 { text += "u\(row % distance),n,\n" }
    let run = JobsRun(batch: Array(text.utf8), format: .csv)
    try compare(run, "distance \(distance)", chunkBytes: [100, 5_000])
    let outcome = try run.run(in: directory, jobs: 3, chunkBytes: 1_000)
    #expect(outcome.artifacts.split(separator: "\n").count == distance)
    #expect(outcome.rejects.split(separator: "\n").count == 2_000 - distance + 1)
  }

  @Test func aDuplicateNamesTheColumnThatItsRowCouldHave() throws {
    let text = """
      {"id":"a","name":"n"}
      {"id":"a","name":"n"}
      {"sub":"b","name":"n"}
      {"id":"a","name":"n"}
      """
    let run = JobsRun(batch: Array(text.utf8), format: .jsonl)
    try compare(run, "late column", chunkBytes: [1, 50, 1_000])
    let findings = try run.run(in: directory, jobs: 2, chunkBytes: 1_000).findings
    let columns = findings.split(separator: "\n").map { line in
      line.split(separator: "\"column\":\"").last?.prefix { $0 != "\"" } ?? ""
    }
    #expect(columns == ["id", "sub"])
  }

  @Test func duplicatesMayBeAllowed() throws {
    var run = JobsRun(batch: Array("sub,name\na,n\na,n\na,n\n".utf8), format: .csv)
    run.allowed = ["duplicates"]
    try compare(run, "allowed", chunkBytes: [1, 10])
    let outcome = try run.run(in: directory, jobs: 2, chunkBytes: 4)
    #expect(outcome.artifacts.split(separator: "\n").count == 3)
  }

  @Test(arguments: [
    "[{\"sub\":\"a\",\"name\":\"n\"},{\"sub\":\"b\",\"name\":\"n\"},,{}]",
    "[{\"sub\":\"a\",\"name\":\"n\"},{\"sub\":\"b\",\"name\":\"n\"}] x", "[{\"sub\":\"a\"}",
    "[ ]", "[", "{}", "",
  ])
  func brokenArrays(text: String) throws {
    try compare(
      JobsRun(batch: Array(text.utf8), format: .json), text, chunkBytes: [1, 7, 25])
  }

  @Test func aRecordThatIsTooLong() throws {
    var text = "sub,name\n"
    for row in 0..<200 {
      text += row == 150 ? "u,\(String(repeating: "n", count: 99))\n" : "u\(row),n\n"
    }
    var run = JobsRun(batch: Array(text.utf8), format: .csv)
    run.limits = BatchLimits(recordBytesMax: 60)
    run.explainedRows = [1, 140]
    try compare(run, "too long")
  }

  @Test(arguments: [[0xEF, 0xBB, 0xBF], [0xFF, 0xFE], [0xFE, 0xFF]] as [[UInt8]])
  func marksOfEncodings(mark: [UInt8]) throws {
    let text = "sub,name\n" + (0..<300).map { "ü\($0 % 200),né\n" }.joined()
    let bytes: [UInt8] =
      switch mark[0] {
      case 0xEF: Array(text.utf8)
      case 0xFF: text.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
      default: text.utf16.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] }
      }
    try compare(JobsRun(batch: mark + bytes), "mark \(mark)")
  }

  @Test func anOutputThatFails() throws {
    var text = "sub,name\n"
    for row in 0..<400 { text += "u\(row),n\n" }
    for failing in [1, 2, 5, 10] {
      var run = JobsRun(batch: Array(text.utf8), format: .csv)
      run.failingWrite = failing
      let alone = try run.run(in: directory, jobs: 1, chunkBytes: 200)
      #expect(alone.failure?.contains("writeFailed") == true)
      for jobs in [2, 3, 8] {
        let many = try run.run(in: directory, jobs: jobs, chunkBytes: 200)
        #expect(many == alone, "write \(failing), \(jobs) jobs")
      }
    }
  }
}
