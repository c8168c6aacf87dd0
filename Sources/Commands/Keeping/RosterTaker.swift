import Bytes
import Findings
import Ledgers
import Minting
import Provisioning
import Rosters
import Runs
import Tokens

/// Puts the rows that a run accepts into a roster of the ledger.
final class RosterTaker: RowTaker {
  private let loader: RosterLoader
  /// Why the run was ended.
  private(set) var failure: RosterLoadError?

  init(_ loader: RosterLoader) { self.loader = loader }

  var count: Int { loader.count }

  func take(_ rows: [TakenRow]) throws(RunFailure) {
    do throws(RosterLoadError) {
      // A row without an identity is refused: the profile is compiled with a memory.
      try loader.add(
        rows.compactMap { row in
          row.identity.map {
            RosterRow(
              identity: $0, row: StoredRow(bytes: row.bytes, row: row.row, line: row.line))
          }
        })
    } catch {
      throw stop(error)
    }
  }

  func complete(_ form: TakenForm, _ report: RunReport) throws(RunFailure) {
    if let finding = Self.refusal(report) {
      let rows = report.groups.groups.filter { $0.key.code == .duplicateIdentity }
      throw .gate([finding] + rows.values.flatMap(\.first))
    }
    do throws(RosterLoadError) {
      try loader.complete(RowForm(form))
    } catch {
      throw stop(error)
    }
  }

  /// Why the roster stays as it was, if it does.
  private static func refusal(_ report: RunReport) -> Finding? {
    if let count = report.groups.countByCode[.duplicateIdentity], count > 0 {
      return Finding(
        .duplicateIdentity, at: .run,
        "\(Terminal.count(count, "row")) of the batch \(count == 1 ? "is" : "are") of a user whom "
          + "another row is of, too, so it is not clear who that user is.",
        help: "One user, one row: merge them, or remove all but one.")
    }
    guard report.accepted == 0 else { return nil }
    return Finding(
      .emptyBatch, at: .run, "No row of the batch is accepted, so nobody could sign in.",
      help: "Check that its export has finished; muster roster remove removes a roster.")
  }

  private func stop(_ error: RosterLoadError) -> RunFailure {
    failure = error
    return .stopped
  }

  /// Gives the roster up, after a failure; the old one stays.
  func giveUp() { try? loader.abandon() }
}
