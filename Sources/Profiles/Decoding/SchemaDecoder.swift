import Findings
import Schemas

/// Decodes the JSON Schema keywords of a mapping.
struct SchemaDecoder {
  let context: DecodingContext

  /// The schema of a node that is `true`, `false` or a mapping of the table `schema`.
  func schema(_ node: YAMLNode) -> Schema? {
    if let isAnything = node.asBool { return isAnything ? .anything : .nothing }
    guard let reader = MappingReader(node, ProfileFormat.schema, context) else { return nil }
    return Schema(description(reader))
  }

  /// The schema of a key, whose shape is checked already.
  private func schema(_ reader: MappingReader, _ key: String) -> Schema? {
    guard let node = reader.value(key), node.isMapping || node.asBool != nil else { return nil }
    return schema(node)
  }

  /// All keywords of a mapping of the table `schema` or `property`.
  ///
  /// - Parameter defaultTypes: what `type` is where it is absent.
  func description(_ reader: MappingReader, defaultTypes: SchemaType? = nil) -> SchemaDescription {
    var it = SchemaDescription()
    it.types = types(reader) ?? defaultTypes
    scalars(reader, &it)
    arrays(reader, &it)
    objects(reader, &it, memberTypes: defaultTypes)
    combinations(reader, &it)
    SchemaChecks(context: context, reader: reader, keywords: it).run()
    return it
  }

  func types(_ reader: MappingReader) -> SchemaType? {
    guard reader.has("type") else { return nil }
    var types: SchemaType = []
    for (text, node) in reader.texts("type") {
      guard let known = SchemaType.names.first(where: { $0.name == text }) else {
        context.reportUnknown(
          .badValue, "type", text, known: Vocabulary.types.words, at: node.location)
        continue
      }
      types.insert(known.type)
    }
    return types
  }

  private func scalars(_ reader: MappingReader, _ it: inout SchemaDescription) {
    it.const = reader.json("const")
    if reader.has("enum") {
      let elements = reader.elements("enum")
      it.enumeration = elements.compactMap { canonicalJSON($0, context) }
      if elements.isEmpty, reader.value("enum")?.isSequence == true {
        context.report(
          .badValue, at: reader.location("enum"), "enum is a list with at least one value.")
      }
    }
    it.minLength = reader.count("minLength")
    it.maxLength = reader.count("maxLength")
    if let unit = reader.choice("lengthUnit", as: LengthUnit.self) { it.lengthUnit = unit }
    it.pattern = compilePattern(reader.value("pattern"), context)
    if let name = reader.text("format") {
      it.format = Format(rawValue: name)
      if it.format == nil {
        context.reportUnknown(
          .badValue, "format", name, known: Vocabulary.formats.words,
          at: reader.location("format"))
      }
    }
    it.minimum = reader.number("minimum")
    it.maximum = reader.number("maximum")
    it.exclusiveMinimum = reader.number("exclusiveMinimum")
    it.exclusiveMaximum = reader.number("exclusiveMaximum")
    it.multipleOf = reader.number("multipleOf")
  }

  private func arrays(_ reader: MappingReader, _ it: inout SchemaDescription) {
    it.items = schema(reader, "items")
    let prefix = reader.elements("prefixItems").compactMap(schema)
    if !prefix.isEmpty { it.prefixItems = prefix }
    it.minItems = reader.count("minItems")
    it.maxItems = reader.count("maxItems")
    it.uniqueItems = reader.bool("uniqueItems") ?? false
    it.uniqueBy = reader.text("uniqueBy").map { Array($0.utf8) }
    it.contains = schema(reader, "contains")
    it.minContains = reader.count("minContains")
    it.maxContains = reader.count("maxContains")
  }

  private func objects(
    _ reader: MappingReader, _ it: inout SchemaDescription, memberTypes: SchemaType?
  ) {
    it.properties = reader.entries("properties").compactMap { entry in
      // Members of a claim are properties, texts unless they say otherwise; those of a schema
      // deeper down are what JSON Schema says.
      if let isAnything = entry.node.asBool {
        return (Array(entry.name.utf8), isAnything ? .anything : .nothing)
      }
      guard let inner = MappingReader(entry.node, ProfileFormat.property, context) else {
        return nil
      }
      if memberTypes == nil { MemberKeys(context: context).refuse(entry.node) }
      return (Array(entry.name.utf8), Schema(description(inner, defaultTypes: memberTypes)))
    }
    it.required = reader.texts("required").map { Array($0.text.utf8) }
    it.additionalProperties = additional(reader)
    it.patternProperties = reader.entries("patternProperties").compactMap { entry in
      guard let pattern = compilePattern(entry.keyNode, context), let inner = schema(entry.node)
      else { return nil }
      return (pattern, inner)
    }
    it.propertyNames = schema(reader, "propertyNames")
    it.minProperties = reader.count("minProperties")
    it.maxProperties = reader.count("maxProperties")
    it.dependentRequired = reader.entries("dependentRequired").map { entry in
      let names = entry.node.asTexts
      if names == nil {
        context.report(
          .wrongKind, at: entry.node.location, "dependentRequired gives a list of names for each.")
      }
      return (Array(entry.name.utf8), (names ?? []).map { Array($0.utf8) })
    }
  }

  func additional(_ reader: MappingReader) -> Schema.Additional {
    guard let node = reader.value("additionalProperties") else { return .any }
    if let isAllowed = node.asBool { return isAllowed ? .any : .none }
    return schema(reader, "additionalProperties").map { .schema($0) } ?? .any
  }

  private func combinations(_ reader: MappingReader, _ it: inout SchemaDescription) {
    it.allOf = reader.elements("allOf").compactMap(schema)
    it.anyOf = reader.elements("anyOf").compactMap(schema)
    it.oneOf = reader.elements("oneOf").compactMap(schema)
    it.not = schema(reader, "not")
    it.ifSchema = schema(reader, "if")
    it.thenSchema = schema(reader, "then")
    it.elseSchema = schema(reader, "else")
  }
}

/// Compiles a pattern; a refusal is a finding at its place.
func compilePattern(_ node: YAMLNode?, _ context: DecodingContext) -> Pattern? {
  guard let node, let source = node.scalarText else { return nil }
  do {
    return try Pattern(source)
  } catch {
    context.report(
      .badPattern, at: node.location(ofScalar: error.offset),
      "The pattern is refused at its character \(error.offset + 1): \(error.message)",
      help: "Patterns are ECMA-262 without back-references and look-around.")
    return nil
  }
}

/// Canonical JSON of a YAML value; a value that JSON cannot carry is a finding.
package func canonicalJSON(_ node: YAMLNode, _ context: DecodingContext) -> [UInt8]? {
  var bytes: [UInt8] = []
  let findings = node.appendJSON(to: &bytes)
  context.add(findings)
  return findings.isEmpty ? bytes : nil
}
