import Foundation
import Testing

/// The mock platform as a program.
@Suite struct MockTests {
  private func folder() throws -> Folder { try Sample.folder() }

  @Test func saysWhereItListensAndEndsWhenItIsAskedTo() async throws {
    for signal in ["TERM", "INT"] {
      try await folder().expect(
        """
        muster mock bettermode --key-file sso.key --port-file port > out & pid=$!
        for i in $(seq 600); do [ -s port ] && break; sleep 0.1; done
        kill -\(signal) $pid; wait $pid; echo "exit $?"
        sed "s/$(cat port)/PORT/g" out; stat -c %a port
        """,
        out: """
          exit 0
          mock of bettermode: http://127.0.0.1:PORT (users: http://127.0.0.1:PORT/mock/users)
          600
          """)
    }
  }

  @Test func endsWhereItCannotSayWhereItListens() async throws {
    for (options, status) in [
      ("--port-file /nonexistent/port", 73), ("--port-file . ", 73), ("> /dev/full", 73),
    ] {
      let outcome = try await folder().run("muster mock bettermode --key-file sso.key \(options)")
      #expect(outcome.exit == status, "\(options)")
    }
  }

  @Test func takesAwayThePortOfAnEarlierOne() async throws {
    try await folder().expect(
      """
      echo 12345 > port
      muster mock no-such-profile --key-file sso.key --port-file port 2> /dev/null
      test -e port || echo gone
      """, out: "gone")
  }

  @Test func takesAwayNothingElse() async throws {
    let folder = try folder()
    let key = try folder.bytes("sso.key")
    try await folder.expect(
      "muster mock bettermode --key-file sso.key --port-file sso.key", exit: 73,
      err: """
        muster: The file "sso.key" is there, and holds something else than ports.
            help: Give --port-file a name that no other file has.
        """)
    #expect(try folder.bytes("sso.key") == key)
  }

  @Test func refusesAPortThatIsTaken() async throws {
    try await folder().expect(
      """
      muster mock bettermode --key-file sso.key --port-file port > out & pid=$!
      for i in $(seq 600); do [ -s port ] && break; sleep 0.1; done
      muster mock bettermode --key-file sso.key --port $(cat port) 2> err; status=$?
      kill $pid; wait $pid; sed "s/$(cat port)/PORT/" err; exit $status
      """, exit: 1,
      out: """
        muster: Nothing can listen on port PORT of 127.0.0.1 (system error 98).
            help: Let the system choose with --port 0.
        """)
  }

  @Test func refusesWhatItCannotPlay() async throws {
    let folder = try folder()
    try await folder.expect(
      "muster mock discourse-connect --key-file sso.key", exit: 78,
      err: """
        muster: The profile discourse-connect signs a text of its own form and no JWT, which the mock cannot check.
            help: Use muster verify for its artifacts.
        """)
    try await folder.expect(
      "muster mock bettermode --key-file sso.key --set domian=c.example.com", exit: 64,
      err: """
        error[unknown-parameter]: The profile bettermode has no parameter "domian".
            help: Did you mean "domain"?
        """)
    try await folder.expect(
      "muster mock bettermode --key-file sso.key --misbehave 404=5%", exit: 64,
      err: """
        muster: There is no misbehaviour "404".
            help: For example: --misbehave 429=5%,500=5%,slow=2%:3s,reset=1%,clock=+300s
        """)
    try await folder.expect(
      "muster mock bettermode --key-file sso.key --tls-certificate sso.key --tls-key sso.key",
      exit: 12,
      err: """
        muster: The TLS certificate and its key cannot be used.
            help: Both are PEM, and belong together.
        """)
    try await folder.expect(
      "muster mock bettermode", exit: 12,
      err: """
        muster: A key is needed.
            help: Give it with --key-file FILE, --key-env NAME or --key-command COMMAND.
        """)
  }
}
