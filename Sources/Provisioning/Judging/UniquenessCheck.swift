import Bytes
package import Findings
import Profiles

/// Finds values that may occur once in a batch and occur again: identities, and identifiers that
/// the batch brings along. Rows that are not accepted leave no trace in it.
package struct UniquenessCheck {
  /// Rows of a batch at most: 32 bits count them.
  package static let rowsMax = Int(UInt32.max) - 1

  private var tables: [FingerprintTable]

  package init(_ compiled: CompiledProfile, key: [UInt8]) {
    tables = compiled.uniqueClaims.map { _ in FingerprintTable(key: key) }
  }

  /// Checks the row that `judge` has just accepted.
  package mutating func check(_ judge: borrowing Judge, row: Int, line: Int) -> [Finding] {
    var findings: [Finding] = []
    for (index, claim) in judge.compiled.uniqueClaims.enumerated() {
      let range = judge.claimRanges[claim]
      guard !range.isEmpty else { continue }
      let value = judge.claims.span.extracting(range)
      guard let first = tables[index].insert(value, row: row) else { continue }
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
    return findings
  }
}
