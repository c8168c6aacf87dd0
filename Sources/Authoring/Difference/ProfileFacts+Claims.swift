import Bytes
import Profiles
import Schemas
import Tokens

/// Claims, inputs and parameters.
extension ProfileFacts {
  func addGroup(_ section: String, _ group: PropertyGroup, _ list: inout FactList) {
    list.below(section) { list in
      for (index, property) in group.properties.enumerated() {
        add(property, section, isRequired: group.required.contains(index), column: nil, &list)
      }
      if section == "claims" {
        list.add("(order)", "", .order(group.names))
        addAdditional(group.additional, &list)
      }
    }
  }

  /// - Parameter column: the column of the object that this is a member of; nil at the top.
  private func add(
    _ property: Property, _ section: String, isRequired: Bool, column: String?,
    _ list: inout FactList
  ) {
    let isParameter = section == "parameters"
    let what = isParameter ? "parameter" : section == "inputs" ? "input" : "claim"
    let needs = isRequired && property.origin == nil
    list.entity(
      property.name, summary(property, isRequired: isRequired),
      ifAdded: needs ? "a newly required \(what)" : nil, ifRemoved: removal(section)
    ) { list in
      if isRequired {
        list.add(
          "required", "true",
          property.origin == nil ? .demanded("the \(what) is newly required") : .free)
      }
      addSources(property, section, column: column, &list)
      addRequest(property, &list)
      addSchema(property.schema, &list)
      addNotes(property, &list)
    }
  }

  /// What requests to a server may give.
  private func addRequest(_ property: Property, _ list: inout FactList) {
    if !property.requestNames.isEmpty {
      // Any of them will do, so their order says nothing.
      let names = property.requestNames.sorted()
      list.add(
        "request", "[\(names.joined(separator: ", "))]",
        .preference(
          names, removed: "a name in requests is no longer read", reordered: ""))
    }
    if property.isPageNonce {
      list.add("nonce", "true", .offered("a server no longer makes it"))
    }
  }

  /// What is said of a value beside where it comes from and what it may be.
  private func addNotes(_ property: Property, _ list: inout FactList) {
    if property.isSecret {
      list.add("secret", "true", .offered("the value is shown in findings and files"))
    }
    list.add("description", property.description, .documentation)
    if !property.examples.isEmpty {
      list.add("examples", property.examples.joined(separator: "\n"), .documentation)
    }
  }

  private func removal(_ section: String) -> String {
    switch section {
    case "parameters": "--set with its name is refused"
    case "inputs": "a column or --set with its name is refused"
    default: "the claim is no longer sent"
    }
  }

  private func summary(_ property: Property, isRequired: Bool) -> String {
    var parts = [SchemaWording.text(property.types)]
    if isRequired { parts.append("required") }
    if let origin = property.origin {
      let (key, text) = shownOrigin(origin, property)
      parts.append("\(key): \(text)")
    }
    return parts.joined(separator: ", ")
  }

  /// Where the value comes from: columns, steps, and what stands in for them.
  private func addSources(
    _ property: Property, _ section: String, column: String?, _ list: inout FactList
  ) {
    let own = column.map { "\($0).\(property.name)" } ?? property.name
    if section != "parameters" {
      let columns = property.from ?? (property.takesOwnColumn ? [own] : [])
      list.add(
        "columns", "[\(columns.joined(separator: ", "))]",
        .preference(
          columns, removed: "a column name is no longer read",
          reordered: "another column is preferred"))
    }
    if !property.transforms.isEmpty {
      list.add("transform", words.text(property.transforms), .fixed("values are changed otherwise"))
    }
    list.add(
      "separator", property.separator.map { Wording.quoted($0) },
      .offered("lists are cut otherwise"))
    list.add(
      "clear",
      property.clear.map { "\(Wording.quoted($0.marker)) gives \(Wording.text($0.value))" },
      .offered("the marker no longer clears"))
    if let origin = property.origin {
      let (key, text) = shownOrigin(origin, property)
      list.add(
        key, text,
        .fixed(
          key == "default" ? "rows without a value say something else" : "the value is another one")
      )
    }
    list.add(
      "when", property.when.map(words.text), .fixed("the value is given under another condition"))
    list.add(
      "claimName", property.claimName.map(words.text), .fixed("the name in the token is another"))
    guard let members = property.members else { return }
    list.below("properties") { list in
      list.add("(order)", "", .order(members.names))
      for member in members.properties {
        list.below(member.name) { addMemberSources(member, section, column: own, &$0) }
      }
    }
  }

  /// A secret's own value is told by a fingerprint: that it changed is seen, what it is, is not.
  private func shownOrigin(_ origin: Origin, _ property: Property) -> (key: String, text: String) {
    let (key, text) = words.origin(origin)
    guard property.isSecret else { return (key, text) }
    let bytes = Array(text.utf8)
    var digest: [UInt8] = []
    Digest.sha256.append(of: bytes.span, to: &digest)
    let start = Array(digest[..<4])
    var hex: [UInt8] = []
    Hex.append(start.span, to: &hex)
    return (key, "<redacted \(Wording.text(hex))>")
  }

  /// The members' schemas are part of the claim's; what feeds them is not.
  private func addMemberSources(
    _ member: Property, _ section: String, column: String, _ list: inout FactList
  ) {
    addSources(member, section, column: column, &list)
    addNotes(member, &list)
  }

  // MARK: Schemas

  func addSchema(_ schema: Schema, _ list: inout FactList) {
    let it = schema.description
    for keyword in SchemaWording.keywords(it) {
      if keyword.keyword == "required" {
        // A claim's own `required` says that the claim is.
        list.below("properties") { $0.add("(required)", keyword.text, kind(keyword)) }
      } else {
        list.add(keyword.keyword, keyword.text, kind(keyword))
      }
    }
    if let items = it.items { list.below("items") { addSchema(items, &$0) } }
    for (index, schema) in (it.prefixItems ?? []).enumerated() {
      list.below("prefixItems[\(index)]") { addSchema(schema, &$0) }
    }
    list.below("properties") { list in
      for (name, schema) in it.properties {
        list.entity(
          Wording.text(name), SchemaWording.text(schema),
          ifAdded: isClosed(it) ? nil : "the member must fit a schema",
          ifRemoved: "the member is no longer known"
        ) { addSchema(schema, &$0) }
      }
    }
    for (pattern, schema) in it.patternProperties {
      list.add(
        "patternProperties \(Wording.quoted(pattern.source))", SchemaWording.text(schema),
        .demanded("members must fit another schema"))
    }
    addAdditional(it.additionalProperties, &list)
  }

  private func isClosed(_ it: SchemaDescription) -> Bool {
    if case .none = it.additionalProperties { true } else { false }
  }

  private func addAdditional(_ additional: Schema.Additional, _ list: inout FactList) {
    switch additional {
    case .any: break
    case .none:
      list.add("additionalProperties", "false", .closing("further members are refused"))
    case .schema(let schema):
      list.add(
        "additionalProperties", SchemaWording.text(schema),
        .closing("further members must fit another schema"))
    }
  }

  /// What values of these types may be: a number may be whole, and a cell is read as something
  /// else than a text only where no text is allowed.
  private static func readings(_ types: [String]) -> [String] {
    var readings = types
    if types.contains("number") && !types.contains("integer") { readings.append("integer") }
    if !types.contains("string") { readings.append("cells that are no texts") }
    return readings
  }

  /// A format, and the narrower one that it accepts too.
  private static func formats(_ name: String) -> [String] {
    let wider = [
      Format.idnEmail: Format.email, .httpURL: .httpsURL, .hostPort: .hostname,
    ]
    let narrower = Format(rawValue: name).flatMap { wider[$0] }
    return [name] + [narrower?.rawValue].compactMap { $0 }
  }

  private func kind(_ keyword: KeywordText) -> Fact.Kind {
    switch keyword.kind {
    case .atMost: .atMost("the limit is tighter")
    case .atLeast: .atLeast("the limit is tighter")
    case .choices(let values) where keyword.keyword == "type":
      .choices(Self.readings(values), "values are refused, or read otherwise")
    case .constraint where keyword.keyword == "format":
      .choices(Self.formats(keyword.text), "what is allowed is narrower, or another")
    case .choices(let values): .choices(values, "a value is no longer allowed")
    case .demands(let values): .demands(values, "a member is newly required")
    case .constraint: .demanded("what is allowed is narrower, or another")
    }
  }
}
