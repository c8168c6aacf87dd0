import Batches
import Bytes
import Findings
import Provisioning

/// Writes rejected rows in the input's own format, so that the file can be fed back as it is.
///
/// `muster_row` and `muster_findings` stand first: a row with too many or too few cells then stays
/// exactly as it was, and Muster leaves both columns out when it reads them again.
struct RejectWriter {
  private var format = BatchFormat.csv
  private var delimiter = UInt8(ascii: ",")
  /// CSV columns that are repeated: all but Muster's own.
  private var repeated: [Int] = []
  /// Whether rows are written as they were read.
  private var isVerbatim = false
  /// How many of Muster's own cells stand in front of each row.
  private var ownCellsInFront = 0
  /// Whether the profile has secrets, so that no unreadable record may be copied.
  private let hasSecrets: Bool

  init(hasSecrets: Bool) { self.hasSecrets = hasSecrets }

  mutating func open(
    _ format: BatchFormat, delimiter: UInt8, _ names: [[UInt8]], _ binding: ColumnBinding,
    to output: inout [UInt8]
  ) {
    self.format = format
    self.delimiter = delimiter
    switch format {
    case .jsonl: break
    case .json: output.append(UInt8(ascii: "["))
    case .csv:
      repeated = names.indices.filter { !names[$0].starts(with: Array("muster_".utf8)) }
      ownCellsInFront = names.prefix { $0.starts(with: Array("muster_".utf8)) }.count
      repeated = names.indices.filter { !names[$0].starts(with: Array("muster_".utf8)) }
      isVerbatim = !binding.hasSecrets && repeated.count + ownCellsInFront == names.count
      appendHeader(names, to: &output)
    }
  }

  private func appendHeader(_ names: [[UInt8]], to output: inout [UInt8]) {
    output += Array("muster_row".utf8)
    output.append(delimiter)
    output += Array("muster_findings".utf8)
    for index in repeated {
      output.append(delimiter)
      let name = names[index]
      CSVWriter.appendCell(name.span, delimiter: delimiter, to: &output)
    }
    output.append(0x0A)
  }

  /// Appends a row. In a JSON array a comma stands before each, which the first does not need.
  func append(
    _ record: borrowing Record, _ binding: ColumnBinding, _ findings: [Finding],
    to output: inout [UInt8]
  ) {
    let words = Array(Self.words(findings).utf8)
    switch format {
    case .csv:
      JSONWriter.appendInteger(record.row, to: &output)
      output.append(delimiter)
      CSVWriter.appendNeutralisedCell(words.span, delimiter: delimiter, to: &output)
      output.append(delimiter)
      appendCells(record, binding, to: &output)
      output.append(0x0A)
    case .json:
      output += Array(",\n".utf8)
      appendObject(record, binding, words, to: &output)
    case .jsonl:
      appendObject(record, binding, words, to: &output)
      output.append(0x0A)
    }
  }

  /// How many bytes of the first row of all are to be left out.
  var surplusOfFirstRow: Int { format == .json ? 1 : 0 }

  /// Appends what stands behind the last row, if there was one.
  func close(isEmpty: Bool, to output: inout [UInt8]) {
    if format == .json { output += Array((isEmpty ? "]\n" : "\n]\n").utf8) }
  }

  /// `code: message; code: message`, errors first.
  private static func words(_ findings: [Finding]) -> String {
    let errors = findings.filter { $0.severity == .error }
    return errors.map { finding in
      let code = finding.rule.map { "\(finding.code.rawValue) \($0)" } ?? finding.code.rawValue
      return "\(code): \(finding.message)"
    }.joined(separator: " | ")
  }

  // MARK: CSV

  private func appendCells(
    _ record: borrowing Record, _ binding: ColumnBinding, to output: inout [UInt8]
  ) {
    if isVerbatim {
      // As it was read, so that a malformed row stays what it is however often it is fed back.
      JSONWriter.appendRaw(
        record.bytes.span.extracting(rawBehindOwnCells(record)), to: &output)
      return
    }
    var given = record.fields.count
    for problem in record.problems {
      if case .raggedRow(_, let found) = problem.kind { given = min(found, given) }
    }
    // In a malformed row the cells may stand under wrong names, and a secret in any of them.
    let isMalformed = binding.hasSecrets && !record.problems.isEmpty
    var isFirst = true
    for index in repeated where index < given {
      if !isFirst { output.append(delimiter) }
      isFirst = false
      let isSecret = isMalformed || binding.secretColumns[index]
      appendCell(record, record.fields[index], isSecret: isSecret, to: &output)
    }
    for field in record.extraCells {
      output.append(delimiter)
      appendCell(record, field, isSecret: binding.hasSecrets, to: &output)
    }
  }

  /// Where the record's text goes on behind the cells that an earlier run put in front.
  private func rawBehindOwnCells(_ record: borrowing Record) -> Range<Int> {
    var start = record.raw.lowerBound
    var skipped = 0
    var isQuoted = false
    while skipped < ownCellsInFront && start < record.raw.upperBound {
      let byte = record.bytes[start]
      if byte == UInt8(ascii: "\"") { isQuoted.toggle() }
      if byte == delimiter && !isQuoted { skipped += 1 }
      start += 1
    }
    return start..<record.raw.upperBound
  }

  private func appendCell(
    _ record: borrowing Record, _ field: Field, isSecret: Bool, to output: inout [UInt8]
  ) {
    if isSecret && field.kind != .absent {
      CSVWriter.appendCell(
        Array(Judge.redaction.utf8).span, delimiter: delimiter, to: &output)
      return
    }
    CSVWriter.appendCell(
      record.bytes.span.extracting(field.range), delimiter: delimiter, to: &output)
  }

  // MARK: JSON

  /// The record's own members as they were read, behind Muster's two; a record that cannot be read
  /// is kept as text in `muster_raw`, unless it may hold a secret.
  private func appendObject(
    _ record: borrowing Record, _ binding: ColumnBinding, _ words: [UInt8],
    to output: inout [UInt8]
  ) {
    var members = JSONMembers(&output)
    members.add("muster_row", record.row, &output)
    members.name("muster_findings", &output)
    JSONWriter.appendString(words.span, to: &output)
    let isReadable = !record.problems.contains { problem in
      switch problem.kind {
      case .json, .notAnObject, .invalidUTF8, .nulCharacter, .duplicateMember, .tooManyColumns,
        .fieldTooLong:
        true
      default: false
      }
    }
    if isReadable {
      for (index, field) in record.fields.enumerated() where field.kind != .absent {
        let name = binding.name(index)
        if name.hasPrefix("muster_") && index != binding.rawColumn { continue }
        members.name(name, &output)
        appendValue(record, field, isSecret: binding.secretColumns[index], to: &output)
      }
    } else {
      members.name("muster_raw", &output)
      let raw =
        hasSecrets
        ? Judge.redaction : String(decoding: record.bytes[record.raw], as: Unicode.UTF8.self)
      JSONWriter.appendString(Array(raw.utf8).span, to: &output)
    }
    members.close(&output)
  }

  private func appendValue(
    _ record: borrowing Record, _ field: Field, isSecret: Bool, to output: inout [UInt8]
  ) {
    let bytes = record.bytes.span.extracting(field.range)
    if isSecret {
      JSONWriter.appendString(Array(Judge.redaction.utf8).span, to: &output)
    } else if field.kind == .json {
      JSONWriter.appendRaw(bytes, to: &output)
    } else {
      JSONWriter.appendString(bytes, to: &output)
    }
  }
}
