package import Batches
package import Bytes
import Findings
import Provisioning

/// What a run does with accepted rows instead of issuing artifacts: it hands them to somebody who keeps
/// them, and gives each a link in the artifact's place, if one is wanted. Rows are judged as always, with
/// an artifact whose signature is left out.
package struct RowTaking {
  package var taker: any RowTaker
  /// Nil where rows get none.
  package var link: RowLink?
  /// Whether rows are taken, too, that only lack inputs which a request may give.
  package var takesIncomplete: Bool

  package init(taker: any RowTaker, link: RowLink? = nil, takesIncomplete: Bool = false) {
    self.taker = taker
    self.link = link
    self.takesIncomplete = takesIncomplete
  }
}

/// A link to give out for each row: it ends with random characters of the row's own.
package struct RowLink: Sendable {
  /// What all links begin with.
  package var prefix: [UInt8]
  /// How many random bytes stand behind it, as base64url.
  package var secretByteCount: Int
  /// Until when links can be used.
  package var bestBefore: NumericDate

  package init(prefix: [UInt8], secretByteCount: Int, bestBefore: NumericDate) {
    self.prefix = prefix
    self.secretByteCount = secretByteCount
    self.bestBefore = bestBefore
  }
}

/// A row that was accepted.
package struct TakenRow: Sendable {
  /// The original bytes, without their line end.
  package var bytes: [UInt8]
  /// The 1-based number of the row, and the 1-based line on which it begins.
  package var row: Int
  package var line: Int
  /// The text of what the user is known by; nil where the row does not tell.
  package var identity: [UInt8]?
  /// The random bytes of its link; empty where rows get none.
  package var secret: [UInt8]
}

/// How the rows of a batch stand in it, once all of them have been read.
package struct TakenForm: Sendable {
  package var format: BatchFormat
  package var dialect: CSVDialect
  /// For CSV those of the header; for JSON every key that the rows have.
  package var columns: ColumnTable
}

/// Whoever keeps the accepted rows of a batch.
package protocol RowTaker: AnyObject {
  /// Takes accepted rows in their order. What they get is shown later.
  ///
  /// - Throws: ``RunFailure/stopped`` where the run is to end; the taker knows why.
  func take(_ rows: [TakenRow]) throws(RunFailure)

  /// Says that these were all. The outputs are stored, and get their names when this returns.
  func complete(_ form: TakenForm, _ report: RunReport) throws(RunFailure)
}

extension RowTaking {
  /// Whether a row with this verdict is taken.
  func takes(_ verdict: borrowing Verdict) -> Bool {
    switch verdict.outcome {
    case .accepted: true
    case .held: false
    case .rejected:
      takesIncomplete
        && verdict.findings.allSatisfy { $0.severity != .error || $0.code == .missingInput }
    }
  }
}
