import Bytes
import Glibc
import Testing

@testable import Runs

struct InputCommandTests {
  private let directory: TemporaryDirectory

  init() throws { directory = try TemporaryDirectory() }

  private func run(
    _ source: InputSource, limits: InputLimits = InputLimits()
  ) throws(InputError) -> SpooledInput {
    try InputSet([source], copyingTo: directory.path, limits: limits).inputs[0]
  }

  private func failure(
    _ source: InputSource, limits: InputLimits = InputLimits()
  ) -> InputError? {
    do {
      _ = try run(source, limits: limits)
      return nil
    } catch {
      return error
    }
  }

  // MARK: The shell

  @Test(arguments: [
    ("printf 'a\\n1\\n'", "a\n1\n"), ("cat", ""), ("exec >&-; sleep 0.1", ""),
    ("yes | head -n 2", "y\ny\n"), ("printf a; sleep 0.1; printf b", "ab"),
  ])
  func commandsOutputCanBeReadTwice(command: String, expected: String) throws {
    let input = try run(.command(command))
    #expect(input.name == "<command>")
    #expect(input.hasNoRows == false)
    #expect(try InputSetTests.text(input) == expected)
    #expect(try InputSetTests.text(input) == expected)
  }

  @Test(arguments: [
    ("echo a; exit 3", InputError.commandFailed(name: "<command>", status: 3)),
    ("echo a; exec >&-; sleep 0.1; exit 1", .commandFailed(name: "<command>", status: 1)),
    ("no-such-program-here 2>&-", .commandFailed(name: "<command>", status: 127)),
    ("echo a; kill -9 $$", .commandKilled(name: "<command>", signal: 9)),
    ("echo\0", .commandNotStarted(name: "<command>", code: EINVAL)),
  ])
  func halfAnExportIsNone(command: String, expected: InputError) {
    #expect(failure(.command(command)) == expected)
  }

  @Test func statusIsSaid() {
    let error = InputError.commandFailed(name: "<command>", status: 3)
    #expect(error.message == "<command> ended with status 3, so its rows are not taken.")
  }

  @Test(arguments: ["sleep 60 & echo $!; wait", "sleep 60 & echo $!; exec >&-; wait"])
  func commandThatIsTooSlowDiesWithAllThatItStarted(command: String) throws {
    let file = directory["pid"]
    let start = SystemClock.uptimeSeconds()
    #expect(
      failure(
        .command("{ \(command); } > \(file); sleep 60"), limits: InputLimits(commandSecondsMax: 1))
        == .commandTooSlow(name: "<command>", secondsMax: 1))
    #expect(SystemClock.uptimeSeconds() - start < 20)
    let text = try #require(directory.text("pid"))
    let process = try #require(Int32(text.dropLast()))
    // Somebody else has to take its status, which may take a moment.
    var tries = 0
    while isAlive(process) && tries < 200 {
      usleep(10_000)
      tries += 1
    }
    #expect(!isAlive(process))
  }

  private func isAlive(_ process: Int32) -> Bool {
    guard kill(process, 0) == 0 else { return false }
    guard let file = try? InputFile("/proc/\(process)/stat") else { return false }
    var text: [UInt8] = []
    _ = try? file.read(into: &text, upTo: 1_000)
    // What is dead and not yet taken away is a zombie.
    return !String(decoding: text, as: Unicode.UTF8.self).contains(") Z ")
  }

  // MARK: Clients

  @Test func missingClientIsNamedWithItsPackage() async {
    await #expect(processExitsWith: .success) {
      let directory = try TemporaryDirectory()
      try directory.plant("crm.db", "")
      unsafe setenv("PATH", directory.path, 1)
      let sqlite = InputError.noProgram(
        name: "<sqlite: \(directory["crm.db"])>", program: "sqlite3", package: "sqlite3")
      #expect(throws: sqlite) {
        try InputSet(
          [.sqlite(file: directory["crm.db"], query: "SELECT 1")], copyingTo: directory.path)
      }
      let psql = InputError.noProgram(
        name: "<postgresql: service=crm>", program: "psql", package: "postgresql-client")
      #expect(throws: psql) {
        try InputSet(
          [.postgresql(connection: "service=crm", query: "SELECT 1")], copyingTo: directory.path)
      }
      #expect(psql.help == "Install it: apt-get install postgresql-client")
    }
  }

  // A program that stands in for psql shows what it was started with.
  @Test func psqlIsStartedSoThatNothingInterferes() async {
    await #expect(processExitsWith: .success) {
      let directory = try TemporaryDirectory()
      let script = """
        #!/bin/sh
        for argument; do printf '[%s]' "$argument"; done
        printf '(%s)' "$PGCONNECT_TIMEOUT"
        readlink /proc/self/fd/0 || /bin/readlink /proc/self/fd/0
        """
      try directory.plant("psql", script, mode: 0o700)
      let path = unsafe String(cString: getenv("PATH"))
      unsafe setenv("PATH", "\(directory.path):\(path)", 1)
      unsafe unsetenv("PGCONNECT_TIMEOUT")
      let source = InputSource.postgresql(connection: "service=crm", query: "\\! id")
      func text() throws -> String {
        try InputSetTests.text(
          try InputSet([source], copyingTo: directory.path).inputs[0], piece: 100)
      }
      let expected =
        "[-X][-q][-w][--csv][-v][ON_ERROR_STOP=1][-d][service=crm][-c][ \\! id]"
      #expect(try text() == expected + "(15)/dev/null\n")
      unsafe setenv("PGCONNECT_TIMEOUT", "3", 1)
      #expect(try text() == expected + "(3)/dev/null\n")
    }
  }

  @Test(arguments: [
    ("service=crm", false), ("host=db user=app dbname=crm", false), ("postgresql://db/crm", false),
    ("postgresql://app@db:5432/crm?passfile=/x:y@z", false), ("user=password host=db", false),
    ("password=x", true), ("host=db PASSWORD = x", true), ("sslpassword='x'", true),
    ("postgresql://app:x@db/crm", true), ("postgres://app:p@ss@db", true),
    ("postgresql://db/crm?password=x", true),
  ])
  func passwordInAConnectionIsSeen(connection: String, expected: Bool) {
    #expect(ConnectionText.hasPassword(connection) == expected)
    guard expected else { return }
    let error = failure(.postgresql(connection: connection, query: "SELECT 1"))
    #expect(error == .passwordInConnection)
    #expect(error?.message == "The connection string holds a password.")
  }

  // MARK: SQLite

  private static let hasSQLite = {
    let directory = try? TemporaryDirectory()
    let set = try? InputSet(
      [.command("command -v sqlite3")], copyingTo: directory?.path ?? "/tmp")
    return set != nil
  }()

  private func database() throws -> String {
    let path = directory["crm.db"]
    let text = """
      sqlite3 -init /dev/null \(path) <<'END'
      CREATE TABLE member(id INTEGER, name TEXT);
      INSERT INTO member VALUES (1, 'Ada'), (2, NULL), (3, ''), (4, 'a"b,c');
      END
      """
    _ = try run(.command(text))
    return path
  }

  @Test(.enabled(if: hasSQLite, "There is no sqlite3: apt-get install sqlite3"))
  func queryIsABatch() throws {
    let path = try database()
    let input = try run(.sqlite(file: path, query: "SELECT * FROM member ORDER BY id"))
    #expect(input.name == "<sqlite: \(path)>")
    #expect(input.hasNoRows == false)
    let text = try InputSetTests.text(input).split(separator: "\n").map { $0.filter { $0 != "\r" } }
    #expect(text == ["id,name", "1,Ada", "2,", "3,\"\"", "4,\"a\"\"b,c\""])
  }

  @Test(.enabled(if: hasSQLite, "There is no sqlite3: apt-get install sqlite3"))
  func queryWithoutRowsIsNoBrokenHeader() throws {
    let path = try database()
    let input = try run(.sqlite(file: path, query: "SELECT * FROM member WHERE 0"))
    #expect(input.hasNoRows)
    #expect(input.byteCount == 0)
  }

  @Test(
    .enabled(if: hasSQLite, "There is no sqlite3: apt-get install sqlite3"),
    arguments: [
      "SELECT * FROM nobody", "SELECT id FROM member; SELECT * FROM nobody",
      // The first row comes, and the second fails.
      "SELECT abs(CASE id WHEN 2 THEN -9223372036854775808 ELSE id END) FROM member",
      "DELETE FROM member", ".shell touch touched", " .shell touch touched",
      "SELECT 1;\n.shell touch touched", "-version", "SELECT writefile('touched', 'x')",
      "ATTACH 'touched' AS other",
    ])
  func queryThatFailsGivesNothing(query: String) throws {
    let path = try database()
    guard case .commandFailed(_, let status)? = failure(.sqlite(file: path, query: query)) else {
      Issue.record("The query did not fail.")
      return
    }
    #expect(status != 0)
    #expect(directory.names() == ["crm.db"])
  }

  @Test func databaseThatIsNotThereIsAMissingFile() {
    let none = directory["none.db"]
    #expect(failure(.sqlite(file: none, query: "SELECT 1")) == .file(.notFound(path: none)))
    #expect(directory.names() == [])
  }

  // MARK: PostgreSQL

  /// A connection string of a server that may be asked.
  private static let server = unsafe getenv("MUSTER_TEST_POSTGRESQL").map {
    unsafe String(cString: $0)
  }

  @Test(.enabled(if: server != nil, "MUSTER_TEST_POSTGRESQL names no server."))
  func serverIsAsked() throws {
    let server = try #require(Self.server)
    func source(_ query: String) -> InputSource { .postgresql(connection: server, query: query) }
    let rows = "(VALUES (1, 'Ada'), (2, NULL), (3, 'a\"b,' || chr(10) || 'c')) AS m(id, name)"
    let input = try run(source("SELECT * FROM \(rows) ORDER BY id"))
    #expect(input.name == "<postgresql: \(server)>")
    #expect(try InputSetTests.text(input) == "id,name\n1,Ada\n2,\n3,\"a\"\"b,\nc\"\n")
    let empty = try run(source("SELECT * FROM \(rows) WHERE false"))
    #expect(try InputSetTests.text(empty) == "id,name\n")
    #expect(!empty.hasNoRows)
    for query in ["SELECT * FROM nobody", "SELECT 1 / (2 - id) FROM \(rows)", "\\! echo a"] {
      guard case .commandFailed(_, status: 1)? = failure(source(query)) else {
        Issue.record("The query did not fail.")
        continue
      }
    }
    guard
      case .commandFailed(_, status: 2)? = failure(
        .postgresql(connection: "host=\(directory.path)", query: "SELECT 1"))
    else {
      Issue.record("There is no server.")
      return
    }
  }
}
