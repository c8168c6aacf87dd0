package import Bytes
package import Provisioning

/// An accepted row, as far as a ledger may know it.
package struct RememberedRow: Sendable {
  /// The row's number in its input.
  package var row: Int
  package var memo: RowMemo
  package var bestBefore: NumericDate?
}

/// A row that was refused, as far as a ledger may know it.
package struct RefusedRow: Sendable {
  /// The row's number in its input.
  package var row: Int
  /// Whether an allowance is missing, rather than something wrong.
  package var isHeld: Bool
  /// The user, as far as it is known.
  package var identity: KeyedDigest?
}

/// Whoever wants to know what became of rows, in their order.
package protocol RowKeeper: AnyObject {
  /// Takes the accepted rows of a chunk, whose artifacts have been written, and the refused ones, both
  /// in their order.
  ///
  /// - Throws: ``RunFailure/stopped`` where the run is to end; the keeper knows why.
  func keep(_ rows: [RememberedRow], refused: [RefusedRow]) throws(RunFailure)
}

/// The values that may occur once in all inputs of a job together.
package final class BatchMemory {
  let key: [UInt8]
  fileprivate var seen: SeenValues?
  /// How many rows stood in the inputs before the one that is read.
  private(set) var rowsBefore = 0
  private var inputs: [(before: Int, name: String)] = []

  /// - Parameter key: 16 random bytes.
  package init(key: [UInt8]) { self.key = key }

  /// Turns the row among those of all inputs into one of its own input.
  func locate(_ repetition: inout SeenValues.Repetition) {
    let row = repetition.first
    repetition.first = row - rowsBefore
    guard row <= rowsBefore, let input = inputs.last(where: { $0.before < row }) else { return }
    repetition.first = row - input.before
    repetition.input = input.name
  }

  /// Takes what an input has shown.
  fileprivate func take(_ seen: SeenValues, _ name: String, rows: Int) {
    self.seen = seen
    inputs.append((rowsBefore, name))
    rowsBefore += rows
  }

  fileprivate func takeSeen() -> SeenValues? {
    defer { seen = nil }
    return seen
  }
}

/// What stands above the artifacts of all inputs.
package final class ArtifactHead {
  /// What was written; nil as long as nothing was, or where an earlier process wrote it.
  private var bytes: [UInt8]?
  private var isWritten: Bool

  /// - Parameter isWritten: whether a run that was interrupted has written it.
  package init(isWritten: Bool) { self.isWritten = isWritten }

  /// Returns what is to be written now; nil where another input of the job has other columns.
  func take(_ head: [UInt8]) -> [UInt8]? {
    if let bytes { return bytes == head ? [] : nil }
    bytes = head
    defer { isWritten = true }
    return isWritten ? [] : head
  }
}

/// One of the two passes of a job over one of its inputs: the first judges all rows, the second issues
/// those that were chosen.
package struct JobPass {
  package var keeper: any RowKeeper
  package var digester: RowDigester
  package var batch: BatchMemory
  /// The same in both passes. Whoever made them finishes them.
  package var outputs: RunOutputs
  /// The rows to issue, in the second pass.
  package var rows: RowSet?
  package var head: ArtifactHead

  package init(
    keeper: any RowKeeper, digester: RowDigester, batch: BatchMemory, outputs: RunOutputs,
    rows: RowSet?, head: ArtifactHead
  ) {
    self.keeper = keeper
    self.digester = digester
    self.batch = batch
    self.outputs = outputs
    self.rows = rows
    self.head = head
  }

  var isSecond: Bool { rows != nil }

  /// The values that inputs before this one have shown.
  func takeSeen() -> SeenValues? { isSecond ? nil : batch.takeSeen() }

  func giveBack(_ seen: SeenValues, input: String, rows: Int) {
    if !isSecond { batch.take(seen, input, rows: rows) }
  }
}
