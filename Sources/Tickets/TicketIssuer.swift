package import Bytes
package import Ledgers
package import Minting
package import Tokens

/// An accepted row, and the ticket that it gets.
package struct TicketRow: Sendable {
  package var code: TicketCode
  /// The text of what the user is known by; nil where the row does not tell. Then the ticket is not
  /// among anybody's.
  package var identity: [UInt8]?
  package var row: StoredRow

  package init(code: TicketCode, identity: [UInt8]?, row: StoredRow) {
    self.code = code
    self.identity = identity
    self.row = row
  }
}

/// Why tickets could not be issued.
package enum TicketIssueError: Error, Sendable, Hashable {
  case ledger(LedgerError)
  case sealing(SigningError)
}

/// Puts the tickets of one batch into the ledger, page by page: memory does not grow with them.
///
/// Tickets can be used from ``complete(_:at:)`` on, all at once. Whoever shows links to people does that
/// afterwards. What was begun and not completed is given up with ``abandon()``; if the process is killed
/// before that, it stays in the ledger, can never be used, and goes with the next pruning.
package final class TicketIssuer {
  /// How many tickets are stored in one transaction.
  static let pageTickets = 4_096

  private let ledger: Ledger
  private let keys: TicketKeys
  private let entropy: Entropy
  private let facts: NewTicketRun
  /// The run's number in the ledger.
  package let run: Int64
  private var page: [NewTicket] = []
  /// How many tickets were added.
  package private(set) var count = 0

  /// Begins a run in the ledger.
  ///
  /// - Parameter key: the ledger's.
  package init(
    _ ledger: Ledger, key: KeyedHash, _ facts: NewTicketRun, _ entropy: Entropy
  ) throws(TicketIssueError) {
    self.ledger = ledger
    self.facts = facts
    self.entropy = entropy
    keys = TicketKeys(key)
    do {
      run = try ledger.beginTicketRun(facts)
    } catch {
      throw .ledger(error)
    }
  }

  /// Seals the rows and stores the tickets, now or with a later page.
  package func add(_ rows: [TicketRow]) throws(TicketIssueError) {
    for row in rows {
      do throws(SigningError) {
        let sealed = try SealedRow.seal(row.row, code: row.code, run: run, keys, entropy)
        let hash = keys.hash(row.code)
        page.append(
          NewTicket(
            hash: hash, user: row.identity.map { keys.user($0) } ?? hash, sealed: sealed,
            row: row.row.row))
      } catch {
        throw .sealing(error)
      }
      count += 1
      if page.count >= Self.pageTickets { try store() }
    }
  }

  private func store() throws(TicketIssueError) {
    if page.isEmpty { return }
    do {
      try ledger.addTickets(page, run: run)
    } catch {
      throw .ledger(error)
    }
    page.removeAll(keepingCapacity: true)
  }

  /// Stores what is left, and lets the tickets be used.
  ///
  /// - Parameter form: how the rows stand in the batch, with every column that it has.
  package func complete(_ form: RowForm, at time: NumericDate) throws(TicketIssueError) {
    try store()
    let bytes = form.encoded
    do {
      try ledger.completeTicketRun(
        run, form: bytes, proof: keys.proof(run, facts, form: bytes), at: time)
    } catch {
      throw .ledger(error)
    }
  }

  /// Takes the run back, which must not be complete.
  package func abandon() throws(TicketIssueError) {
    page.removeAll()
    do {
      try ledger.abandonTicketRun(run)
    } catch {
      throw .ledger(error)
    }
  }
}
