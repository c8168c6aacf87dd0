import Foundation
import TestKit
import Testing

/// Deliveries that are killed, are at work twice, come from jobs, or go over TLS.
@Suite struct DeliverRunTests {
  /// A server that takes every token after a while, and a file `go` in the folder when it has been asked
  /// so often.
  private static func server(
    _ folder: Folder, seconds: Double, goes: Set<Int>
  ) throws -> PlatformServer {
    let path = folder.path
    return try PlatformServer { request in
      if goes.contains(request.number) {
        _ = FileManager.default.createFile(atPath: path + "/go", contents: nil)
      }
      return .slow(seconds, DeliverTests.taken)
    }
  }

  /// Runs the command, and ends it by a signal when the file `go` is there.
  private static func kill(
    _ folder: Folder, _ command: String, _ signal: String
  ) async throws -> Outcome {
    // A first command that the shell waits for: until then, its children have the signals blocked that
    // are so in a thread of the tests.
    try await folder.run(
      """
      rm -f go
      \(command) & pid=$!
      until [ -e go ]; do sleep 0.02; done
      kill -\(signal) $pid
      wait $pid
      """)
  }

  @Test func aKilledDeliveryGoesOnAndRepeatsOnlyWhatWasInFlight() async throws {
    let folder = try DeliverTests.folder(DeliverTests.users(300))
    let server = try Self.server(folder, seconds: 0.02, goes: [60, 150])
    let command = DeliverTests.command(server, "--concurrency 4 --quiet")
    for _ in 0..<2 {
      let killed = try await Self.kill(folder, command, "KILL")
      #expect(killed.exit == 137)
    }
    let last = try await folder.run(DeliverTests.command(server, "--concurrency 4 --json"))
    #expect(last.exit == 0, "\(last.err)")
    var counts: [String: Int] = [:]
    for request in server.requests { counts[DeliverTests.user(request), default: 0] += 1 }
    #expect(counts.count == 300)
    // Once more for each kill, at most, and only what was in flight.
    #expect(counts.values.allSatisfy { $0 <= 3 })
    #expect(server.requests.count <= 300 + 2 * 4 * 9)
    let done = try await folder.run(DeliverTests.command(server, "--json"))
    #expect(done.err.contains(#""unchanged":300"#), "\(done.err)")
    #expect(done.err.contains(#""to_present":0"#))
  }

  @Test func aSignalLetsWhatIsInFlightEnd() async throws {
    let folder = try DeliverTests.folder(DeliverTests.users(500))
    let server = try Self.server(folder, seconds: 0.05, goes: [20])
    let ended = try await Self.kill(folder, DeliverTests.command(server), "TERM")
    #expect(ended.exit == 143)
    #expect(ended.err.contains(" rows left: run again to go on"), "\(ended.err)")
    let sent = server.requests.count
    #expect(sent < 100)
    let last = try await folder.run(DeliverTests.command(server, "--json --dry-run"))
    #expect(last.err.contains("\"unchanged\":\(sent)"), "\(sent): \(last.err)")
  }

  // MARK: Jobs

  @Test func aJobIsDelivered() async throws {
    let server = try PlatformServer { _ in DeliverTests.taken }
    let folder = try DeliverTests.folder(DeliverTests.users(10) + "much-too-long,x\n")
    try folder.write(
      "job.yaml",
      """
      muster: 1
      name: nightly
      profile: ./small.yaml
      parameters: {host: "\(server.host)"}
      inputs: [{file: users.csv}]
      key: {file: key}
      output: {file: out.txt}
      rejects: rejects.csv
      limits: {max-change: 10}
      ledger: {file: l.sqlite}

      """)
    let first = try await folder.run("muster deliver job.yaml --confirm \(server.host)")
    #expect(first.exit == 3, "\(first.err)")
    #expect(first.err.contains("11 rows: 10 new, 0 changed, 0 unchanged, 1 rejected"))
    #expect(try folder.text("rejects.csv").contains("max-length"))
    #expect(try !folder.names.contains("out.txt"))
    try folder.write("users.csv", DeliverTests.users(30))
    let limited = try await folder.run("muster deliver job.yaml --confirm \(server.host)")
    #expect(limited.exit == 10)
    #expect(limited.err.contains("max-change allows 10, and there are 20"), "\(limited.err)")
    #expect(server.requests.count == 10)
    let overridden = try await folder.run(
      "muster deliver job.yaml --confirm \(server.host) --override max-change")
    #expect(overridden.exit == 0)
    #expect(server.requests.count == 30)
  }

  @Test func severalInputsHaveRejectsOfTheirOwn() async throws {
    let server = try PlatformServer { request in
      ["a1", "b2"].contains(DeliverTests.user(request)) ? .status(404) : DeliverTests.taken
    }
    let folder = try Folder([
      "small.yaml": DeliverTests.profile, "key": "a secret for tests, and for tests only",
      "a.csv": "sub,name\na1,A\na2,B\n",
      "b.jsonl": #"{"sub":"b1"}"# + "\n" + #"{"name":"B","sub":"b2"}"# + "\n",
      "c.json": #"[{"sub":"c1","name":"C"},{"name":"D","sub":"a2"}]"#, "stop.txt": "B1\n",
    ])
    try folder.protect("key")
    try folder.write(
      "job.yaml",
      """
      muster: 1
      name: nightly
      profile: ./small.yaml
      parameters: {host: "\(server.host)"}
      inputs: [{file: a.csv}, {file: b.jsonl}, {file: c.json}]
      suppression: [{file: stop.txt, match: [sub]}]
      key: {file: key}
      output: {file: out.txt}
      rejects: "rejects-{input}"
      ledger: {file: l.sqlite}

      """)
    let outcome = try await folder.run("muster deliver job.yaml --confirm \(server.host)")
    #expect(outcome.exit == 3, "\(outcome.err)")
    // The same user twice, one who is not to be enrolled, and two whom the platform does not want.
    #expect(outcome.err.contains("6 rows: 4 new, 0 changed, 0 unchanged, 1 rejected, 1 suppressed"))
    #expect(outcome.err.contains("2 delivered, 2 refused, 0 failed"))
    let rejects = try folder.names.filter { $0.hasPrefix("rejects-") }
    #expect(rejects.count == 3)
    let texts = try rejects.map { try folder.text($0) }
    #expect(texts[0].hasSuffix(",a1,A\n") && texts[0].contains("1,delivery-refused: "))
    #expect(texts[1].hasSuffix(#""sub":"b2","name":"B"}"# + "\n"), "\(texts[1])")
    #expect(texts[2].contains("duplicate-identity") && texts[2].hasSuffix("]\n"))
    #expect(Set(server.requests.map(DeliverTests.user)) == ["a1", "a2", "b2", "c1"])
    let runs = try await folder.run("muster runs deliveries job.yaml --json")
    #expect(
      runs.out.contains(
        #""state":"done""#)
        && runs.out.contains(#""rows":6,"delivered":2,"unchanged":0,"refused":2"#))
  }

  @Test func twoDeliveriesOfOneNameAreNotAtWorkAtOnce() async throws {
    let folder = try DeliverTests.folder(DeliverTests.users(100))
    let server = try Self.server(folder, seconds: 0.05, goes: [5])
    let outcome = try await folder.run(
      """
      rm -f go
      \(DeliverTests.command(server, "--quiet")) & pid=$!
      until [ -e go ]; do sleep 0.02; done
      \(DeliverTests.command(server))
      echo $?
      \(DeliverTests.command(server, "--name other --dry-run --quiet"))
      echo $?
      kill -KILL $pid
      """)
    #expect(outcome.out == "11\n0\n", "\(outcome.err)")
  }

  // MARK: TLS

  /// Against the mock, with certificates of its own: one that names the address, one that names the host.
  @Test func certificatesAreVerified() async throws {
    let folder = try DeliverTests.folder(
      "sub,name,email\n1,Ada,ada@example.com\n2,Bo,bo@example.com\n")
    let outcome = try await folder.run(
      """
      for name in IP:127.0.0.1 DNS:localhost; do
        openssl req -x509 -newkey rsa:2048 -nodes -keyout tls-$name.key -out ca-$name.pem -days 2 \
          -subj /CN=localhost -addext subjectAltName=$name 2>/dev/null
        chmod 600 tls-$name.key
        muster mock bettermode --port-file port-$name --key-file key \
          --tls-certificate ca-$name.pem --tls-key tls-$name.key > mock.txt & pids="$pids $!"
        until [ -s port-$name ]; do sleep 0.05; done
      done
      deliver() {
        at=$1:$(cat port-$2); shift 2
        said=$(muster deliver users.csv --profile bettermode --set domain=$at --key-file key \
          --ledger l.sqlite --confirm $at --json "$@" 2>&1)
        echo "$said exit $?"
      }
      deliver 127.0.0.1 IP:127.0.0.1
      deliver 127.0.0.1 IP:127.0.0.1 --ca ca-IP:127.0.0.1.pem
      deliver localhost IP:127.0.0.1 --ca ca-IP:127.0.0.1.pem
      deliver localhost DNS:localhost
      deliver localhost DNS:localhost --ca ca-DNS:localhost.pem
      deliver 127.0.0.1 DNS:localhost --ca ca-DNS:localhost.pem
      kill $pids
      """)
    let lines = outcome.out.split(separator: "\n")
    #expect(
      lines.map { $0.contains(#""delivered":2,"#) && $0.hasSuffix(" exit 0") }
        == [false, true, false, false, true, false], "\(outcome)")
    for index in [0, 2, 3, 5] where index < lines.count {
      #expect(lines[index].contains("The certificate of the host cannot be trusted."))
      #expect(lines[index].contains(#""delivered":0,"refused":0,"failed":0,"left":2,"#))
    }
  }
}
