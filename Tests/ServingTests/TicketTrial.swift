import Batches
import Bytes
import Glibc
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Ledgers
import Minting
import NIOCore
import Profiles
import Provisioning
import Synchronization
import TestKit
import Testing
import Tokens

@testable import ServerConfigs
@testable import Serving
@testable import Tickets

/// A server with tickets, a ledger of its own, and a time of day that the test moves.
final class TicketTrial: Sendable {
  let trial: ServerTrial
  let worker: LedgerWorker
  let now = Mutex(testTime)
  private let folder: String
  private let key = KeyedHash(key: [UInt8](repeating: 1, count: 32).span)

  /// - Parameter mount: adds what is served.
  init(
    _ change: (inout ServerConfig) -> Void = { _ in },
    mount: (inout ServerTrial) throws -> Void = {
      try $0.mount("bettermode", roster: TicketTrial.rows, offers: [.tickets])
    }
  ) throws {
    var template = Array("/tmp/muster-tickets-XXXXXX".utf8CString)
    try #require(unsafe mkdtemp(&template) != nil)
    folder = String(
      decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: Unicode.UTF8.self)
    var trial = ServerTrial(change)
    try mount(&trial)
    self.trial = trial
    worker = LedgerWorker(
      try Ledger(
        path: "\(folder)/l.sqlite", access: .writing, keyCheck: KeyedDigest(high: 1, low: 2),
        newID: [UInt8](repeating: 7, count: 16)))
  }

  deinit {
    for ending in ["", "-wal", "-shm"] { _ = unsafe unlink("\(folder)/l.sqlite\(ending)") }
    _ = unsafe rmdir(folder)
  }

  static let rows = "sub,name,email\n1,Ada,ada@example.com\n2,Bo,bo@example.com\n"

  // MARK: Tickets

  /// Issues a ticket for each row of a batch.
  func issue(
    _ text: String = TicketTrial.rows, mount: String = "bettermode", from: Int = 0,
    until: Int = 86_400, uses: Int = 1, seed: UInt64 = 1
  ) async throws -> [String] {
    var reader = BatchReader(Array(text.utf8))
    _ = try reader.readHeader()
    var record = Record()
    var rows: [TicketRow] = []
    let entropy = Entropy.seeded(seed)
    while try reader.next(into: &record) {
      rows.append(
        TicketRow(
          code: TicketCode(entropy), identity: Array("u\(record.row)".utf8), row: StoredRow(record))
      )
    }
    let form = RowForm(
      format: try #require(reader.format), dialect: reader.dialect ?? .comma,
      columns: reader.columns)
    let facts = NewTicketRun(
      mount: mount, purpose: "test", createdAt: testTime,
      notBefore: testTime.advanced(bySeconds: from), notAfter: testTime.advanced(bySeconds: until),
      usesMax: uses)
    let (key, tickets) = (key, rows)
    let failure: TicketIssueError? = try await worker.perform { ledger in
      do throws(TicketIssueError) {
        let issuer = try TicketIssuer(ledger, key: key, facts, entropy)
        try issuer.add(tickets)
        try issuer.complete(form, at: testTime)
        return nil
      } catch {
        return error
      }
    }
    try #require(failure == nil)
    return rows.map { row in
      var text: [UInt8] = []
      row.code.append(to: &text)
      return String(decoding: text, as: UTF8.self)
    }
  }

  private func hash(_ text: String) throws -> KeyedDigest {
    let bytes = Array(text.utf8)
    let code = TicketCode(bytes.span)
    return TicketKeys(key).hash(try #require(code))
  }

  func ticket(_ text: String) async throws -> LedgerTicket {
    let hash = try hash(text)
    let found = try await worker.perform { (ledger) throws(LedgerError) in try ledger.ticket(hash) }
    return try #require(found)
  }

  func revoke(_ text: String) async throws {
    let hash = try hash(text)
    _ = try await worker.perform { (ledger) throws(LedgerError) in
      try ledger.revokeTickets(.ticket(hash), at: testTime)
    }
  }

  func pass(_ seconds: Int) { now.withLock { $0 = $0.advanced(bySeconds: seconds) } }

  // MARK: The server

  func server(logsRequests: Bool = true) -> MusterServer {
    let clock = trial.clock
    var world = ServerWorld(
      now: { self.now.withLock { $0 } },
      uptimeSeconds: { clock.seconds.load(ordering: .relaxed) }, entropy: Entropy.seeded(1),
      log: trial.lines.writer, seats: 2)
    world.logsRequests = logsRequests
    let desk = TicketDesk(
      worker, reader: worker, key: key, graceSeconds: trial.config.tickets.graceSeconds)
    let (config, mounts) = (trial.config, ServedMounts(trial.mounts))
    return MusterServer(config, mounts: trial.mounts, tls: nil, world: world) { group, minting in
      TicketRoutes(config, mounts, desk, minting).add(to: group)
    }
  }

  /// Runs the body against the server, in memory.
  func test(
    _ framework: TestingSetup = .router,
    _ body: @escaping @Sendable (TicketClient) async throws -> Void
  ) async throws {
    let base = trial.config.publicURL.path
    try await server().application().test(framework) { client in
      try await body(TicketClient(client: client, base: base))
    }
  }
}

/// What a browser, or somebody else, does with a link.
struct TicketClient: Sendable {
  let client: any TestClientProtocol
  var base = ""

  func get(_ code: String, headers: HTTPFields = [:]) async throws -> TestResponse {
    try await send(.get, code, headers: headers)
  }

  func post(
    _ code: String, headers: HTTPFields = [:], body: String = ""
  ) async throws -> TestResponse {
    try await send(.post, code, headers: headers, body: body)
  }

  func send(
    _ method: HTTPRequest.Method, _ code: String, headers: HTTPFields = [:], body: String = ""
  ) async throws -> TestResponse {
    try await client.execute(
      uri: "\(base)/t/\(code)", method: method, headers: headers,
      body: body.isEmpty ? nil : ByteBuffer(string: body))
  }
}

extension TestResponse {
  var text: String { String(buffer: body) }

  /// All of them, in the order of their names.
  var fields: [String] {
    headers.map { "\($0.name.rawName.lowercased()): \($0.value)" }.sorted()
  }

  var heading: String {
    let bytes = Array(text.utf8)
    guard let start = bytes.place(of: Array("<h1>".utf8)),
      let end = bytes.place(of: Array("</h1>".utf8))
    else { return "" }
    return String(decoding: bytes[(start + 4)..<end], as: UTF8.self)
  }
}
