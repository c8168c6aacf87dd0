package import Bytes
package import Ledgers
package import Minting
import Synchronization
package import Tokens

/// A ticket that was used, with the row that it leads to.
package struct OpenedTicket: Sendable {
  /// The ticket as it was before this use.
  package var ticket: LedgerTicket
  package var row: StoredRow
  /// How the row stands in its batch: the same for every ticket of ``LedgerTicket/run``, so a minter can
  /// be kept for each run.
  package var form: RowForm
  /// Whether the use repeats one that counted, and does not count itself.
  package var isRepeat: Bool
  /// When it was used.
  package var usedAt: NumericDate
}

/// What became of a ticket that somebody wanted to use, or only looked at.
package enum TicketAnswer<Ready: Sendable>: Sendable {
  /// No ticket at all: a code of another form, one that nobody issued, or one that was forgotten.
  case unknown
  case notYet(LedgerTicket)
  case expired(LedgerTicket)
  case used(LedgerTicket)
  case revoked(LedgerTicket)
  case ready(Ready)
}

/// Why the desk could not do what it was asked.
package enum TicketDeskError: Error, Sendable, Hashable {
  /// `busy` and `closed` among them: the person may try again in a moment.
  case ledger(LedgerError)
  /// What the ledger has of this ticket is not what was issued. The use counts.
  case damaged(run: Int64)
}

/// Where tickets are looked at and used. One for a server; any number of tasks may come at once.
///
/// Uses that wait while the ledger is at work are stored together, in one transaction: a disk is waited
/// for once for all of them.
package final class TicketDesk: Sendable {
  /// How many uses one transaction takes.
  static let groupMax = 256
  /// How many uses may wait; those that come then are refused as `busy`.
  package static let waitingMax = 2_048
  /// How many runs are kept in mind.
  private static let runsMax = 64

  /// What became of a use, and the time that is stored for it.
  private typealias Answer = Result<(redemption: Redemption, at: NumericDate), LedgerError>
  private typealias Use = (
    hash: KeyedDigest, at: NumericDate, continuation: CheckedContinuation<Answer, Never>
  )

  /// A run whose proof was found right.
  private struct KnownRun {
    var facts: NewTicketRun
    var proof: KeyedDigest
    var formBytes: [UInt8]
    var form: RowForm
  }

  private struct State {
    var waiting: [Use] = []
    /// Whether the ledger has been asked to take those that wait.
    var isCalled = false
    var runs: [Int64: KnownRun] = [:]
    /// Uses that are granted and have not come to an end, by the ticket.
    var underWay: [Int64: UsesUnderWay] = [:]
  }

  /// The uses of one ticket that are under way at once: a double click.
  private struct UsesUnderWay {
    var count = 0
    /// How many of them counted, and when the last that did was.
    var counted = 0
    var usedAt: NumericDate
    var hasSucceeded: Bool
    /// They have come to nothing, and the ledger is going to be told so unless somebody comes first.
    var isReturning = false
  }

  private let writer: LedgerWorker
  private let reader: LedgerWorker
  private let keys: TicketKeys
  private let graceSeconds: Int
  private let waitingMax: Int
  private let state = Mutex(State())

  /// - Parameters:
  ///   - writer: has the ledger, to write.
  ///   - reader: has it to read: who only looks waits for nobody who writes.
  ///   - key: the ledger's.
  ///   - graceSeconds: within this time after a use that counted, a use repeats it.
  package init(
    _ writer: LedgerWorker, reader: LedgerWorker, key: KeyedHash, graceSeconds: Int,
    waitingMax: Int = TicketDesk.waitingMax
  ) {
    self.writer = writer
    self.reader = reader
    keys = TicketKeys(key)
    self.graceSeconds = graceSeconds
    self.waitingMax = waitingMax
  }

  // MARK: Looking

  /// Says where a ticket stands, and counts nothing.
  package func look(
    _ code: TicketCode, at now: NumericDate
  ) async throws(TicketDeskError) -> TicketAnswer<LedgerTicket> {
    let hash = keys.hash(code)
    let found: LedgerTicket?
    do throws(LedgerError) {
      found = try await reader.perform { (ledger) throws(LedgerError) in try ledger.ticket(hash) }
    } catch {
      throw .ledger(error)
    }
    guard let found else { return .unknown }
    switch found.state(at: now, graceSeconds: graceSeconds) {
    case .ready: return .ready(found)
    case .notYet: return .notYet(found)
    case .expired: return .expired(found)
    case .used: return .used(found)
    case .revoked: return .revoked(found)
    }
  }

  // MARK: Using

  /// Uses a ticket. When this returns `ready`, the use is stored: what the row is good for may be given
  /// out. If that fails for a reason that is not the user's, give the use back with ``returnUse(of:)``.
  package func redeem(
    _ code: TicketCode, at now: NumericDate
  ) async throws(TicketDeskError) -> TicketAnswer<OpenedTicket> {
    let answer = try await use(keys.hash(code), now)
    switch answer.redemption {
    case .unknown: return .unknown
    case .notYet(let ticket): return .notYet(ticket)
    case .expired(let ticket): return .expired(ticket)
    case .used(let ticket): return .used(ticket)
    case .revoked(let ticket): return .revoked(ticket)
    case .granted(let ticket, let content, let isRepeat):
      guard let form = form(of: ticket.run, content),
        let row = SealedRow.open(content.sealed, code: code, run: ticket.run, keys)
      else {
        _ = end(ticket.id, succeeded: true)
        throw .damaged(run: ticket.run)
      }
      return .ready(
        OpenedTicket(ticket: ticket, row: row, form: form, isRepeat: isRepeat, usedAt: answer.at))
    }
  }

  // MARK: What became of a use

  /// A use is under way: whether it, or one that it repeats, came to something is known at its end. Called
  /// where it is stored, so that nothing of the ticket is stored in between.
  private func begin(_ ticket: Int64, _ now: NumericDate, isRepeat: Bool) {
    state.withLock { state in
      // What is repeated and is not under way any more has come to something.
      var uses = state.underWay[ticket] ?? UsesUnderWay(usedAt: now, hasSucceeded: isRepeat)
      uses.isReturning = false
      uses.count += 1
      if !isRepeat {
        uses.counted += 1
        uses.usedAt = now
      }
      state.underWay[ticket] = uses
    }
  }

  /// Counts one of a ticket's uses out.
  ///
  /// - Returns: whether it was the last, and none of them came to anything.
  private func end(_ ticket: Int64, succeeded: Bool) -> Bool {
    state.withLock { state in
      guard var uses = state.underWay[ticket] else { return false }
      uses.count -= 1
      if succeeded { uses.hasSucceeded = true }
      uses.isReturning = uses.count == 0 && !uses.hasSucceeded
      state.underWay[ticket] = uses.count == 0 && uses.hasSucceeded ? nil : uses
      return uses.isReturning
    }
  }

  /// The uses that came to nothing, unless somebody has come since; they are under way no more.
  private func takeReturning(_ ticket: Int64) -> UsesUnderWay? {
    state.withLock { state in
      guard let uses = state.underWay[ticket], uses.isReturning else { return nil }
      state.underWay[ticket] = nil
      return uses
    }
  }

  /// Says that a use came to what it was to come to. This, or ``returnUse(of:)``, ends each use.
  package func keepUse(of opened: OpenedTicket) {
    _ = end(opened.ticket.id, succeeded: true)
  }

  /// Gives a use back that came to nothing, when all that were under way with it have ended so, too: a
  /// double click is one use.
  ///
  /// - Returns: whether it was given back now.
  @discardableResult
  package func returnUse(of opened: OpenedTicket) async throws(TicketDeskError) -> Bool {
    let ticket = opened.ticket.id
    guard end(ticket, succeeded: false) else { return false }
    do throws(LedgerError) {
      return try await writer.perform { (ledger) throws(LedgerError) in
        guard let uses = self.takeReturning(ticket) else { return false }
        return try ledger.returnUses(uses.counted, of: ticket, at: uses.usedAt)
      }
    } catch {
      _ = takeReturning(ticket)
      throw .ledger(error)
    }
  }

  /// The form of a run's rows; nil if the ledger's words about the run are not those of its issuer.
  private func form(of run: Int64, _ content: TicketContent) -> RowForm? {
    let facts = NewTicketRun(content.run)
    if let known = state.withLock({ $0.runs[run] }), known.facts == facts,
      known.proof == content.proof, known.formBytes == content.form
    {
      return known.form
    }
    guard keys.proof(run, facts, form: content.form) == content.proof,
      let form = RowForm(encoded: content.form)
    else { return nil }
    state.withLock { state in
      if state.runs.count >= Self.runsMax { state.runs.removeAll() }
      state.runs[run] = KnownRun(
        facts: facts, proof: content.proof, formBytes: content.form, form: form)
    }
    return form
  }

  // MARK: Groups

  private func use(
    _ hash: KeyedDigest, _ now: NumericDate
  ) async throws(TicketDeskError) -> (redemption: Redemption, at: NumericDate) {
    let result = await withCheckedContinuation {
      (continuation: CheckedContinuation<Answer, Never>) in
      let isFull = state.withLock { state in
        if state.waiting.count >= waitingMax { return true }
        state.waiting.append((hash, now, continuation))
        return false
      }
      if isFull {
        continuation.resume(returning: .failure(.busy(path: writer.path)))
      } else {
        call()
      }
    }
    do {
      return try result.get()
    } catch {
      throw .ledger(error)
    }
  }

  /// Asks the ledger to take those that wait, unless it has been asked.
  private func call() {
    let isNeeded = state.withLock { state in
      if state.isCalled || state.waiting.isEmpty { return false }
      state.isCalled = true
      return true
    }
    guard isNeeded else { return }
    do throws(LedgerError) {
      try writer.submit { ledger in self.serve(ledger) }
    } catch {
      let group = takeGroup(all: true)
      for use in group { use.continuation.resume(returning: .failure(error)) }
    }
  }

  private func takeGroup(all: Bool) -> [Use] {
    state.withLock { state in
      state.isCalled = false
      let count = all ? state.waiting.count : min(state.waiting.count, Self.groupMax)
      let group = Array(state.waiting[..<count])
      state.waiting.removeFirst(count)
      return group
    }
  }

  private func serve(_ ledger: Ledger) {
    let group = takeGroup(all: false)
    // Whoever is left waits for the next turn.
    defer { call() }
    guard let last = group.map(\.at).max() else { return }
    do throws(LedgerError) {
      guard ledger.isInPlace else { throw .missing(path: ledger.path) }
      let redemptions = try ledger.redeem(
        group.map(\.hash), at: last, graceSeconds: graceSeconds)
      for (use, redemption) in zip(group, redemptions) {
        if case .granted(let ticket, _, let isRepeat) = redemption {
          begin(ticket.id, last, isRepeat: isRepeat)
        }
        use.continuation.resume(returning: .success((redemption, last)))
      }
    } catch {
      for use in group { use.continuation.resume(returning: .failure(error)) }
    }
  }
}
