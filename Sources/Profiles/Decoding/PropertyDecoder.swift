import Bytes
import Findings
import Schemas

/// Decodes a group of claims, inputs or parameters.
struct PropertyDecoder {
  enum Group: String {
    case claim, input, parameter
  }

  let context: DecodingContext

  func decode(_ reader: MappingReader, _ kind: Group, _ names: Names) -> PropertyGroup {
    var names = names
    var group = PropertyGroup(additional: SchemaDecoder(context: context).additional(reader))
    let entries = reader.entries("properties")
    if kind != .parameter {
      names.declared = entries.map { kind == .claim ? "claims.\($0.name)" : $0.name }
    }
    for entry in entries {
      guard let property = property(entry.name, entry.node, kind, names) else { continue }
      group.properties.append(property)
      // What stands further down may refer to it.
      switch kind {
      case .claim: names.claims = group
      case .input: names.inputs = group
      case .parameter: break
      }
    }
    group.required = required(reader.texts("required"), in: group.properties)
    return group
  }

  private func required(
    _ names: [(text: String, node: YAMLNode)], in properties: [Property]
  ) -> [Int] {
    names.compactMap { (text, node) in
      let index = properties.firstIndex { $0.name.utf8.elementsEqual(text.utf8) }
      if index == nil {
        context.reportUnknown(
          .unknownName, "required name", text, known: properties.map(\.name), at: node.location)
      }
      return index
    }
  }

  private func property(
    _ name: String, _ node: YAMLNode, _ kind: Group, _ names: Names
  ) -> Property? {
    guard let reader = MappingReader(node, ProfileFormat.property, context) else { return nil }
    names.checkSource(reader, context)
    let schemas = SchemaDecoder(context: context)
    let description = schemas.description(reader, defaultTypes: .string)
    let items = reader.value("items").flatMap { MappingReader($0, ProfileFormat.schema, quiet) }
    let types = description.types ?? .string
    var property = Property(
      name: name, description: reader.text("description") ?? "",
      source: reader.text("source") ?? "", types: types, schema: Schema(description),
      itemTypes: items.flatMap(SchemaDecoder(context: quiet).types) ?? .string,
      from: reader.has("from") ? reader.texts("from").map(\.text) : nil,
      transforms: StepDecoder(context: context).transforms(reader.elements("transform")),
      separator: reader.text("separator").map { Array($0.utf8) }, origin: nil, when: nil,
      claimName: nil, clear: nil,
      isSecret: reader.bool("secret") ?? false, members: nil, examples: [],
      location: node.location)
    property.origin = origin(reader, types, names)
    property.when = reader.value("when").flatMap(
      RuleDecoder(context: context, names: names).condition)
    property.claimName = claimName(reader, kind, names)
    property.clear = reader.value("clear")
      .flatMap { MappingReader($0, ProfileFormat.clear, context) }
      .map {
        ClearMarker(marker: Array(($0.text("marker") ?? "").utf8), value: $0.json("value") ?? [])
      }
    // A list or an object stands as JSON, as a cell or an option takes it.
    property.examples = reader.elements("examples").compactMap { element in
      element.scalarText
        ?? canonicalJSON(element, context).map { String(decoding: $0, as: UTF8.self) }
    }
    property.members = members(reader, types, kind, names)
    let requests = RequestDecoder(context: context, kind: kind, reader: reader)
    property.requestNames = requests.names(of: property)
    property.isPageNonce = requests.isPageNonce(property)
    check(property, reader, kind)
    PropertyChecks(context: context, names: names, property: property, reader: reader).run()
    return property
  }

  /// Findings of a mapping that is read a second time are not wanted twice.
  private var quiet: DecodingContext { DecodingContext() }

  private func members(
    _ reader: MappingReader, _ types: SchemaType, _ kind: Group, _ names: Names
  ) -> PropertyGroup? {
    guard types.contains(.object), kind == .claim else {
      // A type that nobody knows is reported already.
      if !types.isEmpty { MemberKeys(context: context).refuseMembers(of: reader.node) }
      return nil
    }
    // What is found twice is told once.
    let properties = reader.entries("properties").compactMap { entry in
      property(entry.name, entry.node, kind, names)
    }
    var group = PropertyGroup(
      properties: properties, additional: SchemaDecoder(context: quiet).additional(reader))
    // An open object may have, and need, members that are not described.
    let isOpen = if case .none = group.additional { false } else { true }
    group.required = required(
      reader.texts("required").filter { text, _ in
        !isOpen || properties.contains { $0.name.utf8.elementsEqual(text.utf8) }
      }, in: properties)
    return group
  }

  private func claimName(_ reader: MappingReader, _ kind: Group, _ names: Names) -> Template? {
    guard let node = reader.value("claimName") else { return nil }
    if kind != .claim {
      context.report(
        .contradiction, at: node.location, "Only a claim has a name on the wire.",
        help: "Rename the \(kind.rawValue) itself.")
    }
    return TemplateDecoder(context: context, names: names).template(node, allowed: .parameters)
  }

  private func origin(
    _ reader: MappingReader, _ types: SchemaType, _ names: Names
  ) -> Origin? {
    let given = ProfileFormat.origins.filter(reader.has)
    if given.count > 1 {
      context.report(
        .contradiction, at: reader.location(given[1]),
        "A value has one origin, and this one has \(given.joined(separator: " and ")).")
    }
    if reader.has("when") && given.isEmpty {
      context.report(
        .contradiction, at: reader.location("when"),
        "`when` says where Muster makes the value, and nothing here makes one.",
        help:
          "Add value, generate, join, firstOf or default; a rule says when a column's value may be there."
      )
    }
    let templates = TemplateDecoder(context: context, names: names)
    let allowed: TemplateDecoder.Allowed = [.parameters, .inputs, .keyParts, .claims]
    if let node = reader.value("value") {
      return templates.json(node, allowed: allowed).map { .value($0) }
    }
    if let node = reader.value("generate"),
      let inner = MappingReader(node, ProfileFormat.generate, context)
    {
      return generated(inner, types)
    }
    if let node = reader.value("join"),
      let inner = MappingReader(node, ProfileFormat.join, context)
    {
      let parts = inner.texts("parts").compactMap {
        templates.template($0.node, allowed: allowed)
      }
      return .join(separator: Array((inner.text("separator") ?? "").utf8), parts: parts)
    }
    if reader.has("firstOf") {
      return .firstOf(
        reader.elements("firstOf").compactMap { templates.json($0, allowed: allowed) })
    }
    return reader.json("default").map { .defaultValue($0) }
  }

  private func generated(_ reader: MappingReader, _ types: SchemaType) -> Origin? {
    if reader.has("time") == reader.has("random") {
      context.report(
        .contradiction, at: reader.node.location,
        "generate makes either a time or a random identifier.",
        help: "For example: generate: { time: now }, or generate: { random: hex }.")
      return nil
    }
    if let base = reader.choice("time", as: TimeOrigin.Base.self) {
      return .time(
        TimeOrigin(
          base: base, offsetSeconds: reader.seconds("offset") ?? 0,
          form: timeForm(reader, base) ?? .seconds, isText: types == .string))
    }
    guard let encoding = reader.choice("random", as: RandomOrigin.Encoding.self) else {
      return nil
    }
    let count = reader.integer("bytes") ?? 16
    if !(16...64).contains(count) {
      context.report(
        .badValue, at: reader.location("bytes"),
        "A random identifier has 16 to 64 bytes, so that none is made twice.")
    }
    return .random(RandomOrigin(encoding: encoding, byteCount: count))
  }

  private func timeForm(_ reader: MappingReader, _ base: TimeOrigin.Base) -> TimeForm? {
    guard let text = reader.text("as") else { return nil }
    let known: [(String, TimeForm)] = [
      ("seconds", .seconds), ("milliseconds", .milliseconds), ("date-time", .pattern(.dateTime)),
      ("date", .pattern(.date)), ("http-date", .pattern(.httpDate)),
    ]
    let form =
      known.first { $0.0 == text }?.1
      ?? (text.contains("%") ? TimePattern(text).map { .pattern($0) } : nil)
    guard let form else {
      context.report(
        .badValue, at: reader.location("as"), "\"\(text)\" is no form of a time.",
        help: "Write \(known.map(\.0).joined(separator: ", ")), or a pattern of %Y %m %d %H %M %S.")
      return nil
    }
    if base == .lifetime, case .pattern = form {
      context.report(
        .contradiction, at: reader.location("as"), "A lifetime is a number and no date.",
        help: "Use seconds or milliseconds.")
      return nil
    }
    return form
  }

  private func check(_ property: Property, _ reader: MappingReader, _ kind: Group) {
    if property.separator?.isEmpty == true {
      context.report(
        .badValue, at: reader.location("separator"), "A separator has at least one character.")
    }
    if kind != .parameter, property.separator != nil, !property.types.contains(.array) {
      context.report(
        .contradiction, at: reader.location("separator"),
        "\"\(property.name)\" has a separator and is no array.")
    }
    if kind == .parameter {
      for key in [
        "from", "generate", "join", "firstOf", "clear", "transform", "value", "when", "separator",
        "secret",
      ] where reader.has(key) {
        context.report(
          .contradiction, at: reader.location(key),
          "A parameter is set for the whole run, so \"\(key)\" has no meaning.",
          help: "Take it out; `default` gives a parameter a value.")
      }
    }
    if case .defaultValue(let json) = property.origin {
      var validator = SchemaValidator()
      if !validator.isValid(json.span, property.schema) {
        context.report(
          .contradiction, at: reader.location("default"),
          "The default of \"\(property.name)\" breaks the schema beside it.",
          help: "Correct the default, or loosen the schema.")
      }
    }
  }
}
