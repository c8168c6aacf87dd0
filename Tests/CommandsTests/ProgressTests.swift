import Commands
import Foundation
import Synchronization
import Testing

@Suite struct ProgressTests {
  // MARK: The line

  private static func line(
    _ done: Int = 41_200, rejected: Int = 17, share: Double? = 0.425, seconds: Double = 4
  ) -> ProgressLine {
    ProgressLine(done: done, rejected: rejected, share: share, seconds: seconds, noun: "rows")
  }

  private static let bar = String(repeating: "█", count: 8) + String(repeating: "░", count: 12)

  @Test(arguments: [
    (81, " 42%  \(bar)  41,200 rows  10,300/s  17 rejected  0:06 left"),
    (60, " 42%  41,200 rows  10,300/s  17 rejected  0:06 left"),
    (45, " 42%  41,200 rows  17 rejected  0:06 left"),
    (33, " 42%  41,200 rows  17 rejected"), (20, " 42%  41,200 rows"), (18, " 42%  41,200 rows"),
    (17, " 42%"), (5, " 42%"), (4, nil), (0, nil),
  ])
  func leavesOutWhatHasNoRoom(columns: Int, text: String?) {
    #expect(Self.line().text(columns: columns, hasColor: false) == text)
  }

  @Test(arguments: [
    (line(0, rejected: 0, share: nil, seconds: 0), "0 rows"),
    (line(5, rejected: 0, share: nil, seconds: 10), "5 rows  1/s"),
    (
      line(1_000_000, rejected: 0, share: 1, seconds: 100),
      "100%  \(String(repeating: "█", count: 20))  1,000,000 rows  10,000/s"
    ),
    (
      line(1, rejected: 0, share: 0.0001, seconds: 1),
      "  0%  \(String(repeating: "░", count: 20))  1 rows  1/s  2:46:39 left"
    ),
    (
      line(1, rejected: 0, share: 7, seconds: 1e300),
      "100%  \(String(repeating: "█", count: 20))  1 rows  0/s"
    ),
    (line(1, rejected: 0, share: nil, seconds: 1e-300), "1 rows"),
  ])
  func saysNothingThatNobodyKnows(line: ProgressLine, text: String) {
    #expect(line.text(columns: 200, hasColor: false) == text)
  }

  @Test func takesNoColumnForColours() {
    let text = Self.line().text(columns: 33, hasColor: true)
    #expect(text == " 42%  41,200 rows  \u{1B}[33m17 rejected\u{1B}[0m")
  }

  // MARK: When it is drawn

  @Test func drawsAfterASecondAndTenTimesASecondAtMost() {
    let written = Written()
    var display = ProgressDisplay(
      noun: "rows", hasColor: false, uptime: { written.time },
      columns: { 17 }, write: { written.add($0) })
    func update(at time: Double) {
      written.time = time
      display.update(done: 3, rejected: 0, share: 0.5)
    }
    for time in [0, 0.5, 0.99] { update(at: time) }
    display.erase()
    #expect(written.texts == [])
    for time in [1, 1.05, 1.09, 1.15, 1.2] { update(at: time) }
    #expect(written.texts == ["\r\u{1B}[2K 50%  3 rows", "\r\u{1B}[2K 50%  3 rows"])
    display.erase()
    display.erase()
    #expect(written.texts.dropFirst(2) == ["\r\u{1B}[2K"])
  }

  @Test func takesTheLineAwayWhereTheTerminalBecomesTooNarrow() {
    let written = Written()
    var display = ProgressDisplay(
      noun: "rows", hasColor: false, uptime: { written.time },
      columns: { written.time < 2.5 ? 17 : nil }, write: { written.add($0) })
    for time in [2.0, 3.0, 4.0] {
      written.time = time
      display.update(done: 3, rejected: 0, share: nil)
    }
    #expect(written.texts == ["\r\u{1B}[2K3 rows  2/s", "\r\u{1B}[2K"])
  }

  private final class Written: Sendable {
    private let state = Mutex((time: 0.0, texts: [String]()))
    var time: Double {
      get { state.withLock { $0.time } }
      set { state.withLock { $0.time = newValue } }
    }
    var texts: [String] { state.withLock { $0.texts } }
    func add(_ text: String) { state.withLock { $0.texts.append(text) } }
  }

  // MARK: On a terminal

  /// Rows that come slowly through a pipe: many at once, a pause, and so on.
  private static let slow =
    "(echo email; i=0; while [ $i -lt 4 ]; do "
    + "awk -v i=$i 'BEGIN { for (n = 0; n < 9000; n++) print \"u\" i \"-\" n \"@example.com\" }' 2>/dev/null; "
    + "sleep 0.6; i=$((i + 1)); done) | "

  private static let check =
    "muster check - --profile profile.yaml --allow eternal --findings findings.jsonl"

  /// What the command shows on a terminal of its own, which is also written to the record.
  private static func shown(
    _ command: String, environment: String = "TERM=xterm", record: String = "/dev/null"
  ) async throws -> Outcome {
    let folder = try Folder(["profile.yaml": ExitCodeTests.eternal, "run.sh": command])
    return try await folder.run("\(environment) script -qefc 'sh run.sh' \(record)")
  }

  private static let erasure = "\r\u{1B}[2K"
  private static let summary = "eternal: 36000 rows: 36000 accepted, 0 rejected\r\n"

  @Test func comesAndGoesOnATerminal() async throws {
    let outcome = try await Self.shown(Self.slow + Self.check)
    #expect(outcome.exit == 0)
    let pieces = outcome.out.components(separatedBy: Self.erasure)
    #expect(pieces.first == "")
    // Taken away before the summary.
    #expect(pieces.last == Self.summary)
    let lines = pieces.dropFirst().dropLast()
    #expect(lines.count >= 1)
    #expect(lines.allSatisfy { $0.contains(" rows  ") && $0.hasSuffix("/s") })
  }

  /// Rows until the line is shown, and then a signal: the test waits for what it looks at, and
  /// not for a time in which a busy machine may not get there.
  private static let signalled =
    "(echo email; i=0; until grep -q ' rows  ' shown || [ $i -ge 600 ]; do "
    + "echo u$i@example.com; sleep 0.1; i=$((i + 1)); done; kill -INT $(cat pid); "
    + "while kill -0 $(cat pid) 2>/dev/null; do sleep 0.1; done) | "
    + "sh -c 'echo $$ > pid; exec \(check)'"

  @Test func leavesACleanLineWhereTheRunEndsBySignal() async throws {
    let outcome = try await Self.shown(Self.signalled, record: "shown")
    #expect(
      outcome.out.components(separatedBy: Self.erasure).last
        == "muster: Ended by a signal; no output file was changed.\r\n")
    #expect(outcome.out.contains(" rows  "))
  }

  @Test(arguments: [
    ("TERM=dumb", "", ""), ("", "", ""), ("TERM=xterm", " --quiet", ""),
    ("TERM=xterm", " --json", ""), ("TERM=xterm", "", " 2>errors; cat errors"),
    ("TERM=xterm", " --rejects -", ""), ("TERM=xterm", "", " 2>&1 | cat"),
  ])
  func staysAway(environment: String, options: String, redirection: String) async throws {
    let outcome = try await Self.shown(
      Self.slow + Self.check + options + redirection, environment: environment)
    #expect(outcome.exit == 0)
    #expect(!outcome.out.contains("\u{1B}"))
    #expect(!outcome.out.contains(" rows  "))
  }

  @Test(arguments: [("TERM=xterm", true), ("TERM=xterm NO_COLOR=1", false)])
  func isColouredWhereThatIsWanted(environment: String, isColoured: Bool) async throws {
    let bad = Self.slow.replacing("@example.com", with: "")
    let outcome = try await Self.shown(
      bad.replacing("echo email", with: "echo email; echo ,; echo x,") + Self.check,
      environment: environment)
    #expect(outcome.out.contains(" rows  "))
    #expect(outcome.out.contains("\u{1B}[33m") == isColoured)
  }
}
