import Bytes
package import Findings
import Profiles

/// Finds values that may occur once in a batch and occur again: identities, and identifiers that
/// the batch brings along. Rows that are not accepted leave no trace in it.
package struct UniquenessCheck {
  private var tables: [FingerprintTable]
  /// Of the row that is being checked, by table.
  private var fingerprints: [FingerprintTable.Fingerprint?] = []

  package init(_ compiled: CompiledProfile, key: [UInt8]) {
    tables = compiled.uniqueValues.map { _ in FingerprintTable(key: key) }
  }

  /// Checks the row that `judge` has just accepted.
  package mutating func check(_ judge: borrowing Judge, row: Int, line: Int) -> [Finding] {
    var findings: [Finding] = []
    fingerprints.removeAll(keepingCapacity: true)
    for (index, reference) in judge.compiled.uniqueValues.enumerated() {
      let range = judge.location(of: reference)
      guard !range.isEmpty else {
        fingerprints.append(nil)
        continue
      }
      let value = (reference.scope == .input ? judge.inputs : judge.claims)[range]
      let fingerprint = tables[index].fingerprint(value.span)
      fingerprints.append(fingerprint)
      guard let first = tables[index].row(showing: fingerprint) else { continue }
      findings.append(
        Self.finding(judge, reference, first, Excerpt.make(value.span), .row(row, line: line)))
    }
    if findings.isEmpty { remember(row) }
    return findings
  }

  private static func finding(
    _ judge: borrowing Judge, _ reference: Reference, _ first: Int, _ excerpt: String,
    _ place: Finding.Place
  ) -> Finding {
    let program =
      reference.scope == .input
      ? judge.compiled.inputs[reference.index] : judge.compiled.claims[reference.index]
    let isIdentity = judge.compiled.profile.identity.contains(reference)
    return Finding(
      isIdentity ? .duplicateIdentity : .duplicateValue, at: place,
      "The \(reference.scope == .input ? "input" : "claim") \"\(reference.text)\" has the same value "
        + "as in row \(first).",
      help: isIdentity
        ? "One user, one row: merge the two rows, or remove one."
        : "Leave it empty, so that Muster makes one.",
      column: judge.binding.columns[program.slot].first.map { judge.binding.name($0) },
      claim: reference.text, excerpt: program.isSecret ? Judge.redaction : excerpt)
  }

  private mutating func remember(_ row: Int) {
    for (index, fingerprint) in fingerprints.enumerated() {
      if let fingerprint { tables[index].insert(fingerprint, row: row) }
    }
  }
}
