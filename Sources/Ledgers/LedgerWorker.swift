import Dispatch
import Synchronization

/// Lets many tasks use one ledger: what they want done is done one after the other, on a thread that is
/// not theirs, so that none of them waits for a disk.
package final class LedgerWorker: Sendable {
  /// How much may wait at once; what comes then is refused, because it would wait too long.
  package static let waitingMax = 4_096

  /// The ledger; only the queue's work touches it.
  private final class Holder: @unchecked Sendable {
    var ledger: Ledger?
    init(_ ledger: Ledger) { self.ledger = ledger }
  }

  private struct State {
    var waiting = 0
    var isClosed = false
    var whoCloses: [CheckedContinuation<Void, Never>] = []
  }

  /// The ledger's path, as it was given.
  package let path: String
  private let holder: Holder
  private let waitingMax: Int
  private let queue = DispatchQueue(label: "ledger")
  private let state = Mutex(State())

  /// - Parameters:
  ///   - ledger: nobody else uses it from now on.
  ///   - waitingMax: how much may wait at once.
  package init(_ ledger: sending Ledger, waitingMax: Int = LedgerWorker.waitingMax) {
    path = ledger.path
    self.waitingMax = waitingMax
    holder = Holder(ledger)
  }

  /// Does something with the ledger when it is its turn, and returns or throws what that does.
  ///
  /// - Throws: `busy` where too much waits already, `closed` after ``shutdown()``; what the body throws.
  package func perform<T: Sendable>(
    _ body: @escaping @Sendable (Ledger) throws(LedgerError) -> T
  ) async throws(LedgerError) -> T {
    let result = await withCheckedContinuation {
      (continuation: CheckedContinuation<Result<T, LedgerError>, Never>) in
      do throws(LedgerError) {
        try submit { ledger in
          do throws(LedgerError) {
            // What stands in a ledger that was taken away holds no more, revocations among it.
            guard ledger.isInPlace else { throw .missing(path: ledger.path) }
            continuation.resume(returning: .success(try body(ledger)))
          } catch {
            continuation.resume(returning: .failure(error))
          }
        }
      } catch {
        continuation.resume(returning: .failure(error))
      }
    }
    return try result.get()
  }

  /// Does something with the ledger when it is its turn; nobody waits for it.
  ///
  /// - Throws: `busy` or `closed`; the body is then never run.
  package func submit(_ body: @escaping @Sendable (Ledger) -> Void) throws(LedgerError) {
    try enter()
    queue.async { [self] in
      // Closing waits for whoever is in.
      if let ledger = holder.ledger { body(ledger) }
      leave()
    }
  }

  private func enter() throws(LedgerError) {
    let refusal: LedgerError? = state.withLock { state in
      if state.isClosed { return .closed(path: path) }
      if state.waiting >= waitingMax { return .busy(path: path) }
      state.waiting += 1
      return nil
    }
    if let refusal { throw refusal }
  }

  private func leave() {
    let waiting = state.withLock { state in
      state.waiting -= 1
      guard state.isClosed && state.waiting == 0 else {
        return [CheckedContinuation<Void, Never>]()
      }
      defer { state.whoCloses = [] }
      return state.whoCloses
    }
    for continuation in waiting { continuation.resume() }
  }

  /// Takes nothing more, waits until everything that waits is done, and closes the ledger.
  package func shutdown() async {
    await withCheckedContinuation { (continuation: CheckedContinuation<Void, Never>) in
      let isIdle = state.withLock { state in
        state.isClosed = true
        if state.waiting == 0 { return true }
        state.whoCloses.append(continuation)
        return false
      }
      if isIdle { continuation.resume() }
    }
    await withCheckedContinuation { (continuation: CheckedContinuation<Void, Never>) in
      queue.async { [holder] in
        holder.ledger = nil
        continuation.resume()
      }
    }
  }
}
