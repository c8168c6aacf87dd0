import Bytes
import Findings
import Jobs
import Ledgers
import Minting
import Profiles
import Provisioning
import Rosters
import Runs
import ServerConfigs
import Serving
import Tokens

/// A server's file with everything that it names: profiles, keys, authenticators, rosters, the ledger.
struct LoadedServer: Sendable {
  let config: ServerConfig
  let mounts: [ServedMount]
  let tls: ServerTLS?
  /// Where a served profile takes rosters from files; what SIGHUP reads again.
  let rosters: [RosterFile]
  /// Rosters of the ledger, which may be loaded while the server runs.
  let storedRosters: [StoredRoster]
  /// The ledger, where something of it is needed.
  let ledger: ServerLedger?
  private let secrets: ServerSecrets
  private let shownText: [UInt8]

  /// Reads everything. Secrets are asked for before anything else is opened, and nothing listens yet.
  init(_ file: String, clock: WallClock, entropy: Entropy) throws(CommandFailure) {
    let document = try ServerSource.document(file)
    let (config, profiles) = try Self.check(document, file)
    self.config = config
    let variables = TakenVariables(config.secretVariables)
    secrets = ServerSecrets(config: config, variables: variables)
    shownText = document.shownText
    var parts: [MountParts] = []
    for mount in config.mounts {
      guard let profile = profiles[mount.name] else { preconditionFailure("Lint looked for it.") }
      parts.append(try MountParts(mount, profile, secrets, file: file))
    }
    let authenticators = try secrets.authenticators(shownText: document.shownText)
    tls = try secrets.tls()
    if let signal = Interruption.requested { throw CommandFailure(signal: signal) }
    // Threads begin behind this: the server's own way with signals needs them held in all of them.
    POSIXProcess.holdInterruptions()
    ledger = try ServerLedger.open(config, entropy)
    var mounts: [ServedMount] = []
    var rosters: [RosterFile] = []
    var storedRosters: [StoredRoster] = []
    for part in parts {
      var roster: (any RosterSource)?
      switch part.mount.roster {
      case nil: break
      case .ledger(let name):
        guard let stored = ledger?.roster(name) else { preconditionFailure("It is needed.") }
        roster = stored
        storedRosters.append(stored)
      case .file(let path):
        let file = RosterFile(config.path(path), part, clock: clock, entropy: entropy)
        roster = try file.load()
        rosters.append(file)
      }
      let authenticator = part.mount.authenticator.flatMap { authenticators[$0] }
      mounts.append(
        ServedMount(
          part.mount, part.forms, keys: .one(part.key), authenticator: authenticator,
          roster: roster, seats: Processors.available))
    }
    self.mounts = mounts
    self.rosters = rosters
    self.storedRosters = storedRosters
  }

  /// The authenticators by name, from what their files hold now.
  func authenticatorsAnew() throws(CommandFailure) -> [String: MountAuthenticator] {
    try secrets.authenticators(shownText: shownText)
  }

  /// What the file says, and its profiles by the names of the mounts; warnings are said.
  private static func check(
    _ document: ServerDocument, _ file: String
  ) throws(CommandFailure) -> (ServerConfig, [String: Profile]) {
    func refuse(_ findings: [Finding]) -> CommandFailure {
      CommandFailure(
        .badProfile, "The server's file \(file) cannot be used.",
        help: "Correct it, and check it with muster serve lint.",
        findings: findings.map { FindingText($0, source: document.shownText) })
    }
    guard let config = document.config else { throw refuse(document.findings) }
    var profiles: [String: Profile] = [:]
    for mount in config.mounts {
      let (text, name) = try JobSource.profileText(mount.profile, jobFile: file)
      profiles[mount.name] = try ProfileSource.load(text, name)
    }
    let findings = ServerLint.check(
      document, profile: { profiles[$0] }, exists: JobSource.isFile)
    if findings.contains(where: { $0.severity == .error }) { throw refuse(findings) }
    for finding in findings { Notices.say(FindingText(finding, source: document.shownText)) }
    return (config, profiles)
  }
}

/// The ledger of a server: a connection that writes, and one that reads while it does, each on a thread of
/// its own.
struct ServerLedger: Sendable {
  /// How long another process's transaction is waited for: a person waits for the answer.
  private static let busySeconds = 5.0

  let writer: LedgerWorker
  let reader: LedgerWorker
  let key: KeyedHash

  /// Nil where nothing of the server needs one.
  static func open(
    _ config: ServerConfig, _ entropy: Entropy
  ) throws(CommandFailure) -> ServerLedger? {
    let needed = config.mounts.contains { mount in
      if case .ledger = mount.roster { return true }
      return mount.offers.contains(.tickets)
    }
    guard needed else { return nil }
    let place = try JobLedger(
      given: config.ledger.file.map(config.path), key: config.ledger.key.map(config.path))
    try JobLedger.makeFolder(of: place.path)
    let (ledger, key) = try place.openToWrite(entropy, busySeconds: busySeconds)
    do throws(LedgerError) {
      // Better now than when somebody wants to sign in.
      _ = try ledger.isWritable()
      try sayMissing(config, ledger)
    } catch {
      throw CommandFailure(error)
    }
    guard let (copy, _) = try place.openToRead(entropy, isAgain: true) else {
      throw CommandFailure(LedgerError.missing(path: place.path))
    }
    return ServerLedger(writer: LedgerWorker(ledger), reader: LedgerWorker(copy), key: key)
  }

  /// Says which rosters are not there: they may be loaded while the server runs.
  private static func sayMissing(
    _ config: ServerConfig, _ ledger: Ledger
  ) throws(LedgerError) {
    for mount in config.mounts {
      guard case .ledger(let name) = mount.roster, try ledger.roster(name) == nil else { continue }
      Terminal.say(
        "muster: The ledger has no roster \"\(name)\" yet: nobody can sign in at \(mount.name) "
          + "before muster roster load --name \(name).")
    }
  }

  func shutdown() async {
    await writer.shutdown()
    await reader.shutdown()
  }

  func roster(_ name: String) -> StoredRoster { StoredRoster(reader, name: name, key: key) }
}

extension ServerConfig {
  /// Names of the environment variables that hold secrets.
  fileprivate var secretVariables: [String] {
    var secrets = mounts.map(\.key)
    for authenticator in authenticators {
      if case .secret(let secret) = authenticator.material { secrets.append(secret) }
    }
    return secrets.compactMap { if case .environment(let name) = $0 { name } else { nil } }
  }
}
