import Bytes

/// Checks values against schemas. Values are canonical JSON, as `JSONReader` writes it; a value
/// that is not is our own mistake. One validator serves one worker: it reuses its storage.
package struct SchemaValidator: Sendable {
  /// Violations of one value that are collected; further ones say nothing new.
  package static let violationsMax = 20

  private var scratch = PatternScratch()
  private var text: [UInt8] = []

  package init() {}

  /// Whether the whole of `json` satisfies the schema. Stops at the first violation.
  package mutating func isValid(_ json: Span<UInt8>, _ schema: Schema) -> Bool {
    var findings: Violations? = nil
    return check(json, 0..<json.count, schema, &findings)
  }

  /// Whether the string with this unescaped text satisfies the schema.
  package mutating func isValidText(_ text: Span<UInt8>, _ schema: Schema) -> Bool {
    guard schema.any.isEmpty else {
      var json: [UInt8] = []
      JSONWriter.appendString(text, to: &json)
      return isValid(json.span, schema)
    }
    if let types = schema.types, !types.contains(.string) { return false }
    for check in schema.text where !holds(check, text) { return false }
    return true
  }

  /// Reports every violation, up to `violationsMax`.
  package mutating func validate(
    _ json: Span<UInt8>, _ schema: Schema, report: (Violation) -> Void
  ) {
    var findings: Violations? = Violations()
    _ = check(json, 0..<json.count, schema, &findings)
    for violation in findings?.list.prefix(Self.violationsMax) ?? [] { report(violation) }
  }

  /// What has been found so far, and where in the value the check is.
  struct Violations {
    var list: [Violation] = []
    var path = ""
  }

  // MARK: One value

  /// Checks one value; returns whether it is valid. Without `findings` it stops at the first
  /// violation.
  mutating func check(
    _ json: Span<UInt8>, _ range: Range<Int>, _ schema: Schema, _ findings: inout Violations?
  ) -> Bool {
    let kind = JSONReader.kind(json, at: range.lowerBound)
    if let types = schema.types, !fits(json, range, kind, types) {
      if types.isEmpty { return broken(.not, range, "is not allowed here", &findings) }
      return broken(.type, range, "is not of type \(types.words)", &findings)
    }
    var isValid = true
    for check in schema.any {
      isValid = holds(check, json, range, &findings) && isValid
      if !isValid && findings == nil { return false }
    }
    switch kind {
    case .string:
      if !schema.text.isEmpty { isValid = checkText(json, range, schema, &findings) && isValid }
    case .number:
      if !schema.number.isEmpty {
        isValid = checkNumber(json, range, schema, &findings) && isValid
      }
    case .array:
      if let checks = schema.array { isValid = check(json, range, checks, &findings) && isValid }
    case .object:
      if let checks = schema.object { isValid = check(json, range, checks, &findings) && isValid }
    case .null, .boolean: break
    }
    return isValid
  }

  /// Notes a violation; always false.
  func broken(
    _ keyword: Keyword, _ range: Range<Int>, _ message: @autoclosure () -> String,
    _ findings: inout Violations?
  ) -> Bool {
    if var list = findings {
      if list.list.count < Self.violationsMax {
        list.list.append(
          Violation(keyword: keyword, path: list.path, message: message(), range: range))
      }
      findings = list
    }
    return false
  }

  func fits(
    _ json: Span<UInt8>, _ range: Range<Int>, _ kind: JSONReader.ValueKind, _ types: SchemaType
  ) -> Bool {
    switch kind {
    case .null: types.contains(.null)
    case .boolean: types.contains(.boolean)
    case .string: types.contains(.string)
    case .array: types.contains(.array)
    case .object: types.contains(.object)
    case .number:
      types.contains(.number) || (types.contains(.integer) && isInteger(json, range))
    }
  }

  private func isInteger(_ json: Span<UInt8>, _ range: Range<Int>) -> Bool {
    for index in range {
      let byte = json[index]
      if byte == UInt8(ascii: ".") || byte | 0x20 == UInt8(ascii: "e") { return false }
    }
    return true
  }

  // MARK: Texts and numbers

  private mutating func checkText(
    _ json: Span<UInt8>, _ range: Range<Int>, _ schema: Schema, _ findings: inout Violations?
  ) -> Bool {
    let inside = (range.lowerBound + 1)..<(range.upperBound - 1)
    if JSONReader.isPlain(json, literal: inside) {
      return checkUnescaped(json.extracting(inside), range, schema, &findings)
    }
    // Moved out, so that the text can be read while the validator changes.
    var unescaped = text
    text = []
    unescaped.removeAll(keepingCapacity: true)
    JSONReader.unescape(json, literal: range, into: &unescaped)
    let isValid = checkUnescaped(unescaped.span, range, schema, &findings)
    text = unescaped
    return isValid
  }

  private mutating func checkUnescaped(
    _ text: Span<UInt8>, _ range: Range<Int>, _ schema: Schema, _ findings: inout Violations?
  ) -> Bool {
    var isValid = true
    for check in schema.text where !holds(check, text) {
      isValid = broken(check.keyword, range, Self.message(check, text), &findings)
      if findings == nil { return false }
    }
    return isValid
  }

  mutating func holds(_ check: TextCheck, _ text: Span<UInt8>) -> Bool {
    switch check {
    case .minLength(let minimum, let unit):
      // A code point has at most four bytes, and at most one UTF-16 unit a byte.
      return text.count / 4 >= minimum || Self.length(text, unit) >= minimum
    case .maxLength(let maximum, let unit):
      return text.count <= maximum || Self.length(text, unit) <= maximum
    case .format(let format): return format.accepts(text)
    case .pattern(let pattern): return pattern.matches(text, scratch: &scratch)
    }
  }

  static func length(_ text: Span<UInt8>, _ unit: LengthUnit) -> Int {
    switch unit {
    case .codePoints: UTF8Bytes.scalarCount(text)
    case .utf16: UTF8Bytes.utf16Count(text)
    case .bytes: text.count
    }
  }

  private static func message(_ check: TextCheck, _ text: Span<UInt8>) -> String {
    switch check {
    case .minLength(let minimum, let unit):
      return minimum == 1
        ? "is empty"
        : "has \(length(text, unit)) \(unit.words); at least \(minimum) are needed"
    case .maxLength(let maximum, let unit):
      return "has \(length(text, unit)) \(unit.words); at most \(maximum) are allowed"
    case .format(let format): return "is not of format \(format.rawValue)"
    case .pattern(let pattern): return "does not match the pattern \(pattern.source)"
    }
  }

  private func checkNumber(
    _ json: Span<UInt8>, _ range: Range<Int>, _ schema: Schema, _ findings: inout Violations?
  ) -> Bool {
    let number = Decimal(json.extracting(range))
    var isValid = true
    for check in schema.number where !check.holds(number) {
      let words =
        switch check.keyword {
        case .minimum: "is less than \(check.literal)"
        case .maximum: "is greater than \(check.literal)"
        case .exclusiveMinimum: "is not greater than \(check.literal)"
        case .exclusiveMaximum: "is not less than \(check.literal)"
        default: "is no multiple of \(check.literal)"
        }
      isValid = broken(check.keyword, range, words, &findings)
      if findings == nil { return false }
    }
    return isValid
  }

  // MARK: Checks of any value

  mutating func holds(
    _ check: ValueCheck, _ json: Span<UInt8>, _ range: Range<Int>, _ findings: inout Violations?
  ) -> Bool {
    switch check {
    case .const(let wanted):
      return JSONEquality.areEqual(json, range, wanted.span, 0..<wanted.count)
        || broken(.const, range, "is not \(Self.shown(wanted))", &findings)
    case .enumeration(let values):
      for value in values
      where JSONEquality.areEqual(json, range, value.span, 0..<value.count) { return true }
      let list = values.map(Self.shown).joined(separator: ", ")
      let words = values.count == 1 ? "is not \(list)" : "is none of \(list)"
      return broken(.enumeration, range, words, &findings)
    case .all(let schema): return self.check(json, range, schema, &findings)
    case .any(let schemas):
      if count(json, range, schemas) > 0 { return true }
      return broken(.anyOf, range, "fits none of the \(schemas.count) alternatives", &findings)
    case .one(let schemas):
      let count = count(json, range, schemas)
      if count == 1 { return true }
      let words = "fits \(count) of the \(schemas.count) alternatives, and must fit one"
      return broken(.oneOf, range, words, &findings)
    case .not(let schema):
      return count(json, range, [schema]) == 0
        || broken(.not, range, "is what it must not be", &findings)
    case .conditional(let condition, let then, let otherwise):
      let next = count(json, range, [condition]) == 1 ? then : otherwise
      return next.map { self.check(json, range, $0, &findings) } ?? true
    }
  }

  static func shown(_ json: [UInt8]) -> String {
    String(decoding: json, as: Unicode.UTF8.self)
  }

  /// How many of the schemas the value satisfies.
  private mutating func count(
    _ json: Span<UInt8>, _ range: Range<Int>, _ schemas: [Schema]
  ) -> Int {
    var count = 0
    var quiet: Violations? = nil
    for schema in schemas where check(json, range, schema, &quiet) { count += 1 }
    return count
  }
}
