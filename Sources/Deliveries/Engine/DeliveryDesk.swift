package import Findings
package import Ledgers
package import Minting
package import Runs
package import Tokens

/// Why a delivery ended before its time. What was stored is stored.
package enum DeliveryFailure: Error, Sendable {
  /// Reading an input, or writing an output.
  case run(RunFailure, input: String)
  case ledger(LedgerError)
  case signing(SigningError)
}

/// A row that is to be presented.
package struct DeliveryRow: Sendable {
  /// Which of the inputs it is in.
  package var input: Int
  package var stored: StoredRow
  /// Whether an earlier run, which was killed, may have presented it.
  package var isRepeated: Bool

  package init(input: Int, stored: StoredRow, isRepeated: Bool) {
    self.input = input
    self.stored = stored
    self.isRepeated = isRepeated
  }
}

/// What became of a row.
package struct RowOutcome: Sendable {
  package enum State: String, Sendable {
    /// The platform's answer said so, by the profile's rule.
    case delivered
    /// The platform's answer said no.
    case refused
    /// Nothing that the platform said, or did not say, decided.
    case failed
    /// The row was accepted before, and is not any more: time has gone by.
    case rejected
    /// Nothing was decided before the delivery was ended; the next one takes it up.
    case left
  }

  package var row: DeliveryRow
  package var state: State
  /// How often it was presented in this run.
  package var presentations: Int
  /// The status of the last answer.
  package var status: Int?
  /// Why it was not delivered.
  package var findings: [Finding]
}

/// Hands out rows, and takes what became of them. One task at a time uses it.
package protocol DeliveryDesk: AnyObject {
  /// The next row; nil behind the last one.
  func next() throws(DeliveryFailure) -> DeliveryRow?
  func take(_ outcome: RowOutcome) throws(DeliveryFailure)
}

/// Hands a desk to the task that uses it; whoever made it waits until then.
package struct HandedDesk: @unchecked Sendable {
  let desk: any DeliveryDesk

  package init(_ desk: any DeliveryDesk) { self.desk = desk }
}
