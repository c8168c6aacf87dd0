import Foundation
import Testing

/// What a run owes to what is around it: nothing.
@Suite struct SurroundingsTests {
  @Test func givesTheSameBytesInEveryLocaleAndZone() async throws {
    let folder = try Sample.folder([
      "in.csv": "sub,name,email,note\n1,İstanbul ß,a@example.com,\"1,5\"\n2,é,nobody,x\n"
    ])
    var outcomes: Set<String> = []
    let settings = [
      "LANG=C TZ=UTC", "LANG=tr_TR.UTF-8 LC_ALL=tr_TR.UTF-8 TZ=Asia/Kathmandu",
      "LANG=de_DE.UTF-8 TZ=America/St_Johns", "LC_ALL=POSIX TZ=:nonsense",
    ]
    for setting in settings {
      let outcome = try await folder.run(
        """
        for form in lines csv jsonl; do
          \(setting) muster issue in.csv \(Sample.keyed) --output o.$form --output-format $form \
            --rejects r.$form --findings f.$form
        done
        \(setting) muster verify o.lines \(Sample.keyed)
        cat o.lines o.csv o.jsonl r.lines f.lines
        """)
      #expect(outcome.out.isEmpty == false)
      outcomes.insert(outcome.out + outcome.err)
    }
    #expect(outcomes.count == 1)
  }

  @Test(arguments: [("TERM", 143), ("INT", 130)])
  func endsWithItsOwnCodeWhenASignalComes(signal: String, code: Int32) async throws {
    let folder = try Sample.folder(["o": "old\n", "r": "old\n", "f": "old\n"])
    // The sleep keeps the run's input open. A shell's background job ignores INT unless told.
    try await folder.expect(
      """
      mkfifo in
      { cat members.csv; exec sleep 300; } > in & feeder=$!
      env --default-signal=INT muster issue in --input-format csv \(Sample.keyed) --output o \
        --rejects r --findings f & pid=$!
      until ls -A | grep -q '^[.]muster-'; do sleep 0.1; done
      kill -\(signal) $pid
      wait $pid
      status=$?
      kill $feeder
      exit $status
      """, exit: code,
      err: "muster: Ended by a signal; no output file was changed.")
    for name in ["o", "r", "f"] { #expect(try folder.text(name) == "old\n") }
    #expect(try folder.names == ["f", "in", "members.csv", "o", "r", "sso.key"])
  }

  @Test(arguments: [1, 2, 4])
  func endsWhenASignalComesWhileNobodyReadsItsOutput(jobs: Int) async throws {
    let rows = (0..<20_000).map { "u\($0),Ada,u\($0)@example.com\n" }.joined()
    let folder = try Sample.folder(["many.csv": "sub,name,email\n" + rows])
    try await folder.expect(
      """
      mkfifo out
      sleep 300 < out & reader=$!
      muster issue many.csv --jobs \(jobs) \(Sample.keyed) --findings f > out & pid=$!
      until ls -A | grep -q '^[.]muster-'; do sleep 0.1; done
      sleep 1
      kill -TERM $pid
      wait $pid
      status=$?
      kill $reader
      exit $status
      """, exit: 143,
      err: "muster: Ended by a signal; no output file was changed.")
    #expect(try folder.names == ["many.csv", "members.csv", "out", "sso.key"])
  }

  @Test(arguments: ["0", "1", "2"])
  func runsWithAStandardStreamClosed(stream: String) async throws {
    let folder = try Sample.folder()
    let close = stream == "0" ? "<&-" : "\(stream)>&-"
    let outcome = try await folder.run(
      "muster issue members.csv \(Sample.keyed) --output o --rejects r \(close)")
    #expect(outcome.exit == 3)
    #expect(try folder.text("o").split(separator: "\n").count == 2)
    #expect(try folder.names == ["members.csv", "o", "r", "sso.key"])
  }

  /// Whoever opened the next file would else be given the number of the stream, and read or written there.
  /// Within this process other threads may be given it first, so a whole program shows it.
  @Test func neverTakesAFileForAStreamThatIsClosed() async throws {
    let folder = try Sample.folder()
    let issue = try await folder.run("muster issue members.csv \(Sample.keyed) --rejects r >&-")
    #expect(issue.exit == 73)
    #expect(issue.err.contains("\"<stdout>\" could not be written: Bad file descriptor (error 9)."))
    #expect(try folder.names == ["members.csv", "sso.key"])
    let check = try await folder.run("muster check - --profile tinydrive --rejects r <&-")
    #expect(check.exit == 65)
    #expect(check.err.contains("<stdin>: Reading the batch failed (system error 9)."))
  }

  /// In a network namespace without any interface, where the machine lets us make one.
  @Test func runsWithoutANetwork() async throws {
    let folder = try Sample.folder()
    let outcome = try await folder.run(
      """
      if unshare --net true 2>/dev/null; then isolated="unshare --net"; fi
      ${isolated-} muster issue members.csv \(Sample.keyed) --output o
      """)
    #expect(outcome.exit == 3)
    #expect(try folder.text("o").split(separator: "\n").count == 2)
  }

  @Test func documentsItsExitCodes() async throws {
    let folder = try Folder()
    for command in ["", "issue", "check", "verify", "explain"] {
      let outcome = try await folder.run("muster \(command) --help")
      #expect(outcome.exit == 0)
      for code in [0, 1, 3, 10, 12, 64, 65, 66, 73, 78, 130, 143] {
        #expect(outcome.out.contains("\n  \(code) "), "\(command): \(code)")
      }
    }
    try await folder.expect(
      "muster --version",
      out: """
        muster 0.1.0
        """)
  }
}
