import Bytes
package import Findings
import Profiles

/// Finds values that may occur once in a batch and occur again: identities, and identifiers that
/// the batch brings along. Rows that are not accepted leave no trace in it.
package struct UniquenessCheck {
  /// Rows of a batch at most: 32 bits count them.
  package static let rowsMax = Int(UInt32.max) - 1

  private var tables: [FingerprintTable]
  /// Of the row that is being checked, by table.
  private var fingerprints: [FingerprintTable.Fingerprint?] = []

  package init(_ compiled: CompiledProfile, key: [UInt8]) {
    tables = compiled.uniqueClaims.map { _ in FingerprintTable(key: key) }
  }

  /// Checks the row that `judge` has just accepted.
  package mutating func check(_ judge: borrowing Judge, row: Int, line: Int) -> [Finding] {
    var findings: [Finding] = []
    fingerprints.removeAll(keepingCapacity: true)
    for (index, claim) in judge.compiled.uniqueClaims.enumerated() {
      let range = judge.claimRanges[claim]
      guard !range.isEmpty else {
        fingerprints.append(nil)
        continue
      }
      let value = judge.claims.span.extracting(range)
      let fingerprint = tables[index].fingerprint(value)
      fingerprints.append(fingerprint)
      guard let first = tables[index].row(showing: fingerprint) else { continue }
      let program = judge.compiled.claims[claim]
      let isIdentity = judge.compiled.profile.identity.contains(claim)
      findings.append(
        Finding(
          isIdentity ? .duplicateIdentity : .duplicateValue, at: .row(row, line: line),
          "The claim \"\(program.path)\" has the same value as in row \(first).",
          help: isIdentity
            ? "One user, one row: merge the two rows, or remove one."
            : "Leave it empty, so that Muster makes one.",
          column: judge.binding.columns[program.slot].first.map { judge.binding.name($0) },
          claim: program.path,
          excerpt: program.isSecret ? Judge.redaction : Excerpt.make(value)))
    }
    if findings.isEmpty { remember(row) }
    return findings
  }

  private mutating func remember(_ row: Int) {
    for (index, fingerprint) in fingerprints.enumerated() {
      if let fingerprint { tables[index].insert(fingerprint, row: row) }
    }
  }
}
