import Findings
import Ledgers
import Logging
import Rosters
import Runs
import ServerConfigs
import Serving
import Synchronization
import Tasks
import Tickets
import Tokens

/// Runs a server that is loaded, until somebody asks it to end.
struct ServerRun {
  /// Findings that a line of the log tells of.
  private static let findingsMax = 5

  private let loaded: LoadedServer
  private let log: LogWriter
  private let portFile: PortFile?
  private let server: MusterServer

  init(
    _ loaded: LoadedServer, clock: WallClock, entropy: Entropy, log: LogWriter,
    logsRequests: Bool, portFile: PortFile?
  ) {
    self.loaded = loaded
    self.log = log
    self.portFile = portFile
    var world = ServerWorld(
      now: clock.now, uptimeSeconds: { SystemClock.uptimeSeconds() }, entropy: entropy, log: log,
      seats: Processors.available)
    world.logsRequests = logsRequests
    server = MusterServer(
      loaded.config, mounts: loaded.mounts, tls: loaded.tls, world: world,
      parts: Self.parts(loaded), more: Self.tickets(loaded), reload: Self.reload(loaded, world))
  }

  /// Returns when the server has ended in order.
  func run() throws(CommandFailure) {
    let problem = Mutex<CommandFailure?>(nil)
    let result = server.runBlocking { places, ending in
      do throws(CommandFailure) {
        try announce(places)
      } catch {
        problem.withLock { $0 = error }
        ending.begin()
      }
    } atEnd: {
      await loaded.ledger?.shutdown()
      await log.close()
    }
    if let problem = problem.withLock({ $0 }) { throw problem }
    do {
      try result.get()
    } catch {
      throw CommandFailure(.failed, error.message, help: error.help)
    }
  }

  /// Says where it listens.
  private func announce(_ places: MusterServer.Places) throws(CommandFailure) {
    try portFile?.write([places.address.port, places.admin.port])
    let scheme = loaded.config.tls == nil ? "http" : "https"
    try Terminal.answer(
      "muster: listening on \(scheme)://\(places.address.text), "
        + "admin on http://\(places.admin.text)")
  }

  // MARK: Parts

  /// The address of tickets, where a mount offers them.
  private static func tickets(_ loaded: LoadedServer) -> ServerRoutes.More? {
    guard let ledger = loaded.ledger, loaded.mounts.contains(where: { $0.offers(.tickets) }) else {
      return nil
    }
    let config = loaded.config
    let mounts = ServedMounts(loaded.mounts)
    let tickets = TicketDesk(
      ledger.writer, reader: ledger.reader, key: ledger.key,
      graceSeconds: config.tickets.graceSeconds)
    return { group, desk in TicketRoutes(config, mounts, tickets, desk).add(to: group) }
  }

  /// What has to be fit for the server to be ready. Keys and rosters of files are there, or it had not
  /// started; one of the ledger may be loaded later.
  private static func parts(_ loaded: LoadedServer) -> [Readiness.Part] {
    guard let ledger = loaded.ledger else { return [] }
    let rosters = loaded.storedRosters.map { roster in
      Readiness.Part("roster \(roster.name)") {
        do {
          return try await roster.count() != nil
        } catch {
          return false
        }
      }
    }
    return rosters + [
      Readiness.Part("ledger") {
        do {
          return try await ledger.writer.perform { (ledger) throws(LedgerError) in
            try ledger.isWritable()
          }
        } catch {
          return false
        }
      }
    ]
  }

  /// Reads rosters and credentials again; those that cannot be used leave the old ones in their place.
  private static func reload(
    _ loaded: LoadedServer, _ world: ServerWorld
  ) -> @Sendable () -> Void {
    let logger = world.logger("server")
    return {
      for file in loaded.rosters { reload(file, loaded.mounts, logger) }
      reloadAuthenticators(loaded, logger)
    }
  }

  private static func reload(_ file: RosterFile, _ mounts: [ServedMount], _ logger: Logger) {
    do throws(CommandFailure) {
      let roster = try file.reload()
      for mount in mounts where mount.mount.name.utf8.elementsEqual(file.mount.utf8) {
        mount.replaceRoster(roster)
      }
      logger.notice(
        "The roster was read again.",
        metadata: ["mount": .string(file.mount), "users": .stringConvertible(roster.count)])
    } catch {
      logger.error(
        "The roster cannot be read again; the old one stays.",
        metadata: ["mount": .string(file.mount), "reason": .string(reason(error))])
    }
  }

  private static func reloadAuthenticators(_ loaded: LoadedServer, _ logger: Logger) {
    do throws(CommandFailure) {
      let authenticators = try loaded.authenticatorsAnew()
      for mount in loaded.mounts {
        guard let name = mount.mount.authenticator, let made = authenticators[name] else {
          continue
        }
        mount.replaceAuthenticator(made)
      }
      logger.notice("The credentials were read again.")
    } catch {
      logger.error(
        "The credentials cannot be read again; the old ones stay.",
        metadata: ["reason": .string(reason(error))])
    }
  }

  private static func reason(_ failure: CommandFailure) -> String {
    let findings = failure.findings.prefix(findingsMax).map { words($0.finding) }
    let message = failure.message ?? "unknown"
    return findings.isEmpty ? message : "\(message) (\(findings.joined(separator: "; ")))"
  }

  /// A finding without the values that it speaks of: they are people's.
  private static func words(_ finding: Finding) -> String {
    let place =
      switch finding.place {
      case .row(let row, let line): "row \(row) (line \(line))"
      case .batch(let line): "line \(line)"
      case .source(let location): "line \(location.line)"
      case .run: "all of it"
      }
    let claim = finding.claim.map { " of the claim \"\($0)\"" } ?? ""
    return "\(place): \(finding.code.rawValue)\(claim)"
  }
}
