import Batches
import Bytes
import Profiles
import Provisioning

/// Writes accepted rows: one artifact a line, a CSV for a mail merge, or JSON Lines.
struct ArtifactWriter {
  let format: RunRequest.OutputFormat
  /// Whether what stands in the artifact's place is a link to one.
  let isLink: Bool
  /// Columns that CSV output repeats: all but secrets and Muster's own.
  private var repeated: [Int] = []

  init(_ format: RunRequest.OutputFormat, isLink: Bool = false) {
    self.format = format
    self.isLink = isLink
  }

  /// What the columns behind those of the batch are called.
  private var ownNames: [String] {
    isLink ? ["ticket_url", "ticket_expires_at"] : ["artifact", "best_before"]
  }

  /// Appends what stands before the first row.
  mutating func open(_ names: [[UInt8]], _ binding: ColumnBinding, to output: inout [UInt8]) {
    guard format == .csv else { return }
    repeated = names.indices.filter { index in
      !binding.secretColumns[index] && !names[index].starts(with: Array("muster_".utf8))
        && !ownNames.contains { $0.utf8.elementsEqual(names[index]) }
    }
    for index in repeated {
      let name = names[index]
      CSVWriter.appendNeutralisedCell(name.span, delimiter: UInt8(ascii: ","), to: &output)
      output.append(UInt8(ascii: ","))
    }
    output += Array((ownNames.joined(separator: ",") + "\n").utf8)
  }

  func append(
    _ record: borrowing Record, _ judge: borrowing Judge, _ verdict: Verdict, artifact: [UInt8],
    to output: inout [UInt8]
  ) {
    switch format {
    case .lines: output.append(contentsOf: artifact)
    case .csv: appendCells(record, verdict, artifact, to: &output)
    case .jsonl: appendObject(record, judge, verdict, artifact, to: &output)
    }
    output.append(0x0A)
  }

  private func appendCells(
    _ record: borrowing Record, _ verdict: Verdict, _ artifact: [UInt8], to output: inout [UInt8]
  ) {
    for index in repeated {
      if index < record.fields.count {
        let field = record.fields[index]
        CSVWriter.appendNeutralisedCell(
          record.bytes.span.extracting(field.range), delimiter: UInt8(ascii: ","), to: &output)
      }
      output.append(UInt8(ascii: ","))
    }
    CSVWriter.appendCell(artifact.span, delimiter: UInt8(ascii: ","), to: &output)
    output.append(UInt8(ascii: ","))
    if let date = verdict.bestBefore { output += Array(date.description.utf8) }
  }

  private func appendObject(
    _ record: borrowing Record, _ judge: borrowing Judge, _ verdict: Verdict,
    _ artifact: [UInt8], to output: inout [UInt8]
  ) {
    var members = JSONMembers(&output)
    members.add("row", record.row, &output)
    members.add("line", record.line, &output)
    members.name("identity", &output)
    judge.appendIdentity(to: &output)
    members.name(ownNames[0], &output)
    JSONWriter.appendString(artifact.span, to: &output)
    if !isLink {
      members.name("expires_at", &output)
      appendDate(verdict.expiresAt?.secondsSinceEpoch, to: &output)
    }
    members.name(ownNames[1], &output)
    if let date = verdict.bestBefore {
      JSONWriter.appendString(Array(date.description.utf8).span, to: &output)
    } else {
      output += Array("null".utf8)
    }
    members.close(&output)
  }

  private func appendDate(_ seconds: Int?, to output: inout [UInt8]) {
    if let seconds {
      JSONWriter.appendInteger(seconds, to: &output)
    } else {
      output += Array("null".utf8)
    }
  }
}
