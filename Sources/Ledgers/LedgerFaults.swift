import GRDB

/// Makes chosen steps of the ledger fail with an error of SQLite: the tests' rigged database.
package final class LedgerFaults {
  /// A step that a database can refuse.
  package enum Step: Hashable, CaseIterable, Sendable {
    /// Before a transaction begins.
    case begin
    /// Before a statement that reads.
    case read
    /// Before a statement that writes; of a batch of members, before each.
    case write
    /// Before a transaction is committed: it is rolled back.
    case commit
    /// After a transaction was committed: it is stored, and its caller is told that it failed.
    case committed
  }

  /// Results of SQLite (https://www.sqlite.org/rescode.html).
  package static let busy: Int32 = 5
  package static let ioError: Int32 = 10
  package static let corrupt: Int32 = 11
  package static let full: Int32 = 13
  package static let fsyncFailed: Int32 = 1_034

  private let step: Step?
  private let first: Int
  private let isLasting: Bool
  private let code: Int32
  /// How many steps of the chosen kind there were.
  package private(set) var count = 0
  package private(set) var hasStruck = false

  /// Lets the n-th step of that kind fail, counted from 1; nil counts steps of every kind. With 0
  /// nothing fails, and `count` says how many steps there are.
  ///
  /// - Parameter isLasting: all later ones fail, too.
  package init(failing step: Step?, at first: Int, isLasting: Bool = false, code: Int32) {
    self.step = step
    self.first = first
    self.isLasting = isLasting
    self.code = code
  }

  func check(_ step: Step) throws {
    if let chosen = self.step, chosen != step { return }
    count += 1
    guard count == first || (isLasting && first > 0 && count > first) else { return }
    hasStruck = true
    throw DatabaseError(resultCode: ResultCode(rawValue: code))
  }
}
