import Bytes
import Ledgers
import Minting
package import Runs

/// The rows of a delivery as JSON Lines: what was known of each and is going to be done with it, then what
/// became of those that were presented.
package final class DeliveryRowsFile {
  private let sink: any ByteSink
  /// The input whose rows come.
  var input = ""
  private var lines: [UInt8] = []

  package init(_ sink: any ByteSink) { self.sink = sink }

  func add(_ row: Int, _ decision: DeliveryDecision, _ record: DeliveryRecord?) {
    var members = JSONMembers(&lines)
    members.add("input", input, &lines)
    members.add("row", row, &lines)
    members.add("action", decision.rawValue, &lines)
    if let record {
      members.add("state", record.state.rawValue, &lines)
      members.add("presentations", record.presentations, &lines)
      if let status = record.status { members.add("status", status, &lines) }
      members.add("at", "\(record.at)", &lines)
    }
    members.close(&lines)
    lines.append(0x0A)
  }

  func add(_ outcome: RowOutcome, input: String) {
    var members = JSONMembers(&lines)
    members.add("input", input, &lines)
    members.add("row", outcome.row.stored.row, &lines)
    members.add("outcome", outcome.state.rawValue, &lines)
    members.add("presentations", outcome.presentations, &lines)
    if let status = outcome.status { members.add("status", status, &lines) }
    members.close(&lines)
    lines.append(0x0A)
  }

  func flush() throws(FileError) {
    if lines.isEmpty { return }
    let bytes = lines
    lines.removeAll(keepingCapacity: true)
    try sink.write(bytes.span)
  }

  /// Says that all rows are there.
  package func finish() throws(FileError) {
    try flush()
    try sink.prepare()
    try sink.finish()
  }
}
