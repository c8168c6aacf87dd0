package import Bytes
package import Ledgers
package import Minting
package import Tokens

/// A row that a roster gets, and whose it is.
package struct RosterRow: Sendable {
  /// The text of what the user is known by.
  package var identity: [UInt8]
  package var row: StoredRow

  package init(identity: [UInt8], row: StoredRow) {
    self.identity = identity
    self.row = row
  }
}

/// Why a roster could not be loaded.
package enum RosterLoadError: Error, Sendable, Hashable {
  case ledger(LedgerError)
  case sealing(SigningError)
  /// A user who is in the roster already; `row` is the number of the second row.
  case duplicate(row: Int)
}

/// Puts a batch's rows into the ledger as a roster, page by page. The roster of that name stays as it is
/// until ``complete(_:)``, which puts the new one in its place in one step.
package final class RosterLoader {
  /// How many rows are stored in one transaction.
  static let pageRows = 4_096
  /// A load of the same name that began longer ago and is not complete counts as killed.
  static let loadSecondsMax = 86_400

  private let ledger: Ledger
  private let keys: RosterKeys
  private let entropy: Entropy
  private let name: String
  private let startedAt: NumericDate
  private let roster: Int64
  private var page: [RosterRowWrite] = []
  /// How many rows were added.
  package private(set) var count = 0

  /// Begins a roster in the ledger.
  ///
  /// - Parameter key: the ledger's.
  package init(
    _ ledger: Ledger, key: KeyedHash, name: String, profileName: String, at time: NumericDate,
    _ entropy: Entropy
  ) throws(RosterLoadError) {
    self.ledger = ledger
    self.entropy = entropy
    self.name = name
    startedAt = time
    keys = RosterKeys(key)
    do {
      roster = try ledger.beginRoster(name, profileName: profileName, at: time)
    } catch {
      throw .ledger(error)
    }
  }

  /// Seals rows and stores them, now or with a later page.
  ///
  /// - Throws: `duplicate` where a user comes twice; whoever judged the rows has refused that before.
  package func add(_ rows: [RosterRow]) throws(RosterLoadError) {
    for row in rows {
      let user = keys.user(row.identity, roster: name)
      do throws(SigningError) {
        let sealed = try keys.seal(row.row, user: user, roster: roster, entropy)
        page.append(RosterRowWrite(user: user, sealed: sealed, row: row.row.row))
      } catch {
        throw .sealing(error)
      }
      count += 1
      if page.count >= Self.pageRows { try store() }
    }
  }

  private func store() throws(RosterLoadError) {
    if page.isEmpty { return }
    let known: [Int]
    do {
      known = try ledger.addRosterRows(page, roster: roster)
    } catch {
      throw .ledger(error)
    }
    if let index = known.first { throw .duplicate(row: page[index].row) }
    page.removeAll(keepingCapacity: true)
  }

  /// Stores what is left, and puts the roster in the place of the one of its name.
  ///
  /// - Parameter form: how the rows stand in the batch, with every column that it has.
  package func complete(_ form: RowForm) throws(RosterLoadError) {
    try store()
    let bytes = form.encoded
    do {
      try ledger.completeRoster(
        roster, form: bytes, proof: keys.proof(roster, name: name, form: bytes),
        givenUpBefore: startedAt.advanced(bySeconds: -Self.loadSecondsMax))
    } catch {
      throw .ledger(error)
    }
  }

  /// Gives the roster up, which must not be complete.
  package func abandon() throws(RosterLoadError) {
    page.removeAll()
    do {
      try ledger.abandonRoster(roster)
    } catch {
      throw .ledger(error)
    }
  }
}
