import Profiles
import Schemas

/// One keyword of a schema, as it is compared and shown.
struct KeywordText {
  /// How a change of the keyword is judged.
  enum Kind {
    /// More is looser.
    case atMost
    /// Less is looser.
    case atLeast
    /// Values or names of which more is looser.
    case choices([String])
    /// Names of which more is tighter.
    case demands([String])
    /// Anything else that narrows what is allowed.
    case constraint
  }

  var keyword: String
  var text: String
  var kind: Kind
}

/// Schemas as text.
enum SchemaWording {
  /// A schema as a flow mapping: `{ type: string, maxLength: 50 }`.
  static func text(_ schema: Schema) -> String {
    let it = schema.description
    if let types = it.types, types.isEmpty { return "false" }
    var parts = keywords(it).map { "\($0.keyword): \($0.text)" }
    parts += nested(it).map { "\($0.keyword): \($0.text)" }
    return parts.isEmpty ? "{}" : "{ \(parts.joined(separator: ", ")) }"
  }

  /// The types as the language writes them.
  static func text(_ types: SchemaType) -> String {
    let names = names(types)
    return names.count == 1 ? names[0] : "[\(names.joined(separator: ", "))]"
  }

  static func names(_ types: SchemaType) -> [String] {
    [
      ("string", SchemaType.string), ("integer", .integer), ("number", .number),
      ("boolean", .boolean), ("array", .array), ("object", .object), ("null", .null),
    ].filter { types.contains($0.1) }.map(\.0)
  }

  /// The keywords that hold no schema.
  static func keywords(_ it: SchemaDescription) -> [KeywordText] {
    var list: [KeywordText] = []
    func add(_ keyword: String, _ text: String?, _ kind: KeywordText.Kind = .constraint) {
      guard let text else { return }
      list.append(KeywordText(keyword: keyword, text: text, kind: kind))
    }
    if let types = it.types { add("type", text(types), .choices(names(types))) }
    add("const", it.const.map { Wording.text($0) })
    if let values = it.enumeration {
      let texts = values.map { Wording.text($0) }
      add("enum", "[\(texts.joined(separator: ", "))]", .choices(texts))
    }
    let unit = it.lengthUnit == .codePoints ? "" : " \(it.lengthUnit.words)"
    add("minLength", it.minLength.map { "\($0)\(unit)" }, .atLeast)
    add("maxLength", it.maxLength.map { "\($0)\(unit)" }, .atMost)
    add("pattern", it.pattern.map { Wording.quoted($0.source) })
    add("format", it.format?.rawValue)
    add("minimum", it.minimum, .atLeast)
    add("maximum", it.maximum, .atMost)
    add("exclusiveMinimum", it.exclusiveMinimum, .atLeast)
    add("exclusiveMaximum", it.exclusiveMaximum, .atMost)
    add("multipleOf", it.multipleOf)
    add("minItems", it.minItems.map(String.init), .atLeast)
    add("maxItems", it.maxItems.map(String.init), .atMost)
    if it.uniqueItems { add("uniqueItems", "true") }
    add("uniqueBy", it.uniqueBy.map { Wording.text($0) })
    add("minContains", it.minContains.map(String.init), .atLeast)
    add("maxContains", it.maxContains.map(String.init), .atMost)
    if !it.required.isEmpty {
      let names = it.required.map { Wording.text($0) }
      add("required", "[\(names.joined(separator: ", "))]", .demands(names))
    }
    add("minProperties", it.minProperties.map(String.init), .atLeast)
    add("maxProperties", it.maxProperties.map(String.init), .atMost)
    if !it.dependentRequired.isEmpty {
      let entries = it.dependentRequired.map { entry in
        let needed = entry.needed.map { Wording.text($0) }.joined(separator: ", ")
        return "\(Wording.text(entry.name)): [\(needed)]"
      }
      add("dependentRequired", "{ \(entries.joined(separator: ", ")) }")
    }
    return list + conditions(it)
  }

  /// The keywords whose schemas are compared as a whole: what tightens one of them may loosen all.
  private static func conditions(_ it: SchemaDescription) -> [KeywordText] {
    var list: [KeywordText] = []
    func add(_ keyword: String, _ schemas: [Schema], isList: Bool) {
      guard !schemas.isEmpty else { return }
      let texts = schemas.map { text($0) }.joined(separator: ", ")
      list.append(
        KeywordText(keyword: keyword, text: isList ? "[\(texts)]" : texts, kind: .constraint))
    }
    add("contains", it.contains.map { [$0] } ?? [], isList: false)
    add("propertyNames", it.propertyNames.map { [$0] } ?? [], isList: false)
    add("allOf", it.allOf, isList: true)
    add("anyOf", it.anyOf, isList: true)
    add("oneOf", it.oneOf, isList: true)
    add("not", it.not.map { [$0] } ?? [], isList: false)
    add("if", it.ifSchema.map { [$0] } ?? [], isList: false)
    add("then", it.thenSchema.map { [$0] } ?? [], isList: false)
    add("else", it.elseSchema.map { [$0] } ?? [], isList: false)
    return list
  }

  /// The keywords whose schemas are compared one by one.
  private static func nested(_ it: SchemaDescription) -> [(keyword: String, text: String)] {
    var list: [(String, String)] = []
    if let items = it.items { list.append(("items", text(items))) }
    if let prefix = it.prefixItems {
      list.append(("prefixItems", "[\(prefix.map { text($0) }.joined(separator: ", "))]"))
    }
    if !it.properties.isEmpty {
      let entries = it.properties.map { "\(Wording.text($0.name)): \(text($0.schema))" }
      list.append(("properties", "{ \(entries.joined(separator: ", ")) }"))
    }
    if !it.patternProperties.isEmpty {
      let entries = it.patternProperties.map {
        "\(Wording.quoted($0.pattern.source)): \(text($0.schema))"
      }
      list.append(("patternProperties", "{ \(entries.joined(separator: ", ")) }"))
    }
    switch it.additionalProperties {
    case .any: break
    case .none: list.append(("additionalProperties", "false"))
    case .schema(let schema): list.append(("additionalProperties", text(schema)))
    }
    return list
  }
}
