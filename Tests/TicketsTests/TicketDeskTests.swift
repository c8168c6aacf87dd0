import Batches
import Bytes
import Dispatch
import Ledgers
import Minting
import Testing
import Tokens

@testable import Tickets

struct TicketDeskTests {
  private let folder: TicketFolder

  init() throws { folder = try TicketFolder() }

  private func desk(waitingMax: Int = TicketDesk.waitingMax) throws
    -> (desk: TicketDesk, worker: LedgerWorker)
  {
    let worker = LedgerWorker(try folder.open())
    return (
      TicketDesk(worker, reader: worker, key: folder.key, graceSeconds: 10, waitingMax: waitingMax),
      worker
    )
  }

  @Test func lookingWaitsForNobodyWhoWrites() async throws {
    let code = try folder.issue(["ada"])[0]
    let (writer, reader) = (LedgerWorker(try folder.open()), LedgerWorker(try folder.open()))
    let desk = TicketDesk(writer, reader: reader, key: folder.key, graceSeconds: 10)
    let isLookedAt = DispatchSemaphore(value: 0)
    try writer.submit { _ in isLookedAt.wait() }
    guard case .ready = try await desk.look(code, at: time(5)) else {
      Issue.record("The ticket is good.")
      return
    }
    isLookedAt.signal()
    // What was stored is seen at once.
    guard case .ready(let opened) = try await desk.redeem(code, at: time(6)) else {
      Issue.record("The ticket is good.")
      return
    }
    desk.keepUse(of: opened)
    guard case .used = try await desk.look(code, at: time(60)) else {
      Issue.record("The ticket is used.")
      return
    }
    await writer.shutdown()
    await reader.shutdown()
  }

  @Test func ticketLeadsToItsRow() async throws {
    let codes = try folder.issue(["ada", "grace"])
    let (desk, worker) = try desk()
    guard case .ready(let opened) = try await desk.redeem(codes[1], at: time(5)) else {
      Issue.record("The ticket is good.")
      return
    }
    #expect(
      opened.row == StoredRow(bytes: Array("grace,secret-grace".utf8), row: 2, line: 3))
    #expect(opened.form.encoded == TicketFolder.form.encoded)
    #expect(opened.ticket.mount == "community")
    #expect(opened.ticket.user == TicketKeys(folder.key).user(Array("grace".utf8)))
    #expect(!opened.isRepeat)
    #expect(opened.usedAt == time(5))
    await worker.shutdown()
  }

  @Test func lookingCountsNothing() async throws {
    let codes = try folder.issue(["ada"], from: 100, until: 200)
    let (desk, worker) = try desk()
    var words: [String] = []
    for seconds in [99, 100, 150, 199, 200] {
      words.append(try await desk.look(codes[0], at: time(seconds)).word)
    }
    #expect(words == ["not yet", "ready", "ready", "ready", "expired"])
    #expect(try await desk.redeem(codes[0], at: time(150)).word == "ready")
    // A double click is let through, and somebody later is not.
    #expect(try await desk.look(codes[0], at: time(155)).word == "ready")
    #expect(try await desk.look(codes[0], at: time(161)).word == "used")
    #expect(try await desk.redeem(codes[0], at: time(161)).word == "used")
    let unknown = TicketFolder.code(99)
    #expect(try await desk.look(unknown, at: time(150)).word == "unknown")
    #expect(try await desk.redeem(unknown, at: time(150)).word == "unknown")
    await worker.shutdown()
  }

  @Test func useThatFailedIsGivenBack() async throws {
    let codes = try folder.issue(["ada"])
    let (desk, worker) = try desk()
    guard case .ready(let opened) = try await desk.redeem(codes[0], at: time(5)) else { return }
    try await desk.returnUse(of: opened)
    guard case .ready(let again) = try await desk.redeem(codes[0], at: time(6)) else {
      Issue.record("The use was given back.")
      return
    }
    #expect(!again.isRepeat)
    guard case .ready(let repeated) = try await desk.redeem(codes[0], at: time(7)) else { return }
    #expect(repeated.isRepeat)
    try await desk.returnUse(of: repeated)
    #expect(try await desk.redeem(codes[0], at: time(40)).word == "used")
    await worker.shutdown()
  }

  // One use is counted for the two, and it came to nothing in both.
  @Test(arguments: [false, true])
  func doubleClickThatFailedIsGivenBack(repetitionFirst: Bool) async throws {
    let codes = try folder.issue(["ada"])
    let (desk, worker) = try desk()
    guard case .ready(let first) = try await desk.redeem(codes[0], at: time(5)),
      case .ready(let second) = try await desk.redeem(codes[0], at: time(6))
    else { return }
    let (one, other) = repetitionFirst ? (second, first) : (first, second)
    #expect(try await !desk.returnUse(of: one))
    #expect(try await desk.returnUse(of: other))
    #expect(try await desk.redeem(codes[0], at: time(90)).word == "ready")
    await worker.shutdown()
  }

  @Test func doubleClickOfWhichOneWentWellStaysCounted() async throws {
    let codes = try folder.issue(["ada"])
    let (desk, worker) = try desk()
    guard case .ready(let first) = try await desk.redeem(codes[0], at: time(5)),
      case .ready(let second) = try await desk.redeem(codes[0], at: time(6))
    else { return }
    desk.keepUse(of: second)
    #expect(try await !desk.returnUse(of: first))
    #expect(try await desk.redeem(codes[0], at: time(90)).word == "used")
    await worker.shutdown()
  }

  // Everybody clicks at once, and some twice: each ticket is granted once and repeated at most thrice.
  /// Whoever repeats a use while it is being given back takes it over: a ticket for once is good for once.
  @Test func useThatIsRepeatedWhileItIsGivenBackStaysOne() async throws {
    for seed in 0..<40 {
      let code = try folder.issue(["ada"], codes: [TicketFolder.code(seed)])[0]
      let (desk, worker) = try desk()
      guard case .ready(let first) = try await desk.redeem(code, at: time(5)) else {
        Issue.record("The ticket is good.")
        return
      }
      async let isReturned = desk.returnUse(of: first)
      let second = try await desk.redeem(code, at: time(6))
      _ = try await isReturned
      guard case .ready(let repeated) = second else {
        Issue.record("It was repeated in time.")
        return
      }
      desk.keepUse(of: repeated)
      #expect(try await desk.look(code, at: time(60)).word == "used")
      await worker.shutdown()
    }
  }

  @Test func usesThatCountedBothAreGivenBackTogether() async throws {
    let code = try folder.issue(["ada"], uses: 2)[0]
    let worker = LedgerWorker(try folder.open())
    let desk = TicketDesk(worker, reader: worker, key: folder.key, graceSeconds: 0)
    var opened: [OpenedTicket] = []
    for _ in 0..<2 {
      if case .ready(let ticket) = try await desk.redeem(code, at: time(5)) {
        opened.append(ticket)
      }
    }
    #expect(opened.map(\.isRepeat) == [false, false])
    #expect(try await desk.look(code, at: time(5)).word == "used")
    for ticket in opened { try await desk.returnUse(of: ticket) }
    for _ in 0..<2 { #expect(try await desk.redeem(code, at: time(6)).word == "ready") }
    #expect(try await desk.redeem(code, at: time(6)).word == "used")
    await worker.shutdown()
  }

  @Test func crowdIsServedInGroupsAndEachTicketOnce() async throws {
    let codes = try folder.issue((0..<200).map { "user\($0)" })
    let (desk, worker) = try desk()
    let counts = try await withThrowingTaskGroup(of: (Int, String).self) { group in
      for round in 0..<6 {
        for (index, code) in codes.enumerated() where round < 2 || index % 10 == 0 {
          group.addTask {
            switch try await desk.redeem(code, at: time(5)) {
            case .ready(let opened): return (index, opened.isRepeat ? "repeated" : "granted")
            case let other: return (index, other.word)
            }
          }
        }
      }
      return try await group.reduce(into: [String: Int]()) { $0[$1.1, default: 0] += 1 }
    }
    // 180 twice; 20 six times, of which two are turned away.
    #expect(counts == ["granted": 200, "repeated": 180 + 60, "used": 40])
    await worker.shutdown()
    let uses = try folder.open().tickets(.run(1), limit: 500).map(\.uses)
    #expect(uses == [Int](repeating: 1, count: 200))
  }

  @Test func tooManyAtOnceAreToldSo() async throws {
    let codes = try folder.issue(["ada"])
    let (desk, worker) = try desk(waitingMax: 0)
    await #expect(throws: TicketDeskError.ledger(.busy(path: folder.path + "/ledger.sqlite"))) {
      _ = try await desk.redeem(codes[0], at: time(5))
    }
    await worker.shutdown()
    let (closing, closed) = try self.desk()
    await closed.shutdown()
    await #expect(throws: TicketDeskError.ledger(.closed(path: folder.path + "/ledger.sqlite"))) {
      _ = try await closing.redeem(codes[0], at: time(5))
    }
  }

  @Test func usesAreKeptAcrossARestart() async throws {
    let codes = try folder.issue(["ada"])
    let (first, firstWorker) = try desk()
    #expect(try await first.redeem(codes[0], at: time(5)).word == "ready")
    await firstWorker.shutdown()
    let (second, secondWorker) = try desk()
    #expect(try await second.redeem(codes[0], at: time(50)).word == "used")
    await secondWorker.shutdown()
  }

  // MARK: A ledger in wrong hands

  @Test func stolenLedgerGivesNeitherRowsNorTickets() throws {
    let codes = try folder.issue(["ada@example.com", "grace@example.com"])
    let bytes = try folder.bytes()
    var wanted = ["ada@example.com", "grace", "secret-"].map { Array($0.utf8) }
    for code in codes {
      var text: [UInt8] = []
      code.append(to: &text)
      wanted.append(text)
      wanted.append(code.withBytes { bytes in (0..<16).map { bytes[$0] } })
    }
    for text in wanted { #expect(!bytes.contains(text)) }
    // What opens the file shows, for the search above to mean something.
    #expect(bytes.contains(Array("community".utf8)))
  }

  @Test func rowOpensForItsTicketRunAndLedgerAlone() throws {
    let keys = TicketKeys(folder.key)
    let row = StoredRow(bytes: Array("ada,1".utf8), row: 1, line: 2)
    let code = TicketFolder.code(1)
    let sealed = try SealedRow.seal(row, code: code, run: 7, keys, .seeded(1))
    #expect(SealedRow.open(sealed, code: code, run: 7, keys) == row)
    #expect(SealedRow.open(sealed, code: TicketFolder.code(2), run: 7, keys) == nil)
    #expect(SealedRow.open(sealed, code: code, run: 8, keys) == nil)
    let other = TicketKeys(KeyedHash(key: [UInt8](repeating: 4, count: 32).span))
    #expect(SealedRow.open(sealed, code: code, run: 7, other) == nil)
    #expect(SealedRow.open([], code: code, run: 7, keys) == nil)
  }

  @Test func runWhoseFactsWereChangedIsDamaged() async throws {
    let keys = TicketKeys(folder.key)
    let ledger = try folder.open()
    let facts = NewTicketRun(
      mount: "guests", purpose: "", createdAt: time(0), notBefore: time(0),
      notAfter: time(1_000), usesMax: 1)
    let run = try ledger.beginTicketRun(facts)
    let code = TicketFolder.code(1)
    let row = StoredRow(bytes: Array("ada,1".utf8), row: 1, line: 2)
    try ledger.addTickets(
      [
        NewTicket(
          hash: keys.hash(code), user: keys.user(Array("ada".utf8)),
          sealed: try SealedRow.seal(row, code: code, run: run, keys, .seeded(1)), row: 1)
      ], run: run)
    // As if somebody had moved the tickets to another mount: the proof is of the old one.
    var old = facts
    old.mount = "admins"
    let form = TicketFolder.form.encoded
    try ledger.completeTicketRun(
      run, form: form, proof: keys.proof(run, old, form: form), at: time(0))
    let (desk, worker) = try desk()
    await #expect(throws: TicketDeskError.damaged(run: run)) {
      _ = try await desk.redeem(code, at: time(5))
    }
    await worker.shutdown()
  }

  @Test func everyFactOfARunIsInItsProof() {
    let keys = TicketKeys(folder.key)
    let facts = NewTicketRun(
      mount: "a", purpose: "b", createdAt: time(0), notBefore: time(1), notAfter: time(2),
      usesMax: 1)
    let changes: [(inout NewTicketRun) -> Void] = [
      { $0.mount = "ab" }, { $0.purpose = "" }, { $0.createdAt = time(9) },
      { $0.notBefore = time(9) }, { $0.notAfter = time(9) }, { $0.usesMax = 2 },
    ]
    var proofs = [
      keys.proof(1, facts, form: [1]), keys.proof(2, facts, form: [1]),
      keys.proof(1, facts, form: [1, 0]), keys.proof(1, facts, form: []),
    ]
    for change in changes {
      var other = facts
      change(&other)
      proofs.append(keys.proof(1, other, form: [1]))
    }
    #expect(Set(proofs).count == proofs.count)
  }
}

extension TicketAnswer {
  var word: String {
    switch self {
    case .unknown: "unknown"
    case .notYet: "not yet"
    case .expired: "expired"
    case .used: "used"
    case .revoked: "revoked"
    case .ready: "ready"
    }
  }
}
