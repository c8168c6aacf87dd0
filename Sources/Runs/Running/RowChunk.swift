import Batches
import Bytes
import Findings
import Provisioning
import Tokens

/// A chunk of rows with all that becomes of them.
final class RowChunk {
  var batch = BatchChunk()
  var index = 0
  /// How much of the batch had been read when this was cut; nil if nobody knows.
  var shareRead: Double?
  var results = RowResults()
}

/// What became of the rows of one chunk, until it is their turn to be written.
struct RowResults {
  var artifacts: [UInt8] = []
  var rejects: [UInt8] = []
  var findings: [UInt8] = []
  var report = RunReport()
  /// For each finding that the report shows, the row after which it comes.
  var shownRows: [Int] = []
  /// The accepted rows, if some of their values may occur once only, and the values' fingerprints.
  var accepted: [AcceptedRow] = []
  var fingerprints: [Fingerprint?] = []
  /// What a ledger may know of each of them, and of rows that were refused.
  var memos: [RowMemo] = []
  var refused: [RefusedRow] = []
  /// The rows that somebody takes, in their order.
  var taken: [TakenRow] = []
  var explanations: [RowExplanation] = []
  /// The times at which rows were judged, each with the first of them.
  var contexts: [(row: Int, context: IssueContext)] = []
  /// How many columns were known before the first row.
  var columnCount = 0
  /// Whether its new keys are the next columns of the batch.
  var mayAddColumns = false
  /// Why the rows end before the chunk does.
  var failure: RunFailure?

  /// Starts anew, with the storage there is.
  mutating func reset(_ compiled: CompiledProfile) {
    artifacts.removeAll(keepingCapacity: true)
    rejects.removeAll(keepingCapacity: true)
    findings.removeAll(keepingCapacity: true)
    report = RunReport(compiled)
    shownRows.removeAll(keepingCapacity: true)
    accepted.removeAll(keepingCapacity: true)
    fingerprints.removeAll(keepingCapacity: true)
    memos.removeAll(keepingCapacity: true)
    refused.removeAll(keepingCapacity: true)
    taken.removeAll(keepingCapacity: true)
    explanations = []
    contexts.removeAll(keepingCapacity: true)
    columnCount = 0
    mayAddColumns = false
    failure = nil
  }

  /// Adds a finding that comes after the row.
  mutating func add(_ finding: Finding, after row: Int, _ writers: RowWriters) {
    report.add(finding)
    if shownRows.count < report.shown.count { shownRows.append(row) }
    writers.append(finding, to: &findings)
  }
}

/// An accepted row, as far as it matters if its values turn out to be those of an earlier one.
struct AcceptedRow {
  private let position: UInt32
  private let rowOffset: UInt32
  private let lineOffset: UInt32
  /// How many columns were known.
  let columnCount: Int32
  /// Seconds since 1970.
  let bestBefore: Int?
  /// Where in the chunk's outputs its artifact stands, and where a reject or a finding would come.
  let artifactStart: Int
  let artifactEnd: Int
  let rejectsEnd: Int
  let findingsEnd: Int

  /// - Parameters:
  ///   - place: where the record is read, in a chunk of at most 32 bits.
  ///   - results: what became of the chunk so far.
  init(
    at place: ChunkReader.Place, of batch: borrowing BatchChunk, bestBefore: NumericDate?,
    columnCount: Int, artifact: Range<Int>, _ results: borrowing RowResults
  ) {
    artifactStart = artifact.lowerBound
    artifactEnd = artifact.upperBound
    rejectsEnd = results.rejects.count
    findingsEnd = results.findings.count
    position = UInt32(truncatingIfNeeded: place.position)
    rowOffset = UInt32(truncatingIfNeeded: place.row - batch.rowsBefore)
    lineOffset = UInt32(truncatingIfNeeded: place.line - batch.line)
    self.columnCount = Int32(truncatingIfNeeded: columnCount)
    self.bestBefore = bestBefore?.secondsSinceEpoch
  }

  /// Where the record is read.
  func place(in batch: borrowing BatchChunk) -> ChunkReader.Place {
    var place = ChunkReader.Place()
    place.position = Int(position)
    place.row = batch.rowsBefore + Int(rowOffset)
    place.line = batch.line + Int(lineOffset)
    return place
  }

  /// The row's number.
  func row(in batch: borrowing BatchChunk) -> Int { batch.rowsBefore + Int(rowOffset) + 1 }

  func isSame(as other: AcceptedRow) -> Bool { rowOffset == other.rowOffset }
}

/// What becomes of a row that was accepted for itself and repeats an earlier one.
struct RowRefusal {
  var row: AcceptedRow
  /// The row's number.
  var number: Int
  /// What is said of it beside what was said already.
  var findings: [Finding]
  var effects: [Int] = []
  /// Its part of the rejects.
  var reject: [UInt8] = []
  /// How it was judged in the end, if somebody wants to know.
  var explanation: RowExplanation?
}

extension RowResults {
  /// Counts rows as rejected that were counted as accepted. The outputs stay as they are.
  ///
  /// - Parameter refusals: the rows, in their order.
  mutating func take(_ refusals: [RowRefusal]) {
    for refusal in refusals {
      report.accepted -= 1
      report.rejected += 1
      for effect in refusal.effects { report.acceptedEffects[effect] -= 1 }
      for finding in refusal.findings { insert(finding, after: refusal.number) }
      guard let explanation = refusal.explanation else { continue }
      for index in explanations.indices where explanations[index].row == refusal.number {
        explanations[index] = explanation
      }
    }
    report.forgetBestBefore()
    var next = 0
    for row in accepted {
      if next < refusals.count && row.isSame(as: refusals[next].row) {
        next += 1
      } else if let date = row.bestBefore {
        report.add(bestBefore: NumericDate(secondsSinceEpoch: date))
      }
    }
  }

  /// Adds a finding among those of later rows.
  private mutating func insert(_ finding: Finding, after row: Int) {
    report.findingCount += 1
    report.count(finding)
    let place = shownRows.firstIndex { $0 > row } ?? shownRows.count
    guard place < RunReport.shownFindingsMax else { return }
    shownRows.insert(row, at: place)
    report.shown.insert(finding, at: place)
    if shownRows.count > RunReport.shownFindingsMax {
      shownRows.removeLast()
      report.shown.removeLast()
    }
  }
}
