import Bytes
import Glibc
import Testing

@testable import Ledgers

struct LedgerDeliveryTests {
  private let folder: LedgerFolder

  init() throws { folder = try LedgerFolder() }

  private func begin(_ ledger: Ledger, _ name: String = "nightly", at seconds: Int = 0) throws
    -> Int64
  {
    try ledger.beginDelivery(
      NewDelivery(
        name: name, host: "platform.example", profileName: "acme", startedAt: time(seconds)))
  }

  private func presenting(_ numbers: some Sequence<Int>) -> [Presenting] {
    numbers.map { Presenting(user: digest($0), claims: digest($0 + 100), row: $0) }
  }

  @Test func remembersWhatWasDelivered() throws {
    let ledger = try folder.open()
    let run = try begin(ledger)
    try ledger.recordPresenting(presenting(1...3), run: run, at: time(5))
    var expected = DeliveryRecord(
      user: digest(1), claims: digest(101), state: .presenting, run: run, row: 1,
      presentations: 1, attempts: 0, status: nil, at: time(5))
    #expect(
      try ledger.deliveryStates("nightly", users: [digest(1), digest(9)]) == [expected, nil])
    try ledger.recordOutcomes(
      [
        DeliveryOutcome(
          user: digest(1), state: .delivered, attempts: 2, status: 302, at: time(7)),
        DeliveryOutcome(user: digest(2), state: .refused, attempts: 1, status: 403, at: time(7)),
        DeliveryOutcome(user: digest(3), state: .failed, attempts: 5, status: nil, at: time(8)),
      ], run: run)
    expected.state = .delivered
    expected.attempts = 2
    expected.status = 302
    expected.at = time(7)
    #expect(try ledger.deliveryStates("nightly", users: [digest(1)]) == [expected])
    #expect(
      try ledger.deliveryCounts("nightly") == [.delivered: 1, .refused: 1, .failed: 1])
    // Another delivery knows nothing of it.
    #expect(try ledger.deliveryStates("weekly", users: [digest(1)]) == [nil])
  }

  @Test func presentationThatWasInFlightIsKnownAfterAKill() async throws {
    let path = folder.path
    _ = try folder.open()
    await #expect(processExitsWith: .signal(SIGKILL)) { [path = path as String] in
      let ledger = try LedgerFolder(of: path).open()
      let run = try ledger.beginDelivery(
        NewDelivery(name: "nightly", host: "h", profileName: "acme", startedAt: time(0)))
      try ledger.recordPresenting(
        [1, 2].map { Presenting(user: digest($0), claims: digest($0), row: $0) }, run: run,
        at: time(1))
      try ledger.recordOutcomes(
        [
          DeliveryOutcome(user: digest(1), state: .delivered, attempts: 1, status: 200, at: time(2))
        ],
        run: run)
      kill(getpid(), SIGKILL)
    }
    let ledger = try folder.open()
    let states = try ledger.deliveryStates("nightly", users: (1...3).map { digest($0) })
    #expect(states.map { $0?.state } == [.delivered, .presenting, nil])
    let runs = try ledger.deliveryRuns(name: "nightly", limit: 5)
    #expect(runs.map(\.state) == [.running])
    // What its rows came to is known all the same.
    #expect(runs.map(\.counts.delivered) == [1])
    // It is presented once more, and that is counted.
    let run = try begin(ledger, at: 10)
    try ledger.recordPresenting(
      [Presenting(user: digest(2), claims: digest(2), row: 2)], run: run, at: time(11))
    let again = try ledger.deliveryStates("nightly", users: [digest(2)])
    #expect(again.map { $0?.presentations } == [2])
    #expect(again.map { $0?.run } == [run])
  }

  @Test func outcomesAreOfWhatTheRunPresented() throws {
    let ledger = try folder.open()
    let first = try begin(ledger)
    try ledger.recordPresenting(presenting(1...2), run: first, at: time(1))
    let second = try begin(ledger)
    let outcome = DeliveryOutcome(
      user: digest(1), state: .delivered, attempts: 1, status: 200, at: time(2))
    #expect(throws: LedgerError.deliveryNotOpen(path: folder.ledgerPath, run: second)) {
      try ledger.recordOutcomes([outcome], run: second)
    }
    try ledger.recordOutcomes([outcome], run: first)
    #expect(throws: LedgerError.deliveryNotOpen(path: folder.ledgerPath, run: first)) {
      try ledger.recordOutcomes([outcome], run: first)
    }
  }

  @Test func deliveriesAreListedWithTheirCounts() throws {
    let ledger = try folder.open()
    let first = try begin(ledger)
    let other = try begin(ledger, "weekly")
    var counts = DeliveryCounts()
    counts.rows = 7
    counts.delivered = 3
    counts.refused = 1
    counts.failed = 1
    counts.rejected = 1
    counts.unchanged = 1
    try ledger.finishDelivery(first, counts, isStopped: false, at: time(50))
    try ledger.finishDelivery(other, DeliveryCounts(), isStopped: true, at: time(60))
    let runs = try ledger.deliveryRuns(limit: 5)
    #expect(runs.map(\.name) == ["weekly", "nightly"])
    #expect(runs.map(\.state) == [.stopped, .done])
    #expect(runs[1].counts == counts)
    #expect(runs[1].finishedAt == time(50))
    #expect(try ledger.deliveryRuns(name: "nightly", limit: 5).map(\.id) == [first])
    #expect(try ledger.deliveryRuns(limit: 5, before: other).map(\.id) == [first])
    let closed = LedgerError.deliveryNotOpen(path: folder.ledgerPath, run: first)
    #expect(throws: closed) {
      try ledger.finishDelivery(first, counts, isStopped: false, at: time(51))
    }
    #expect(throws: closed) {
      try ledger.recordPresenting(presenting(1...1), run: first, at: time(51))
    }
  }
}
