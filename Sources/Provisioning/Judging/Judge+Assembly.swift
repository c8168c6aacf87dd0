import Batches
import Bytes
import Findings
package import Profiles
import Schemas
import Tokens

extension Judge {
  // MARK: From the profile

  /// Makes a value that no column feeds.
  mutating func make(
    _ origin: CompiledOrigin, _ program: ValueProgram, _ context: IssueContext, _ entropy: Entropy
  ) -> Bool {
    trace?.note(.made(origin))
    switch origin {
    case .time(let index):
      value.append(contentsOf: context.times[index])
      return true
    case .random(let random):
      random.append(from: entropy, to: &value, &work)
      return true
    case .constant, .template, .firstOf, .join: return derive(origin, program)
    }
  }

  /// Makes a value of an origin that gives the same one again for the same row; false where it is
  /// absent or refused, or where it is a time or random.
  mutating func derive(_ origin: CompiledOrigin, _ program: ValueProgram) -> Bool {
    switch origin {
    case .time, .random: return false
    case .constant(let json):
      value.append(contentsOf: json)
      return true
    case .template(let template):
      return fill(template, program) && checked(program, nil)
    case .firstOf(let templates):
      for template in templates {
        if fill(template, program) { return checked(program, nil) }
        value.removeAll(keepingCapacity: true)
      }
      return false
    case .join(let separator, let parts):
      return join(parts, separator) && checked(program, nil)
    }
  }

  /// Fills a JSON template; false where a value that it needs is absent.
  mutating func fill(_ template: JSONTemplate, _ program: ValueProgram) -> Bool {
    fill(template.segments, program)
  }

  private mutating func fill(_ segments: [JSONTemplate.Segment], _ program: ValueProgram) -> Bool {
    for segment in segments {
      switch segment {
      case .literal(let bytes): value.append(contentsOf: bytes)
      case .text(let placeholder):
        spare.removeAll(keepingCapacity: true)
        guard appendText(placeholder, to: &spare) else { return false }
        JSONWriter.appendEscaped(spare, to: &value)
      case .value(let placeholder):
        guard appendJSON(placeholder, program) else { return false }
      case .optional(let inner):
        let count = value.count
        if !fill(inner, program) { value.removeSubrange(count...) }
      case .separator:
        if value.last != UInt8(ascii: "{") { value.append(UInt8(ascii: ",")) }
      }
    }
    return true
  }

  private mutating func join(_ parts: [Template], _ separator: [UInt8]) -> Bool {
    work.removeAll(keepingCapacity: true)
    for part in parts {
      spare.removeAll(keepingCapacity: true)
      var isWhole = true
      for segment in part.segments where isWhole {
        switch segment {
        case .literal(let bytes): spare.append(contentsOf: bytes)
        case .placeholder(let placeholder): isWhole = appendText(placeholder, to: &spare)
        }
      }
      guard isWhole else { continue }
      if !work.isEmpty { work.append(contentsOf: separator) }
      work.append(contentsOf: spare)
    }
    guard !work.isEmpty else { return false }
    JSONWriter.appendString(work, to: &value)
    return true
  }

  /// Appends a placeholder's value as text; false where it is absent.
  func appendText(_ placeholder: Placeholder, to output: inout [UInt8]) -> Bool {
    switch placeholder {
    case .reference(let reference):
      return appendText(reference, to: &output)
    case .keyPart(let index):
      output += keyPart(index)
      return true
    case .filtered(let inner, let filters):
      var text: [UInt8] = []
      var steps = ValueSteps()
      guard appendText(inner, to: &text) else { return false }
      steps.filter(&text, filters, isText: isText(inner.base))
      output += text
      return true
    case .token, .algorithm, .piece, .path, .value, .secret: return false
    }
  }

  /// Whether what a placeholder stands for is a text.
  func isText(_ placeholder: Placeholder) -> Bool {
    guard case .reference(let reference) = placeholder else { return true }
    if reference.scope == .parameter {
      return compiled.parameters[reference.index]?.isText ?? true
    }
    let range = location(of: reference)
    let text = reference.scope == .input ? inputs : claims
    return range.isEmpty || text[range.lowerBound] == UInt8(ascii: "\"")
  }

  /// Appends a value as text: a string's own text, anything else as JSON.
  package func appendText(_ reference: Reference, to output: inout [UInt8]) -> Bool {
    if reference.scope == .parameter {
      guard let value = compiled.parameters[reference.index] else { return false }
      output.append(contentsOf: value.text)
      return true
    }
    let range = location(of: reference)
    guard !range.isEmpty else { return false }
    let text = reference.scope == .input ? inputs.span : claims.span
    if text[range.lowerBound] == UInt8(ascii: "\"") {
      JSONReader.unescape(text, literal: range, into: &output)
    } else {
      JSONWriter.appendRaw(text.extracting(range), to: &output)
    }
    return true
  }

  /// Appends a value as the JSON that it is; false where it is absent.
  package func appendJSON(of reference: Reference, to output: inout [UInt8]) -> Bool {
    if reference.scope == .parameter {
      guard let value = compiled.parameters[reference.index] else { return false }
      output.append(contentsOf: value.json)
      return true
    }
    let range = location(of: reference)
    guard !range.isEmpty else { return false }
    let text = reference.scope == .input ? inputs.span : claims.span
    JSONWriter.appendRaw(text.extracting(range), to: &output)
    return true
  }

  /// Appends a placeholder's value as JSON.
  private mutating func appendJSON(_ placeholder: Placeholder, _ program: ValueProgram) -> Bool {
    if case .reference(let reference) = placeholder {
      return appendJSON(of: reference, to: &value)
    }
    spare.removeAll(keepingCapacity: true)
    guard appendText(placeholder, to: &spare) else { return false }
    JSONWriter.appendString(spare, to: &value)
    return true
  }

  private func keyPart(_ index: Int) -> [UInt8] {
    compiled.keyParts?[index] ?? Array("(key)".utf8)
  }

  // MARK: Objects from several columns

  /// Builds an object from its members' own columns; false where none of them has a value.
  mutating func assemble(
    _ program: ValueProgram, _ record: borrowing Record, _ context: IssueContext,
    _ entropy: Entropy
  ) -> Bool {
    var object: [UInt8] = [UInt8(ascii: "{")]
    for member in program.members {
      guard makeValue(member, record, context, entropy) else { continue }
      if object.count > 1 { object.append(UInt8(ascii: ",")) }
      object.append(contentsOf: member.prefix)
      object.append(contentsOf: value)
    }
    for (position, column) in binding.extraColumns.enumerated() {
      guard case .member(program.index, let prefix) = binding.extras[column],
        column < record.fields.count, record.fields[column].kind != .absent, !isBroken(column)
      else { continue }
      // "extra.age", and "age" that the profile puts there.
      if binding.hasMemberTwins {
        for other in binding.extraColumns[..<position]
        where other < record.fields.count && record.fields[other].kind != .absent {
          guard case .member(program.index, prefix) = binding.extras[other] else { continue }
          reportConflict(program, other, column)
          return false
        }
      }
      if object.count > 1 { object.append(UInt8(ascii: ",")) }
      trace?.note(.member(column))
      object.append(contentsOf: prefix)
      value.removeAll(keepingCapacity: true)
      appendUntyped(record, record.fields[column])
      noteFed(further: prefix, of: program.path)
      object.append(contentsOf: value)
    }
    guard object.count > 1 else { return false }
    object.append(UInt8(ascii: "}"))
    value = object
    return true
  }

  // MARK: Columns that feed nothing else

  mutating func writeExtraClaims(_ record: borrowing Record) {
    for column in binding.extraColumns where column < record.fields.count {
      let field = record.fields[column]
      guard field.kind != .absent, !isBroken(column) else { continue }
      switch binding.extras[column] {
      case .none, .member: continue
      case .rejected(let reason): reportUnknown(column, reason)
      case .claim(let prefix):
        value.removeAll(keepingCapacity: true)
        appendUntyped(record, field)
        guard checkExtra(column) else { continue }
        noteFed(further: prefix, of: nil)
        if claims.count > 1 { claims.append(UInt8(ascii: ",")) }
        claims.append(contentsOf: prefix)
        claims.append(contentsOf: value)
      }
    }
  }

  /// A cell is a text; a JSON value is what it is.
  private mutating func appendUntyped(_ record: borrowing Record, _ field: Field) {
    let bytes = record.bytes.span.extracting(field.range)
    if field.kind == .json {
      JSONWriter.appendRaw(bytes, to: &value)
    } else {
      JSONWriter.appendString(bytes, to: &value)
    }
  }

  private mutating func checkExtra(_ column: Int) -> Bool {
    guard case .schema(let schema) = compiled.profile.claims.additional,
      !validator.isValid(value, schema)
    else { return true }
    let violations = validator.violations(of: value, schema)
    keepRefused(ObservedValue.otherClaims, schema)
    let name = binding.name(column)
    for violation in violations {
      report(
        Finding(
          violation.keyword.findingCode, at: .row(row, line: line),
          "The claim \"\(name)\(violation.path)\" \(violation.message).", column: name,
          claim: name + violation.path,
          excerpt: Excerpt.make(value.span)))
    }
    return violations.isEmpty
  }

  private mutating func reportUnknown(_ column: Int, _ reason: String) {
    let name = binding.name(column)
    let near = nearest(name, in: compiled.slots.flatMap(\.names))
    report(
      Finding(
        .unknownColumn, at: .row(row, line: line),
        "\"\(name)\" \(reason).",
        help: near.map { "Did you mean \"\($0)\"?" }
          ?? "Remove it, or leave unknown names out with --ignore-unknown.",
        column: name))
  }
}
