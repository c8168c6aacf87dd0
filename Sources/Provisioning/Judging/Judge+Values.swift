import Batches
import Bytes
import Findings
import Profiles
import Schemas
import Tokens

extension Judge {
  /// Makes the value of one claim, input or member as canonical JSON in `value`.
  ///
  /// - Returns: false where the value is absent, or refused with findings.
  mutating func makeValue(
    _ program: ValueProgram, _ record: borrowing Record, _ context: IssueContext,
    _ entropy: Entropy
  ) -> Bool {
    trace?.begin(program)
    let isMade = findValue(program, record, context, entropy)
    trace?.end(isMade, value)
    return isMade
  }

  private mutating func findValue(
    _ program: ValueProgram, _ record: borrowing Record, _ context: IssueContext,
    _ entropy: Entropy
  ) -> Bool {
    value.removeAll(keepingCapacity: true)
    let columns = binding.columns[program.slot]
    for index in columns.indices where columns[index] < record.fields.count {
      let column = columns[index]
      if isBroken(column) {
        trace?.note(.broken(column))
        return false
      }
      let field = record.fields[column]
      if field.kind == .absent {
        trace?.note(.empty(column))
        continue
      }
      if columns.count > 1 || isAssembled(program),
        let other = secondSource(program, columns[(index + 1)...], record)
      {
        trace?.note(.conflict(column, other))
        reportConflict(program, column, other)
        return false
      }
      trace?.note(.taken(column, field.kind, Array(record.bytes[field.range])))
      guard readField(program, record, field, column) else { return false }
      noteFed(program)
      return true
    }
    if isAssembled(program) {
      if assemble(program, record, context, entropy) { return checked(program, nil) }
    }
    guard let origin = program.origin else { return false }
    trace?.note(.asked)
    if let when = program.when, !holds(when) { return false }
    return make(origin, program, context, entropy)
  }

  /// Whether columns of single members may make the value.
  private func isAssembled(_ program: ValueProgram) -> Bool {
    !program.isFixed && (!program.members.isEmpty || hasExtras(program))
  }

  /// Another column that holds a value of its own for the same thing: one whose name differs in
  /// case only, or one of a single member. Which of the two was meant cannot be known.
  private func secondSource(
    _ program: ValueProgram, _ others: ArraySlice<Int>, _ record: borrowing Record
  ) -> Int? {
    for column in others
    where binding.caseVariants[column] && column < record.fields.count
      && record.fields[column].kind != .absent
    {
      return column
    }
    return isAssembled(program) ? memberColumn(program, record) : nil
  }

  private func memberColumn(_ program: ValueProgram, _ record: borrowing Record) -> Int? {
    for member in program.members {
      for column in binding.columns[member.slot]
      where column < record.fields.count && record.fields[column].kind != .absent {
        return column
      }
      if let column = memberColumn(member, record) { return column }
    }
    guard hasExtras(program) else { return nil }
    for column in binding.extraColumns where column < record.fields.count {
      if case .member(program.index, _) = binding.extras[column],
        record.fields[column].kind != .absent
      {
        return column
      }
    }
    return nil
  }

  mutating func reportConflict(_ program: ValueProgram, _ column: Int, _ other: Int) {
    report(
      Finding(
        .conflictingSources, at: .row(row, line: line),
        "The columns \"\(binding.name(column))\" and \"\(binding.name(other))\" both give "
          + "\"\(program.path)\".",
        help: "Leave one of the two empty.", column: binding.name(column), claim: program.path))
  }

  private func hasExtras(_ program: ValueProgram) -> Bool {
    program.index >= 0 && program.index < binding.hasMemberExtras.count
      && program.path == compiled.claims[program.index].path
      && binding.hasMemberExtras[program.index]
  }

  // MARK: From a column

  private mutating func readField(
    _ program: ValueProgram, _ record: borrowing Record, _ field: Field, _ column: Int
  ) -> Bool {
    if program.isPlainText && field.kind != .json {
      return readPlainText(program, record, field, column)
    }
    work.removeAll(keepingCapacity: true)
    JSONWriter.appendRaw(record.bytes.span.extracting(field.range), to: &work)
    if let clear = program.clear, field.kind == .cell, work == clear.marker {
      trace?.note(.marker(clear))
      value.append(contentsOf: clear.value)
      return checked(program, column)
    }
    if program.isSecret && work.elementsEqual(Judge.redaction.utf8) {
      reportValue(
        .redactedValue, program, column, "holds the word that Muster writes in place of a secret",
        help: "Put the secret back where the rejects file left it out.")
      return false
    }
    var kind = field.kind
    for transform in program.transforms {
      guard let next = steps.apply(transform, to: kind, &work) else {
        trace?.note(.refused(transform))
        reportValue(
          .transformFailed, program, column, "cannot be transformed: \(transform.need)",
          help: "Correct the value.")
        return false
      }
      trace?.note(.step(transform, next, work))
      kind = next
    }
    if work.isEmpty && field.kind == .cell {
      trace?.note(.emptied)
      return false
    }
    return typed(program, kind, column) && checked(program, column)
  }

  /// What stands in rejects in the place of a secret.
  package static let redaction = "<redacted>"

  /// The commonest case, without a copy: a text that goes into the token as it is.
  private mutating func readPlainText(
    _ program: ValueProgram, _ record: borrowing Record, _ field: Field, _ column: Int
  ) -> Bool {
    let text = record.bytes.span.extracting(field.range)
    if !validator.isValidText(text, program.schema) {
      JSONWriter.appendString(text, to: &value)
      return checked(program, column)
    }
    JSONWriter.appendString(text, to: &value)
    trace?.note(.checked(value))
    return true
  }

  /// Turns the text in `work` into JSON of the type that the profile declares.
  private mutating func typed(_ program: ValueProgram, _ kind: Field.Kind, _ column: Int) -> Bool {
    switch kind {
    case .absent: return false
    case .json:
      value.append(contentsOf: work)
      return true
    case .string:
      JSONWriter.appendString(work, to: &value)
      return true
    case .cell: return typedCell(program, column)
    }
  }

  /// A CSV cell has no type of its own: the profile's type says how it is read.
  private mutating func typedCell(_ program: ValueProgram, _ column: Int) -> Bool {
    let types = program.types
    let opener = work.first
    let isArray = types.contains(.array) && opener == UInt8(ascii: "[")
    let isObject = types.contains(.object) && opener == UInt8(ascii: "{")
    if isArray || isObject { return parsed(program, column) }
    if types.contains(.string) {
      JSONWriter.appendString(work, to: &value)
      return true
    }
    if types.contains(.integer) || types.contains(.number), Judge.isNumber(work) {
      value.append(contentsOf: work)
      return true
    }
    if types.contains(.boolean), let word = Judge.boolean(work) {
      value.append(contentsOf: word.utf8)
      return true
    }
    if types.contains(.array), let separator = program.separator {
      return splitList(program, separator, column)
    }
    if types.contains(.array) || types.contains(.object) { return parsed(program, column) }
    reportType(program, column)
    return false
  }

  /// Reads the cell as JSON text.
  private mutating func parsed(_ program: ValueProgram, _ column: Int) -> Bool {
    trace?.note(.parsed)
    do {
      try reader.readWhole(work, into: &value)
      return true
    } catch {
      let wanted = program.types.contains(.array) ? "a JSON array, such as [1,2]" : "a JSON object"
      reportValue(
        RecordProblem(.json(error.kind, column: error.offset + 1), line: line).code, program,
        column, "is not \(wanted): byte \(error.offset + 1): \(error.message)",
        help: program.types.contains(.array)
          ? "Write the list as JSON, or declare a separator with --separator \(program.path)=,"
          : "Write the object as JSON in one cell.")
      return false
    }
  }

  /// Reads the cell as a list of pieces, trimmed, each of the declared element type.
  private mutating func splitList(
    _ program: ValueProgram, _ separator: [UInt8], _ column: Int
  ) -> Bool {
    trace?.note(.list(separator: separator))
    value.append(UInt8(ascii: "["))
    var start = 0
    var isGood = true
    while start <= work.count {
      let end = Judge.find(separator, in: work, from: start) ?? work.count
      let piece = Judge.trimmed(work, start..<end)
      if start > 0 { value.append(UInt8(ascii: ",")) }
      isGood = appendPiece(piece, program.itemTypes) && isGood
      start = end + separator.count
    }
    value.append(UInt8(ascii: "]"))
    if !isGood {
      let what = program.itemTypes.words
      reportValue(
        .wrongType, program, column, "is no list of \(what) values",
        help:
          "Separate them by \"\(String(decoding: separator, as: Unicode.UTF8.self))\" and leave "
          + "none empty; or write the list as JSON.")
    }
    return isGood
  }

  private mutating func appendPiece(_ piece: Range<Int>, _ types: SchemaType) -> Bool {
    if piece.isEmpty { return false }
    if types.contains(.string) {
      JSONWriter.appendString(work, piece, to: &value)
      return true
    }
    if types.contains(.integer) || types.contains(.number), Judge.isNumber(work[piece]) {
      JSONWriter.appendRaw(work, piece, to: &value)
      return true
    }
    guard types.contains(.boolean), let word = Judge.boolean(work[piece]) else { return false }
    value.append(contentsOf: word.utf8)
    return true
  }

  // MARK: Checks

  /// Checks `value` against the program's schema; reports what is wrong.
  mutating func checked(_ program: ValueProgram, _ column: Int?) -> Bool {
    trace?.note(.checked(value))
    if validator.isValid(value, program.schema) { return true }
    let violations = validator.violations(of: value, program.schema)
    keepRefused(program.path, program.schema)
    for violation in violations {
      let path = violation.path
      report(
        Finding(
          violation.keyword.findingCode, at: .row(row, line: line),
          "\(program.words(path)) \(violation.message).",
          help: help(violation, program), column: column.map { binding.name($0) },
          claim: program.path + path,
          excerpt: excerpt(program, violation.range)))
    }
    return violations.isEmpty
  }

  private func help(_ violation: Violation, _ program: ValueProgram) -> String? {
    switch violation.keyword {
    case .format:
      return program.schema.format.map { "It looks like this: \($0.hint)." }
    case .type where program.types == .integer:
      return "Write digits only, without quotes, leading zeros, fraction or exponent."
    default:
      return nil
    }
  }

  private func excerpt(_ program: ValueProgram, _ range: Range<Int>) -> String {
    program.isSecret ? Judge.redaction : Excerpt.make(value.span.extracting(range))
  }

  private mutating func reportType(_ program: ValueProgram, _ column: Int) {
    reportValue(
      .wrongType, program, column, "is not of type \(program.types.words)",
      help: program.types.contains(.boolean)
        ? "Write true or false."
        : "Write a number with digits only, without blanks, plus sign or leading zeros.")
  }

  mutating func reportValue(
    _ code: FindingCode, _ program: ValueProgram, _ column: Int?, _ message: String, help: String?
  ) {
    report(
      Finding(
        code, at: .row(row, line: line), "\(program.words()) \(message).", help: help,
        column: column.map { binding.name($0) }, claim: program.path,
        excerpt: program.isSecret ? Judge.redaction : Excerpt.make(work.span)))
  }
}
