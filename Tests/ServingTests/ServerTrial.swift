import Batches
import Bytes
import Jobs
import Minting
import Profiles
import Provisioning
import Rosters
import Synchronization
import TestKit
import Testing
import Tokens

@testable import ServerConfigs
@testable import Serving

/// The time at which every token of these tests is minted.
let testTime = NumericDate(secondsSinceEpoch: 1_700_000_000)

/// A server for a test: its mounts, and a clock that the test moves.
struct ServerTrial {
  static let ada = "ada-secret"
  static let eve = "eve-secret"

  var config: ServerConfig
  var mounts: [ServedMount] = []
  let clock = TestClock()
  let lines = LogLines()

  init(_ change: (inout ServerConfig) -> Void = { _ in }) {
    config = ServerConfig(
      folder: "", listen: ListenAddress(host: "127.0.0.1", port: 0),
      adminListen: ListenAddress(host: "127.0.0.1", port: 0),
      publicURL: PublicURL(
        text: "https://sso.example.com", isHTTPS: true, host: "sso.example.com", path: ""),
      tls: nil,
      proxies: [], ledger: Job.LedgerPlace(), limits: ServerLimits(), authenticators: [],
      mounts: [], tickets: TicketPages())
    change(&config)
  }

  // MARK: Mounts

  /// Adds a profile with a roster, under its own name.
  mutating func mount(
    _ name: String = "tinydrive", roster text: String = "sub,name\n1,Ada\n2,Bo\n",
    offers: Set<Mount.Offer> = [.token], usesCookie: Bool = false,
    _ change: (inout Mount, inout ProvisioningOptions, inout Profile) -> Void = { _, _, _ in }
  ) throws {
    var options = ProvisioningOptions()
    options.remembers = RememberedNames()
    options.rendersFields = true
    if name != "tinydrive" { options.parameters = [("domain", "community.example.com")] }
    var profile = try #require(ProfileReader.read(profileText(name), file: "p.yaml").profile)
    var mount = Mount(
      name: name, profile: name, key: .file("key"), identity: nil, offers: offers,
      authenticator: "test", roster: nil, origins: [], continueURL: nil)
    change(&mount, &options, &profile)
    var forms: [ServedMount.Form] = []
    for offer in Mount.Offer.allCases where offers.contains(offer) {
      options.artifact = mount.artifact(for: offer, of: profile)?.name
      let made = ProfileCompiler.compile(profile, options)
      forms.append(ServedMount.Form(offer, try #require(made.compiled, "\(made.findings)")))
    }
    let compiled = forms[0].compiled
    let inputs =
      ServedMount.givenInputs(of: compiled)
    mounts.append(
      ServedMount(
        mount, forms, keys: .one(try Self.key(compiled)),
        authenticator: Self.authenticator(usesCookie: usesCookie),
        roster: try Self.roster(compiled, inputs, text), seats: 2))
  }

  static func key(_ compiled: CompiledProfile) throws -> SigningKey {
    let isRSA = compiled.algorithm.keyKind == .rsa
    let bytes =
      isRSA
      ? fileBytes("\(checkoutRoot)/samples/keys/test-only-rsa.pem")
      : Array("0123456789abcdef0123456789abcdef".utf8)
    return try SigningKey.load(SecretBytes(bytes), for: compiled.algorithm, derivation: [])
  }

  static func roster(
    _ compiled: CompiledProfile, _ inputs: [String], _ text: String
  ) throws -> FileRoster {
    let bytes = Array(text.utf8)
    let given = Mutex(0)
    let reading = try RosterReader(compiled, requestInputs: inputs).read(
      at: testTime, Entropy.seeded(7)
    ) { buffer, countMax in
      given.withLock { given in
        let count = min(countMax, bytes.count - given)
        buffer += bytes[given..<(given + count)]
        given += count
        return count
      }
    }
    return try #require(reading.roster, "\(reading.findings)")
  }

  /// Knows user 1 by a bearer token or a cookie, and somebody who is in no roster.
  static func authenticator(usesCookie: Bool) -> MountAuthenticator {
    MountAuthenticator(challenge: "Bearer realm=\"muster\"", isAmbient: usesCookie) { facts, _ in
      let token =
        usesCookie
        ? try? facts.cookie("session", bytesMax: 100) : try? facts.bearer(bytesMax: 100)
      guard let token else { return .failure(.missing) }
      if token == Array(ada.utf8) { return .success(Array("1".utf8)) }
      if token == Array(eve.utf8) { return .success(Array("eve".utf8)) }
      return .failure(.unknownToken)
    }
  }

  // MARK: The server

  var world: ServerWorld {
    let clock = clock
    return ServerWorld(
      now: { testTime }, uptimeSeconds: { clock.seconds.load(ordering: .relaxed) },
      entropy: Entropy.seeded(1), log: lines.writer, seats: 2)
  }

  func server(
    parts: [Readiness.Part] = [], reload: (@Sendable () -> Void)? = nil
  ) -> MusterServer {
    MusterServer(
      config, mounts: mounts, tls: nil, world: world, parts: parts, reload: reload)
  }
}

/// A clock that stands still until somebody moves it.
final class TestClock: Sendable {
  let seconds = Atomic<Double>(1_000)

  func advance(by step: Double) {
    let now = seconds.load(ordering: .relaxed)
    seconds.store(now + step, ordering: .relaxed)
  }
}

/// What a server logs.
final class LogLines: Sendable {
  private let kept = KeptBytes()
  let writer: LogWriter

  init() {
    let kept = kept
    writer = LogWriter { bytes in
      kept.bytes.withLock { $0 += bytes }
      return true
    }
  }

  /// All lines, after the writer has written them.
  func text() async -> String {
    await writer.close()
    return kept.bytes.withLock { String(decoding: $0, as: UTF8.self) }
  }
}

private final class KeptBytes: Sendable {
  let bytes = Mutex<[UInt8]>([])
}

/// A roster that gives everybody the same row, be it good or not.
struct StandInRoster: RosterSource {
  private let entry: RosterEntry

  init(_ header: String, _ row: String) {
    var columns = ColumnTable()
    for name in header.split(separator: "\n")[0].split(separator: ",") {
      columns.append(Array(name.utf8))
    }
    entry = RosterEntry(
      form: RowForm(format: .csv, dialect: .comma, columns: columns),
      row: StoredRow(bytes: Array(row.utf8), row: 7, line: 8))
  }

  func find(_ user: [UInt8]) async throws -> RosterEntry? { entry }
}
