/// What the value of a key may be. The kinds name YAML shapes, not Swift types.
package indirect enum ValueKind: Sendable, Hashable {
  /// Any scalar, taken as text.
  case text
  /// A name: letters, digits, `_` and `-`, beginning with a letter.
  case name
  case boolean
  /// A whole number.
  case integer
  /// A number, kept as it is written.
  case number
  /// `90s`, `5m`, `24h`, `7d`, or a whole number of seconds.
  case duration
  /// Any YAML value, read as JSON.
  case json
  /// Text with `{placeholders}`.
  case template
  /// Any YAML value, read as JSON, whose texts may hold `{placeholders}`.
  case jsonTemplate
  /// A list of such values.
  case jsonTemplates
  /// Names with a template each, in their order.
  case templates
  case choice([String])
  /// One text or a list of texts.
  case texts
  /// Steps: each is a name, or a mapping with one key.
  case steps
  /// A mapping described by another table.
  case mapping(String)
  /// Names of the writer's choice, each with a mapping described by another table.
  case mappings(String)
  /// A list of mappings described by another table.
  case list(String)
  /// `true`, `false` or a schema.
  case schemaOrBoolean
  /// A condition over claims: see the reference.
  case condition

  /// The kind in the reference's words.
  package var words: String {
    switch self {
    case .text: "text"
    case .name: "name"
    case .boolean: "true or false"
    case .integer: "whole number"
    case .number: "number"
    case .duration: "duration"
    case .json: "any value"
    case .template: "template"
    case .jsonTemplate: "any value, texts are templates"
    case .jsonTemplates: "list of any values, texts are templates"
    case .templates: "names with templates"
    case .choice(let choices): choices.map { "`\($0)`" }.joined(separator: ", ")
    case .texts: "text, or list of texts"
    case .steps: "list of steps"
    case .mapping(let id): "[\(id)](#\(id))"
    case .mappings(let id): "names with [\(id)](#\(id))"
    case .list(let id): "list of [\(id)](#\(id))"
    case .schemaOrBoolean: "`true`, `false` or [schema](#schema)"
    case .condition: "[condition](#condition)"
    }
  }
}

/// One key of the profile format: the single source of its decoding, its check and its reference.
package struct KeySpec: Sendable {
  package var name: String
  package var kind: ValueKind
  package var isRequired: Bool
  /// What holds when the key is absent, in words; empty where nothing does.
  package var absent: String
  package var meaning: String
  package var example: String

  package init(
    _ name: String, _ kind: ValueKind, required: Bool = false, absent: String = "",
    _ meaning: String, example: String
  ) {
    self.name = name
    self.kind = kind
    self.isRequired = required
    self.absent = absent
    self.meaning = meaning
    self.example = example
  }
}

/// One mapping of the profile format.
package struct MappingSpec: Sendable {
  package var id: String
  package var summary: String
  package var keys: [KeySpec]

  package init(_ id: String, _ summary: String, _ keys: [KeySpec]) {
    self.id = id
    self.summary = summary
    self.keys = keys
  }

  package subscript(name: String) -> KeySpec? {
    keys.first { $0.name.utf8.elementsEqual(name.utf8) }
  }
}
