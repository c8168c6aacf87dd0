import Batches
import Bytes
import Deliveries
import Findings
import Foundation
import Ledgers
import Minting
import Profiles
import Provisioning
import Synchronization
import TestKit
import Testing
import Tokens

/// A clock that stands still until somebody sleeps.
final class TrialTime: Sendable {
  static let start = 1_700_000_000.0
  private let seconds = Mutex(TrialTime.start)

  var uptime: Double { seconds.withLock { $0 } }
  var now: NumericDate { NumericDate(secondsSinceEpoch: Int(uptime)) }

  func advance(to time: Double) { seconds.withLock { $0 = max($0, time) } }
  func advance(by count: Double) { seconds.withLock { $0 += count } }

  func sleep(_ count: Double) async {
    let end = uptime + count
    // Others come first, who have something to do now.
    for _ in 0..<20 { await Task.yield() }
    advance(to: end)
  }
}

/// A book in memory, which is strict about the order of things.
final class TrialBook: DeliveryBook {
  struct Entry: Hashable {
    var state: DeliveryState
    var attempts = 0
    var status: Int?
  }

  private let kept = Mutex<[KeyedDigest: Entry]>([:])
  private let storings = Mutex(0)
  /// Called for each storing, before it is done.
  let before: @Sendable () throws(LedgerError) -> Void

  init(before: @escaping @Sendable () throws(LedgerError) -> Void = {}) { self.before = before }

  var entries: [Entry] { kept.withLock { Array($0.values) } }
  var states: [DeliveryState: Int] {
    entries.reduce(into: [:]) { $0[$1.state, default: 0] += 1 }
  }
  var count: Int { kept.withLock { $0.count } }

  func entry(_ user: KeyedDigest) -> Entry? { kept.withLock { $0[user] } }

  func store(
    presenting: [Presenting], outcomes: [DeliveryOutcome], at time: NumericDate
  ) async throws(LedgerError) {
    try before()
    kept.withLock { kept in
      for outcome in outcomes {
        precondition(
          kept[outcome.user]?.state == .presenting, "An outcome comes behind a presenting.")
        kept[outcome.user] = Entry(
          state: outcome.state, attempts: outcome.attempts, status: outcome.status)
      }
      for user in presenting { kept[user.user] = Entry(state: .presenting) }
    }
  }
}

/// What was sent, read back: the row's name, and when its token was made and dies.
struct SentToken: Sendable, Hashable {
  var user: String
  var tokenID: String
  var issuedAt: Int
  var expiresAt: Int

  /// From a URL or a form's fields.
  init?(_ text: String) {
    let pairs = text.split { "?&".contains($0) }
    guard let pair = pairs.first(where: { $0.hasPrefix("jwt=") }) else { return nil }
    let parts = pair.dropFirst(4).split(separator: ".")
    guard parts.count == 3 else { return nil }
    var payload = parts[1].replacingOccurrences(of: "-", with: "+")
      .replacingOccurrences(of: "_", with: "/")
    while payload.utf8.count % 4 != 0 { payload += "=" }
    let object = Data(base64Encoded: payload).flatMap {
      try? JSONSerialization.jsonObject(with: $0) as? [String: Any]
    }
    guard let user = object?["sub"] as? String, let id = object?["jti"] as? String,
      let issued = object?["iat"] as? Int, let end = object?["exp"] as? Int
    else { return nil }
    (self.user, tokenID, issuedAt, expiresAt) = (user, id, issued, end)
  }
}

/// A platform without a net, which answers as a test says.
final class TrialPresenter: Presenter {
  struct State {
    var sent: [SentToken] = []
    var urls: [DeliveryURL] = []
    var atOnce = 0
    var mostAtOnce = 0
  }

  private let state = Mutex(State())
  private let time: TrialTime
  private let seconds: Double
  /// Given the token, and how often its user has come, from 1 on.
  private let answer: @Sendable (SentToken, Int) -> DeliveryExchange

  init(
    _ time: TrialTime, seconds: Double = 0,
    _ answer: @escaping @Sendable (SentToken, Int) -> DeliveryExchange
  ) {
    self.time = time
    self.seconds = seconds
    self.answer = answer
  }

  var sent: [SentToken] { state.withLock { $0.sent } }
  var mostAtOnce: Int { state.withLock { $0.mostAtOnce } }

  func present(
    _ request: DeliveryRequest, redirectsMax: Int, readsBody: Bool
  ) async -> DeliveryExchange {
    let text = request.form.map { "?" + String(decoding: $0, as: UTF8.self) } ?? request.url.target
    guard let token = SentToken(text) else {
      Issue.record("What was sent is no token: \(text)")
      return .lost
    }
    #expect(token.expiresAt > Int(time.uptime), "No token is sent that has expired.")
    let count = state.withLock { state in
      state.sent.append(token)
      state.atOnce += 1
      state.mostAtOnce = max(state.mostAtOnce, state.atOnce)
      return state.sent.count { $0.user == token.user }
    }
    if seconds > 0 { await time.sleep(seconds) } else { await Task.yield() }
    state.withLock { $0.atOnce -= 1 }
    return answer(token, count)
  }

  static let taken = DeliveryExchange.answer(
    DeliveryAnswer(status: 302, locations: [Array("/home".utf8)]))

  static func status(_ status: Int, retryAfter: String? = nil) -> DeliveryExchange {
    .answer(DeliveryAnswer(status: status, retryAfter: retryAfter.map { Array($0.utf8) }))
  }
}

/// One engine with rows, without a net, a disk or a clock.
final class EngineTrial {
  let time = TrialTime()
  var policy = DeliveryPolicy()
  var concurrency = 4
  var rate: SendingRate?
  var profile = SmallProfile.text()
  var confirmed = "127.0.0.1:8080"
  var interruption: @Sendable () -> Int32? = { nil }
  var book = TrialBook()
  private(set) var outcomes: [RowOutcome] = []
  private(set) var stopReason: StopReason?

  private final class Desk: DeliveryDesk {
    var rows: ArraySlice<DeliveryRow>
    var outcomes: [RowOutcome] = []
    init(_ rows: [DeliveryRow]) { self.rows = rows[...] }
    func next() throws(DeliveryFailure) -> DeliveryRow? { rows.popFirst() }
    func take(_ outcome: RowOutcome) throws(DeliveryFailure) { outcomes.append(outcome) }
  }

  func compile() throws -> CompiledProfile {
    let read = ProfileReader.read(Array(profile.utf8), file: "small.yaml")
    var options = ProvisioningOptions()
    options.parameters = [("host", "127.0.0.1:8080")]
    options.remembers = RememberedNames()
    options.rendersFields = true
    let made = ProfileCompiler.compile(try #require(read.profile, "\(read.findings)"), options)
    return try #require(made.compiled, "\(made.findings)")
  }

  /// Users `u1` and so on.
  static func rows(_ count: Int) -> String {
    "sub,name\n" + (1...count).map { "u\($0),N\($0)\n" }.joined()
  }

  /// Presents all rows.
  @discardableResult
  func run(_ text: String, _ presenter: TrialPresenter) async throws -> DeliveryFailure? {
    let compiled = try compile()
    var reader = BatchReader(Array(text.utf8))
    _ = try reader.readHeader()
    var record = Record()
    var rows: [DeliveryRow] = []
    while try reader.next(into: &record) {
      rows.append(DeliveryRow(input: 0, stored: StoredRow(record), isRepeated: false))
    }
    let form = RowForm(
      format: try #require(reader.format), dialect: reader.dialect ?? .comma,
      columns: reader.columns)
    let key = try SigningKey.load(
      SecretBytes(Array("a secret for tests, and for tests only".utf8)), for: compiled.algorithm,
      derivation: [])
    let memory = try #require(compiled.memory)
    let hash = [UInt8](repeating: 7, count: 32)
    let digester = RowDigester(
      memory, key: KeyedHash(key: hash.span), contract: [], isSuppressed: nil)
    let minters = RowMinters(
      minter: try Minter(compiled, keys: .one(key), form: form, seats: 2),
      scout: try Minter(compiled, keys: nil, form: form, digester: digester, seats: 1))
    let time = time
    let engine = DeliveryEngine(
      DeliverySettings(
        policy: policy, rule: AnswerRule(try #require(compiled.profile.delivery)),
        confirmed: try #require(ConfirmedHost(confirmed)), concurrency: concurrency, rate: rate),
      [minters], presenter, book,
      DeliveryWorld(
        now: { time.now }, uptime: { time.uptime }, sleep: { await time.sleep($0) },
        entropy: .seeded(1), interruption: interruption))
    let desk = Desk(rows)
    let failure = await engine.run(HandedDesk(desk))
    outcomes = desk.outcomes.sorted { $0.row.stored.row < $1.row.stored.row }
    stopReason = engine.stopReason
    return failure
  }

  /// How many rows came to what.
  var states: [RowOutcome.State: Int] {
    outcomes.reduce(into: [:]) { $0[$1.state, default: 0] += 1 }
  }
}
