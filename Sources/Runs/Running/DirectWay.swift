import Batches
import Provisioning
import Tokens

/// The way of plain rows beside a worker's slow one. It keeps storage that is used again.
final class DirectWay {
  private(set) var way: DirectIssuer
  private(set) var rows = DirectRows()
  /// Where artifacts go that nobody wants.
  private var unwanted: [UInt8] = []

  init?(_ way: consuming DirectIssuer?) {
    guard let way else { return nil }
    self.way = way
  }

  /// Begins with another chunk or another time of issue.
  func begin(_ context: IssueContext) {
    way.beginChunk()
    way.begin(context)
  }

  /// Issues the plain rows from a place on into the results.
  func issue(
    _ batch: borrowing BatchChunk, from place: ChunkReader.Place, upTo rowsMax: Int,
    _ values: UniqueValues, _ digester: RowDigester?, _ entropy: Entropy,
    _ results: inout RowResults, isWritten: Bool
  ) throws(SigningError) {
    let artifactStart = results.artifacts.count
    if isWritten {
      try way.issueRows(
        batch, from: place, upTo: rowsMax, values, digester, entropy, to: &results.artifacts, &rows)
    } else {
      unwanted.removeAll(keepingCapacity: true)
      try way.issueRows(
        batch, from: place, upTo: rowsMax, values, digester, entropy, to: &unwanted, &rows)
    }
    way.takeEffectCounts(into: &results.report.acceptedEffects)
    results.fingerprints += rows.fingerprints
    results.memos += rows.memos
    var start = artifactStart
    for (index, row) in rows.rows.enumerated() {
      var at = place
      at.position = row.position
      at.row += index
      at.line += row.line
      let end = isWritten ? row.artifactEnd : artifactStart
      results.accepted.append(
        AcceptedRow(
          at: at, of: batch, bestBefore: way.bestBefore, columnCount: way.columnCount,
          artifact: start..<end, results))
      start = end
    }
  }
}
