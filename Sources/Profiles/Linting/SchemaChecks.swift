import Bytes
import Findings
import Schemas

/// Checks the keywords of one schema against each other: what leaves no value is an error, what says
/// nothing is a warning.
struct SchemaChecks {
  let context: DecodingContext
  let reader: MappingReader
  let keywords: SchemaDescription

  func run() {
    checkCounts()
    checkNumbers()
    checkConst()
    checkEnum()
    checkRequired()
    if context.isThorough {
      checkTypes()
      checkCompany()
      checkNames()
    }
    if !context.hasErrors(within: reader.node), Schema.haveNoCommonValue([Schema(typed)]) {
      context.report(
        .contradiction, at: reader.node.location,
        "No value fits this schema: its parts exclude each other.", help: "Loosen one of them.")
    }
  }

  /// The keywords without a type that nobody knows: that is reported already.
  private var typed: SchemaDescription {
    var typed = keywords
    if typed.types == [] { typed.types = nil }
    return typed
  }

  // MARK: Bounds

  private func checkCounts() {
    for (low, high, name) in [
      (keywords.minLength, keywords.maxLength, "Length"),
      (keywords.minItems, keywords.maxItems, "Items"),
      (keywords.minProperties, keywords.maxProperties, "Properties"),
      (keywords.minContains, keywords.maxContains, "Contains"),
    ] {
      if let low, let high, low > high {
        context.report(
          .contradiction, at: reader.location("max\(name)"),
          "max\(name) \(high) is less than min\(name) \(low), so no value fits.",
          help: "Change one of the two.")
      }
    }
  }

  private func checkNumbers() {
    if let step = keywords.multipleOf, decimal(step).compared(to: decimal("0")) <= 0 {
      context.report(
        .badValue, at: reader.location("multipleOf"), "multipleOf is greater than 0.",
        help: "For example: multipleOf: 5")
    }
    for (low, isAbove, lowKey) in [
      (keywords.minimum, false, "minimum"), (keywords.exclusiveMinimum, true, "exclusiveMinimum"),
    ] {
      for (high, isBelow, highKey) in [
        (keywords.maximum, false, "maximum"),
        (keywords.exclusiveMaximum, true, "exclusiveMaximum"),
      ] {
        guard let low, let high else { continue }
        let order = decimal(low).compared(to: decimal(high))
        guard order > 0 || (order == 0 && (isAbove || isBelow)) else { continue }
        context.report(
          .contradiction, at: reader.location(highKey),
          "\(highKey) \(high) and \(lowKey) \(low) leave no number.", help: "Change one of the two."
        )
      }
    }
  }

  private func decimal(_ literal: String) -> Decimal { Decimal(Array(literal.utf8).span) }

  // MARK: Listed values

  private func checkConst() {
    guard let value = keywords.const else { return }
    var rest = typed
    rest.const = nil
    guard let problem = Schema(rest).problem(with: value) else { return }
    context.report(
      .contradiction, at: reader.location("const"),
      "No value fits: the const \(shown(value)) \(problem).",
      help: "Correct the const, or loosen the schema beside it.")
  }

  private func checkEnum() {
    // With a const beside it, that one is judged.
    guard keywords.const == nil, let values = keywords.enumeration, !values.isEmpty else { return }
    var rest = typed
    rest.enumeration = nil
    let schema = Schema(rest)
    let problems = values.map { schema.problem(with: $0) }
    let places = reader.elements("enum").map(\.location)
    guard places.count == values.count else { return }
    if let first = problems.first ?? nil, !problems.contains(nil) {
      return context.report(
        .contradiction, at: reader.location("enum"),
        "No value of this enum fits the schema beside it: \(shown(values[0])) \(first).",
        help: "Correct the list, or loosen the schema beside it.")
    }
    guard context.isThorough else { return }
    for (index, value) in values.enumerated() {
      if let problem = problems[index] {
        context.report(
          .contradiction, .warning, at: places[index],
          "This value is never taken: \(shown(value)) \(problem).",
          help: "Take it out, or loosen the schema beside it.")
      } else if values[..<index].contains(value) {
        context.report(
          .contradiction, .warning, at: places[index],
          "This value stands twice: \(shown(value)).", help: "Take one of the two out.")
      }
    }
  }

  private func shown(_ json: [UInt8]) -> String {
    PrintableText.shown(String(decoding: json, as: UTF8.self))
  }

  // MARK: Objects

  /// Members that have to be there and that a closed object does not allow.
  private func checkRequired() {
    guard case .none = keywords.additionalProperties else { return }
    for (name, node) in reader.texts("required") where !isAllowed(name) {
      context.reportUnknown(
        .unknownName, "required name", name, known: memberNames, at: node.location)
    }
  }

  private var memberNames: [String] {
    keywords.properties.map { String(decoding: $0.name, as: UTF8.self) }
  }

  private func isAllowed(_ name: String) -> Bool {
    let bytes = Array(name.utf8)
    if keywords.properties.contains(where: { $0.name == bytes }) { return true }
    var scratch = PatternScratch()
    return keywords.patternProperties.contains {
      $0.pattern.matches(bytes.span, scratch: &scratch)
    }
  }

  /// Members whose names the schema refuses itself.
  private func checkNames() {
    guard let names = keywords.propertyNames else { return }
    for entry in reader.entries("properties") {
      var validator = SchemaValidator()
      guard !validator.isValidText(Array(entry.name.utf8).span, names) else { continue }
      context.report(
        .contradiction, .warning, at: entry.keyNode.location,
        "The member \"\(entry.name)\" is never there: propertyNames refuses its name.",
        help: "Rename it, or loosen propertyNames.")
    }
  }

  // MARK: Keywords that say nothing

  private static let subjects: [(types: SchemaType, words: String, keys: [String])] = [
    (.string, "texts", ["minLength", "maxLength", "pattern", "format"]),
    (
      [.integer, .number], "numbers",
      ["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"]
    ),
    (
      .array, "lists",
      ["items", "prefixItems", "minItems", "maxItems", "uniqueItems", "uniqueBy", "contains"]
    ),
    (
      .object, "objects",
      [
        "required", "properties", "additionalProperties", "patternProperties", "propertyNames",
        "minProperties", "maxProperties", "dependentRequired",
      ]
    ),
  ]

  private func checkTypes() {
    guard let types = typed.types else { return }
    for (subject, words, keys) in Self.subjects where types.isDisjoint(with: subject) {
      for key in keys where reader.has(key) {
        context.report(
          .contradiction, .warning, at: reader.keyLocation(key),
          "`\(key)` speaks of \(words), and this is of type \(types.words): it says nothing.",
          help: reader.has("type")
            ? "Change the type, or take the key away."
            : "Without a `type` it is a text; give it `type: \(subject.first.words)`.")
      }
    }
  }

  private static let companions: [(key: String, others: [String])] = [
    ("lengthUnit", ["minLength", "maxLength"]), ("minContains", ["contains"]),
    ("maxContains", ["contains"]), ("then", ["if"]), ("else", ["if"]), ("if", ["then", "else"]),
  ]

  private func checkCompany() {
    for (key, others) in Self.companions
    where reader.has(key) && !others.contains(where: reader.has) {
      context.report(
        .contradiction, .warning, at: reader.keyLocation(key),
        "`\(key)` says nothing without \(others.map { "`\($0)`" }.joined(separator: " or ")).",
        help: "Add what it belongs to, or take it out.")
    }
  }
}

extension Schema {
  /// Why a value does not satisfy the schema, as the rest of a sentence; nil where it does.
  func problem(with json: [UInt8]) -> String? {
    var validator = SchemaValidator()
    var problem: String?
    validator.validate(json.span, self) { violation in
      if problem == nil { problem = violation.message }
    }
    return problem
  }
}

extension Schema {
  /// Whether a text satisfies the schema.
  func accepts(_ text: String) -> Bool {
    var validator = SchemaValidator()
    return validator.isValidText(Array(text.utf8).span, self)
  }
}

extension SchemaType {
  /// One of the types, to be named as an example.
  fileprivate var first: SchemaType {
    contains(.integer) ? .integer : self
  }
}

extension MappingReader {
  /// Where a key stands.
  func keyLocation(_ key: String) -> SourceLocation {
    node.entry(key)?.key.location ?? node.location
  }
}
