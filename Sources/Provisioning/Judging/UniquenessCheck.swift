package import Batches
package import Findings

/// Finds values that may occur once in a batch and occur again, one row after the other. Rows that are
/// not accepted leave no trace in it.
package struct UniquenessCheck {
  private let values: UniqueValues
  private var seen: SeenValues
  private var fingerprints: [Fingerprint?] = []

  /// - Parameter key: 16 bytes, random wherever a batch is foreign.
  package init(_ compiled: CompiledProfile, key: [UInt8]) {
    values = UniqueValues(compiled, key: key)
    seen = SeenValues(count: values.count)
  }

  /// Checks the row that `judge` has just accepted.
  package mutating func check(_ judge: borrowing Judge, row: Int, line: Int) -> [Finding] {
    fingerprints.removeAll(keepingCapacity: true)
    values.append(judge, to: &fingerprints)
    return seen.add(fingerprints, from: 0, row: row).map {
      values.finding(judge, $0, at: .row(row, line: line))
    }
  }

  /// Rejects the row that `judge` has just judged, if it is accepted and an earlier one had its values.
  package mutating func apply(
    _ judge: borrowing Judge, _ record: borrowing Record, to verdict: inout Verdict
  ) {
    guard verdict.outcome == .accepted else { return }
    let duplicates = check(judge, row: record.row, line: record.line)
    guard !duplicates.isEmpty else { return }
    verdict.findings += duplicates
    verdict.outcome = .rejected
  }
}
