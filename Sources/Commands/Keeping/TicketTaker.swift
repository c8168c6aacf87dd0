import Batches
import Bytes
import Ledgers
import Minting
import Runs
import Tickets
import Tokens

/// Gives tickets to the rows that a run accepts.
final class TicketTaker: RowTaker {
  private let ledger: Ledger
  private let key: KeyedHash
  private let facts: NewTicketRun
  private let entropy: Entropy
  private let clock: WallClock
  /// Made when there is a first row: a batch without any leaves no run behind.
  private var issuer: TicketIssuer?
  private var isComplete = false
  /// Why the run was ended.
  private(set) var failure: TicketIssueError?

  init(
    _ ledger: Ledger, key: KeyedHash, _ facts: NewTicketRun, _ entropy: Entropy, _ clock: WallClock
  ) {
    self.ledger = ledger
    self.key = key
    self.facts = facts
    self.entropy = entropy
    self.clock = clock
  }

  /// The run's number in the ledger; nil where no row was accepted.
  var run: Int64? { issuer?.run }

  func take(_ rows: [TakenRow]) throws(RunFailure) {
    if rows.isEmpty { return }
    do throws(TicketIssueError) {
      if issuer == nil { issuer = try TicketIssuer(ledger, key: key, facts, entropy) }
      try issuer?.add(
        rows.map { row in
          TicketRow(
            code: TicketCode(bytes: row.secret), identity: row.identity,
            row: StoredRow(bytes: row.bytes, row: row.row, line: row.line))
        })
    } catch {
      throw stop(error)
    }
  }

  func complete(_ form: TakenForm, _ report: RunReport) throws(RunFailure) {
    do throws(TicketIssueError) {
      try issuer?.complete(RowForm(form), at: clock.now())
      isComplete = true
    } catch {
      throw stop(error)
    }
  }

  private func stop(_ error: TicketIssueError) -> RunFailure {
    failure = error
    return .stopped
  }

  /// Lets none of the tickets be used, after a failure.
  ///
  /// - Returns: whether that worked; nil where there were none.
  func takeBack() -> Bool? {
    guard let issuer else { return nil }
    do throws(TicketIssueError) {
      guard isComplete else {
        try issuer.abandon()
        return true
      }
      do throws(LedgerError) {
        _ = try ledger.revokeTickets(.run(issuer.run), at: clock.now())
      } catch {
        throw .ledger(error)
      }
      return true
    } catch {
      return false
    }
  }
}

extension RowForm {
  init(_ form: TakenForm) {
    self.init(format: form.format, dialect: form.dialect, columns: form.columns)
  }
}
