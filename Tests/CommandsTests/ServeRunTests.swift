import Foundation
import Testing

/// The server that `muster serve` runs, as a shell starts, asks and ends it.
@Suite struct ServeRunTests {
  private static let server = """
    muster: 1
    listen: 127.0.0.1:0
    admin: 127.0.0.1:0
    publicURL: http://127.0.0.1:8080
    authenticators: { editors: { bearer: tokens.txt } }
    profiles:
      community:
        profile: bettermode
        parameters: { domain: c.example.com }
        artifact: token
        key: { file: sso.key }
        offers: [token]
        authenticator: editors
        roster: { file: members.csv }

    """

  /// The SHA-256 of `secret`, of user 007.
  private static let tokens =
    "2bb80d537b1da3e38bd30361aa855686bde0eacd7162fef6a25fe97bf527a25b 007\n"

  /// Functions that start the server in the background, ask it, and wait for its end.
  private static let shell = """
    start() {
      muster serve server.yaml --port-file ports "$@" & pid=$!
      for i in $(seq 600); do [ -s ports ] && break; sleep 0.1; done
    }
    ask() {
      bash -c 'exec 3<>/dev/tcp/127.0.0.1/$0; printf "$1" >&3; cat <&3' "$1" \
        "$2 HTTP/1.1\\r\\nHost: a\\r\\nConnection: close\\r\\nAuthorization: Bearer secret\\r\\n\\r\\n"
    }
    # Asks it to read again, and waits until it says for the N-th time that it has.
    again() {
      kill -HUP $pid
      for i in $(seq 600); do
        [ "$(grep -c 'credentials were read again' log.jsonl)" = "$1" ] && break; sleep 0.1
      done
    }
    mint() { ask $(head -n 1 ports) "POST /v1/token/community" | head -n 1 | tr -d '\\r'; }
    end() { kill -$1 $pid; wait $pid; echo "exit $?"; }

    """

  private static func folder(_ more: [String: String] = [:]) throws -> Folder {
    let folder = try Sample.folder(
      ["server.yaml": server, "tokens.txt": tokens].merging(more) { $1 })
    try folder.protect("tokens.txt")
    return folder
  }

  @Test func answersUntilItIsAskedToEnd() async throws {
    let folder = try Self.folder()
    let outcome = try await folder.run(
      Self.shell + """
        start --log log.jsonl
        mint
        ask $(tail -n 1 ports) "GET /readyz" | tail -n 1
        end TERM
        """)
    let ports = try folder.text("ports").split(separator: "\n")
    #expect(
      outcome.out == """
        muster: listening on http://127.0.0.1:\(ports[0]), admin on http://127.0.0.1:\(ports[1])
        HTTP/1.1 200 OK
        ready
        exit 0

        """)
    // What is wrong with the roster's rows is said before it listens.
    #expect(
      outcome.err.contains("muster: members.csv: 2 users; 1 row refused, who cannot sign in."))
    let log = try folder.text("log.jsonl")
    #expect(log.split(separator: "\n").count == 1)
    #expect(log.contains(#""outcome":"minted""#) && log.contains(#""status":200"#))
    #expect(try folder.mode("log.jsonl") == "600")
  }

  @Test func readsRostersAgain() async throws {
    let folder = try Self.folder()
    let outcome = try await folder.run(
      Self.shell + """
        start --quiet --log log.jsonl
        mint
        printf 'sub,name,email\\n1,New,new@example.com\\n' > members.csv
        again 1; mint
        printf 'sub,name\\n' > members.csv
        again 2; mint
        end TERM
        """)
    let lines = outcome.out.split(separator: "\n").dropFirst()
    #expect(
      Array(lines.prefix(3)) == [
        "HTTP/1.1 200 OK", "HTTP/1.1 403 Forbidden", "HTTP/1.1 403 Forbidden",
      ]
    )
    let log = try folder.text("log.jsonl")
    #expect(log.contains(#""message":"The roster was read again.","mount":"community""#))
    #expect(log.contains("The roster cannot be read again; the old one stays."))
    // What is wrong with it, without a value.
    #expect(log.contains(#"cannot be used. (line 1: empty-batch)"#), "\(log)")
    #expect(!log.contains(#""message":"request""#))
  }

  @Test(arguments: [
    ("rm sso.key", 12, "There is no file \"sso.key\"."),
    ("rm members.csv", 66, "There is no file \"members.csv\"."),
    ("printf 'sub\\n1\\n' > members.csv", 65, "The roster members.csv cannot be used."),
    ("printf 'sub,name,email\\n' > members.csv", 65, "The roster members.csv cannot be used."),
    ("echo hello > tokens.txt", 12, "The authenticator \"editors\" cannot be used."),
    ("echo 'x: 1' >> server.yaml", 78, "The server's file server.yaml cannot be used."),
    ("sed -i 's/bettermode/nowhere/' server.yaml", 78, "There is no profile \"nowhere\""),
    ("mkdir log.jsonl", 73, "log.jsonl"),
    (
      "sed -i 's/publicURL: http/tls: { certificate: sso.key, key: sso.key }\\npublicURL: https/' server.yaml",
      12,
      "no certificate in PEM"
    ),
  ])
  func saysWhyItDoesNotStart(change: String, exit: Int32, words: String) async throws {
    let folder = try Self.folder()
    let outcome = try await folder.run("\(change); muster serve server.yaml --log log.jsonl")
    #expect(outcome.exit == exit)
    #expect(outcome.err.contains(words), "\(outcome.err)")
    #expect(outcome.out == "")
  }

  @Test func saysThatAPortIsTaken() async throws {
    let folder = try Self.folder()
    let outcome = try await folder.run(
      Self.shell + """
        start
        sed "s/^listen.*/listen: 127.0.0.1:$(head -n 1 ports)/" server.yaml > second.yaml
        muster serve second.yaml; echo "exit $?"
        end TERM
        """)
    #expect(outcome.out.hasSuffix("exit 1\nexit 0\n"))
    #expect(outcome.err.contains("the address is taken."))
  }
}
