import Batches
import Findings
import Provisioning

/// Forms the outputs of rows in buffers. Each worker has its own; nothing in it changes.
struct RowWriters {
  /// nil where nobody wants artifacts.
  let artifacts: ArtifactWriter?
  let rejects: RejectWriter?
  /// The batch's name for findings; nil where nobody wants them.
  let findingsFile: String?

  /// Whether an artifact and a line end are all there is to write, if anything is.
  var artifactsAreInPlace: Bool { artifacts.map { $0.format == .lines } ?? true }

  func append(_ finding: Finding, to output: inout [UInt8]) {
    guard let findingsFile else { return }
    FindingJSON.append(finding, file: findingsFile, to: &output)
    output.append(0x0A)
  }

  func reject(
    _ record: borrowing Record, _ binding: ColumnBinding, _ findings: [Finding],
    to output: inout [UInt8]
  ) {
    rejects?.append(record, binding, findings, to: &output)
  }
}
