import ArgumentParser
import Bytes
import Runs
import ServerConfigs
import Serving
import Tokens

extension ServeCommand {
  struct Run: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "run", abstract: "Runs the server that a file describes.",
      discussion: """
        It says on standard output where it listens, and then logs each request as a
        line of JSON on standard error. SIGTERM and SIGINT end it when the requests at
        work are answered; SIGHUP reads the rosters and credentials from files again.

        Examples:
          muster serve server.yaml
          muster serve server.yaml --port-file ports --log requests.jsonl

        Exit codes: 0 when it was asked to end; 1 where it cannot listen; 12 where a
        key, certificate or authenticator cannot be used; 65 and 66 for rosters, 74
        for the ledger, 78 for the file.
        """)

    @Argument(help: ArgumentHelp("The server's file.", valueName: "config"))
    var config: String

    @Option(
      name: .long,
      help: ArgumentHelp(
        "Write the port, and on a second line that of the admin listener, when both listen.",
        valueName: "file"))
    var portFile: String?

    @Option(
      name: .long,
      help: ArgumentHelp("Add the log to this file, not to standard error.", valueName: "file"))
    var log: String?

    @Flag(name: .long, help: "Log what goes wrong alone, not each request.")
    var quiet = false

    func run() throws {
      try conclude { () throws(CommandFailure) -> ExitStatus in
        let portFile = try PortFile(self.portFile)
        let clock = WallClock(
          now: { NumericDate(secondsSinceEpoch: SystemClock.wallSeconds()) },
          uptimeSeconds: { SystemClock.uptimeSeconds() })
        let entropy = Entropy.system()
        let loaded = try LoadedServer(config, clock: clock, entropy: entropy)
        let run = ServerRun(
          loaded, clock: clock, entropy: entropy, log: try writer(), logsRequests: !quiet,
          portFile: portFile)
        try run.run()
        return .done
      }
    }

    private func writer() throws(CommandFailure) -> LogWriter {
      guard let log else { return LogWriter { (try? StandardError.write($0.span)) != nil } }
      do {
        let file = try LogFile(log)
        return LogWriter { (try? file.append($0)) != nil }
      } catch {
        throw CommandFailure(error)
      }
    }
  }
}
