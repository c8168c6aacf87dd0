package import Bytes
package import Ledgers

/// Remembers what was presented to whom, and what came of it.
package protocol DeliveryBook: Sendable {
  /// Stores both so that they are there after a kill, too: when this returns, they are.
  ///
  /// - Parameters:
  ///   - presenting: users whose tokens are going to be presented.
  ///   - outcomes: how presentations ended that were stored before.
  func store(
    presenting: [Presenting], outcomes: [DeliveryOutcome], at time: NumericDate
  ) async throws(LedgerError)
}

/// The book of one delivery in a ledger.
package struct LedgerBook: DeliveryBook {
  private let worker: LedgerWorker
  private let run: Int64

  /// - Parameter run: a delivery that was begun.
  package init(_ worker: LedgerWorker, run: Int64) {
    self.worker = worker
    self.run = run
  }

  package func store(
    presenting: [Presenting], outcomes: [DeliveryOutcome], at time: NumericDate
  ) async throws(LedgerError) {
    let run = run
    try await worker.perform { (ledger) throws(LedgerError) -> Void in
      if !outcomes.isEmpty { try ledger.recordOutcomes(outcomes, run: run) }
      if !presenting.isEmpty { try ledger.recordPresenting(presenting, run: run, at: time) }
    }
  }
}

/// Stores together what comes while an earlier storing is at work: one wait for the disk is enough for
/// all who wait.
actor DeliveryRecorder {
  private let book: any DeliveryBook
  private let now: @Sendable () -> NumericDate
  private var presenting: [Presenting] = []
  private var outcomes: [DeliveryOutcome] = []
  private var waiting: [CheckedContinuation<Result<Void, LedgerError>, Never>] = []
  private var isAtWork = false

  init(_ book: any DeliveryBook, now: @escaping @Sendable () -> NumericDate) {
    self.book = book
    self.now = now
  }

  /// Returns when it is stored that the user's token is going to be presented.
  func begin(_ user: Presenting) async throws(LedgerError) {
    presenting.append(user)
    try await stored()
  }

  /// Returns when the outcome is stored.
  func end(_ outcome: DeliveryOutcome) async throws(LedgerError) {
    outcomes.append(outcome)
    try await stored()
  }

  private func stored() async throws(LedgerError) {
    let result = await withCheckedContinuation { continuation in
      waiting.append(continuation)
      if !isAtWork {
        isAtWork = true
        Task { await work() }
      }
    }
    try result.get()
  }

  private func work() async {
    while !waiting.isEmpty {
      let (presenting, outcomes, waiting) = (presenting, outcomes, waiting)
      self.presenting = []
      self.outcomes = []
      self.waiting = []
      let result: Result<Void, LedgerError>
      do throws(LedgerError) {
        try await book.store(presenting: presenting, outcomes: outcomes, at: now())
        result = .success(())
      } catch {
        result = .failure(error)
      }
      for continuation in waiting { continuation.resume(returning: result) }
    }
    isAtWork = false
  }
}
