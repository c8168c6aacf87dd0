package import Bytes

/// The profile language as a JSON Schema (2020-12), made from the table that drives decoding, for
/// editors that complete and check YAML.
///
/// It is wider than the decoder: what refers to a name (a claim in a rule, a placeholder) and what
/// has to be computed (a lifetime and its maximum) is left to `muster profile lint`.
package enum LanguageSchema {
  /// The whole document, with a line break at its end.
  package static func text() -> String { tree().pretty + "\n" }

  package static func tree() -> JSONTree {
    tree(
      title: "Muster profile, version \(ProfileFormat.version)", of: ProfileFormat.mappings,
      also: [JSONTree.Member("condition", condition())]
        + ProfileFormat.stepGroups.map { JSONTree.Member(definition($0.id), step($0)) })
  }

  /// The schema of a format of several mappings, of which the first is the whole document.
  package static func tree(
    title: String, of mappings: [MappingSpec], also others: [JSONTree.Member] = []
  ) -> JSONTree {
    let definitions = mappings.dropFirst().map { mapping in
      JSONTree.Member(definition(mapping.id), object(mapping))
    }
    return .object(
      [
        JSONTree.Member("$schema", .text("https://json-schema.org/draft/2020-12/schema")),
        JSONTree.Member("title", .text(title)),
      ] + (mappings.first.map(object)?.members ?? [])
        + [JSONTree.Member("$defs", .object(definitions + others))])
  }

  // MARK: Mappings

  private static func object(_ mapping: MappingSpec) -> JSONTree {
    var members = [
      JSONTree.Member("description", .text(mapping.summary)),
      JSONTree.Member("type", .text("object")),
      JSONTree.Member(
        "properties", .object(mapping.keys.map { JSONTree.Member($0.name, value($0)) })),
    ]
    let required = mapping.keys.filter(\.isRequired).map(\.name)
    if !required.isEmpty { members.append(JSONTree.Member("required", .texts(required))) }
    members.append(JSONTree.Member("additionalProperties", .no))
    if !mapping.choices.isEmpty {
      members.append(JSONTree.Member("allOf", .list(mapping.choices.map(choice))))
    }
    return .object(members)
  }

  private static func choice(_ choice: KeyChoice) -> JSONTree {
    func required(_ key: String) -> JSONTree {
      .object([JSONTree.Member("required", .texts([key]))])
    }
    func one(_ word: String, of branches: [JSONTree]) -> JSONTree {
      .object([JSONTree.Member(word, .list(branches))])
    }
    switch choice {
    case .exactlyOne(let keys): return one("oneOf", of: keys.map(required))
    case .atLeastOne(let keys): return one("anyOf", of: keys.map(required))
    case .atMostOne(let keys):
      let none = JSONTree.object([JSONTree.Member("not", one("anyOf", of: keys.map(required)))])
      return one("oneOf", of: keys.map(required) + [none])
    case .needs(let key, let word, let others):
      var condition = required(key).members
      if let word {
        let says = JSONTree.object([JSONTree.Member("const", .text(word))])
        condition.append(
          JSONTree.Member("properties", .object([JSONTree.Member(key, says)])))
      }
      return .object([
        JSONTree.Member("if", .object(condition)),
        JSONTree.Member("then", .object([JSONTree.Member("required", .texts(others))])),
      ])
    }
  }

  private static func condition() -> JSONTree {
    let it = ProfileFormat.condition
    let test = JSONTree.object([
      JSONTree.Member(
        "anyOf",
        .list([
          .object([JSONTree.Member("enum", .texts(Vocabulary.tests.words))]), reference("schema"),
        ]))
    ])
    return .object([
      JSONTree.Member("description", .text(it.summary)),
      JSONTree.Member("type", .text("object")),
      JSONTree.Member("minProperties", .number(1)),
      JSONTree.Member(
        "properties", .object(it.keys.map { JSONTree.Member($0.name, value($0)) })),
      JSONTree.Member("additionalProperties", test),
    ])
  }

  private static func step(_ group: StepGroup) -> JSONTree {
    let forms = group.steps.map { step -> JSONTree in
      if !step.keys.isEmpty { return object(MappingSpec(step.name, step.meaning, step.keys)) }
      return .object([
        JSONTree.Member("description", .text(step.meaning)),
        JSONTree.Member("const", .text(step.name)),
      ])
    }
    return .object([
      JSONTree.Member("description", .text(group.summary)),
      JSONTree.Member("anyOf", .list(forms)),
    ])
  }

  // MARK: Keys

  private static func value(_ key: KeySpec) -> JSONTree {
    var description = key.meaning
    let fallback = defaultValue(key)
    if fallback == nil, !key.absent.isEmpty { description += " Default: \(key.absent)." }
    var members = [JSONTree.Member("description", .text(description))]
    members += shape(key.kind)
    if let fallback { members.append(JSONTree.Member("default", fallback)) }
    if let example = example(key) { members.append(JSONTree.Member("examples", .list([example]))) }
    return .object(members)
  }

  /// The default, where its words are a value of the key.
  private static func defaultValue(_ key: KeySpec) -> JSONTree? {
    let word = String(key.absent.filter { $0 != "`" })
    if word.utf8.elementsEqual("true".utf8) || word.utf8.elementsEqual("false".utf8) {
      return .literal(word)
    }
    if let number = Int(word) { return .number(number) }
    if case .choice(let choices) = key.kind, choices.contains(word) { return .text(word) }
    return nil
  }

  /// The value in the key's example, which is a line of YAML.
  private static func example(_ key: KeySpec) -> JSONTree? {
    let yaml = YAMLReader.read(Array(key.example.utf8), file: "example")
    var json: [UInt8] = []
    guard let value = yaml.root?[key.name], value.appendJSON(to: &json).isEmpty else { return nil }
    return .literal(String(decoding: json, as: Unicode.UTF8.self))
  }

  /// The keywords that hold a value to its kind.
  private static func shape(_ kind: ValueKind) -> [JSONTree.Member] {
    switch kind {
    case .text, .template: return [scalarTypes]
    case .name: return [type("string"), pattern("^[A-Za-z_][A-Za-z0-9_-]*$")]
    case .boolean: return [type("boolean")]
    case .integer: return [type("integer")]
    case .number: return [type("number")]
    case .duration:
      return [
        JSONTree.Member(
          "anyOf",
          .list([
            .object([type("integer")]),
            .object([type("string"), pattern("^-?[0-9]+[smhd]?$")]),
          ]))
      ]
    case .json, .jsonTemplate, .described: return []
    case .choice(let words): return [JSONTree.Member("enum", .list(words.flatMap(spellings)))]
    case .term(let vocabulary): return [words(vocabulary)]
    case .terms(let vocabulary): return oneOrMore([words(vocabulary)])
    case .texts: return oneOrMore([scalarTypes])
    case .values, .jsonTemplates: return [type("array")]
    case .steps(let id): return array([reference(definition(id))])
    case .list(let id): return array([reference(id)])
    case .schemas: return array([schemaOrBoolean("schema")])
    case .conditions: return array([reference("condition")])
    case .mapping(let id): return reference(id).members
    case .condition: return reference("condition").members
    case .schemaOrBoolean: return schemaOrBoolean("schema").members
    case .templates: return map(.object([scalarTypes]))
    case .namedValues: return [type("object")]
    case .namedText: return map(.object([scalarTypes]))
    case .namedTexts: return map(.object(array([.object([scalarTypes])])))
    case .share:
      return [
        JSONTree.Member(
          "anyOf",
          .list([
            .object([type("integer"), JSONTree.Member("minimum", .number(0))]),
            .object([type("string"), pattern("^[0-9]+(\\.[0-9]{1,2})?%$|^[0-9]+$")]),
          ]))
      ]
    case .rate: return [type("string"), pattern("^[0-9]+/[0-9]+[smhd]?$")]
    case .mappings(let id): return map(reference(id))
    case .namedSchemas: return map(schemaOrBoolean("schema"))
    case .members: return map(schemaOrBoolean("property"))
    }
  }

  /// Any scalar is taken as text.
  private static let scalarTypes = JSONTree.Member("type", .texts(["string", "number", "boolean"]))

  private static func type(_ name: String) -> JSONTree.Member {
    JSONTree.Member("type", .text(name))
  }

  private static func pattern(_ source: String) -> JSONTree.Member {
    JSONTree.Member("pattern", .text(source))
  }

  private static func words(_ vocabulary: Vocabulary) -> JSONTree.Member {
    JSONTree.Member("enum", .texts(vocabulary.words))
  }

  /// A word, and the number that YAML makes of it.
  private static func spellings(_ word: String) -> [JSONTree] {
    Int(word).map { [.number($0), .text(word)] } ?? [.text(word)]
  }

  private static func oneOrMore(_ one: [JSONTree.Member]) -> [JSONTree.Member] {
    [JSONTree.Member("anyOf", .list([.object(one), .object(array([.object(one)]))]))]
  }

  private static func array(_ element: [JSONTree]) -> [JSONTree.Member] {
    [type("array")] + element.map { JSONTree.Member("items", $0) }
  }

  private static func map(_ value: JSONTree) -> [JSONTree.Member] {
    [type("object"), JSONTree.Member("additionalProperties", value)]
  }

  private static func reference(_ id: String) -> JSONTree {
    .object([JSONTree.Member("$ref", .text("#/$defs/\(definition(id))"))])
  }

  private static func schemaOrBoolean(_ id: String) -> JSONTree {
    .object([
      JSONTree.Member("anyOf", .list([.object([type("boolean")]), reference(id)]))
    ])
  }

  private static func definition(_ id: String) -> String { id.replacing(blank: "-") }
}
