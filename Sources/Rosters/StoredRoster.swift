package import Ledgers
import Minting
import Synchronization
package import Tokens

/// Why a user could not be looked for in a ledger's roster.
package enum RosterFindError: Error, Sendable, Hashable {
  case ledger(LedgerError)
  /// What the ledger has of the user is not what was loaded.
  case damaged(roster: String)
}

/// A roster in the ledger, as it is at the moment: one that is loaded again counts from then on.
package final class StoredRoster: RosterSource {
  package let name: String
  private let worker: LedgerWorker
  private let keys: RosterKeys
  /// The form of the roster that was met last, and what stands for it.
  private let lastForm = Mutex<(bytes: [UInt8], form: RowForm)?>(nil)

  /// - Parameters:
  ///   - worker: has the ledger.
  ///   - key: the ledger's.
  package init(_ worker: LedgerWorker, name: String, key: KeyedHash) {
    self.worker = worker
    self.name = name
    keys = RosterKeys(key)
  }

  /// The row of the user; nil where the roster does not have them, or is not there.
  package func find(_ user: [UInt8]) async throws(RosterFindError) -> RosterEntry? {
    let name = name
    let digest = keys.user(user, roster: name)
    let found: LedgerRosterRow?
    do throws(LedgerError) {
      found = try await worker.perform { (ledger) throws(LedgerError) in
        try ledger.rosterRow(name, user: digest)
      }
    } catch {
      throw .ledger(error)
    }
    guard let found else { return nil }
    guard let opened = keys.open(found, user: digest) else { throw .damaged(roster: name) }
    return RosterEntry(form: kept(opened.form, found.roster.form), row: opened.row)
  }

  /// The same table of columns for all rows of a roster: who compares it with its own finds that fast.
  private func kept(_ form: RowForm, _ bytes: [UInt8]) -> RowForm {
    lastForm.withLock { last in
      if let last, last.bytes == bytes { return last.form }
      last = (bytes, form)
      return form
    }
  }

  /// How many users the ledger has under this name; nil where there is no such roster.
  package func count() async throws(RosterFindError) -> Int? {
    let name = name
    do throws(LedgerError) {
      return try await worker.perform { (ledger) throws(LedgerError) in
        try ledger.roster(name)?.rows
      }
    } catch {
      throw .ledger(error)
    }
  }
}
