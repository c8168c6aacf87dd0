import Bytes
import Synchronization
import Testing

@testable import Ledgers

/// Holds a thread until it is opened.
final class Gate: Sendable {
  private let isOpen = Atomic(false)

  func open() { isOpen.store(true, ordering: .releasing) }

  func wait() { while !isOpen.load(ordering: .acquiring) {} }
}

/// Counts from several threads.
final class Count: Sendable {
  private let count = Atomic(0)

  var value: Int { count.load(ordering: .acquiring) }

  func add() { count.add(1, ordering: .releasing) }
}

struct LedgerWorkerTests {
  private let folder: LedgerFolder

  init() throws { folder = try LedgerFolder() }

  private func worker(waitingMax: Int = LedgerWorker.waitingMax) throws -> LedgerWorker {
    LedgerWorker(
      try Ledger(
        path: folder.ledgerPath, access: .writing, keyCheck: digest(0), newID: newID),
      waitingMax: waitingMax)
  }

  @Test func manyTasksUseOneLedgerInTurn() async throws {
    let worker = try worker()
    let names = try await withThrowingTaskGroup(of: String.self) { group in
      for number in 0..<200 {
        group.addTask {
          try await worker.perform { (ledger) throws(LedgerError) in
            try ledger.addJob(named: "job \(number)").name
          }
        }
      }
      return try await group.reduce(into: Set<String>()) { $0.insert($1) }
    }
    #expect(names.count == 200)
    await worker.shutdown()
    #expect(try folder.open().jobs().count == 200)
  }

  @Test func errorsComeToWhoAsked() async throws {
    let worker = try worker()
    let path = folder.ledgerPath
    await #expect(throws: LedgerError.runNotOpen(path: path, run: 7)) {
      try await worker.perform { (ledger) throws(LedgerError) in
        throw LedgerError.runNotOpen(path: ledger.path, run: 7)
      }
    }
    await worker.shutdown()
  }

  @Test func whatIsTooMuchIsRefusedAtOnce() async throws {
    let worker = try worker(waitingMax: 3)
    // The first holds the ledger until it is told to go on.
    let gate = Gate()
    try worker.submit { _ in gate.wait() }
    try worker.submit { _ in }
    try worker.submit { _ in }
    #expect(throws: LedgerError.busy(path: folder.ledgerPath)) { try worker.submit { _ in } }
    gate.open()
    await worker.shutdown()
  }

  @Test func whatWaitsIsDoneBeforeItCloses() async throws {
    let worker = try worker()
    let done = Count()
    for number in 0..<100 {
      try worker.submit { ledger in
        _ = try? ledger.addJob(named: "job \(number)")
        done.add()
      }
    }
    await worker.shutdown()
    #expect(done.value == 100)
    let path = folder.ledgerPath
    await #expect(throws: LedgerError.closed(path: path)) {
      try await worker.perform { _ in }
    }
    // Nobody has it open any more.
    #expect(folder.names() == ["ledger.sqlite"])
    await worker.shutdown()
  }
}
