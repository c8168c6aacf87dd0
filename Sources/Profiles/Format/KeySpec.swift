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
  /// One word of a vocabulary.
  case term(Vocabulary)
  /// One word of a vocabulary, or a list of them.
  case terms(Vocabulary)
  /// One text or a list of texts.
  case texts
  /// Any YAML values, each read as JSON, in a list.
  case values
  /// Names of the writer's choice, each with a text.
  case namedText
  /// Names of the writer's choice, each with a list of texts.
  case namedTexts
  /// A count, or a share of a hundred.
  case share
  /// A count and a duration: `120/60s`.
  case rate
  /// Texts of the writer's choice, each with any value.
  case namedValues
  /// Steps of a group: each is a name, or a mapping.
  case steps(String)
  /// A mapping described by another table.
  case mapping(String)
  /// Names of the writer's choice, each with a mapping described by another table.
  case mappings(String)
  /// A list of mappings described by another table.
  case list(String)
  /// `true`, `false` or a schema.
  case schemaOrBoolean
  /// A list of the same.
  case schemas
  /// Names of the writer's choice, each with the same.
  case namedSchemas
  /// Names of members, each with `true`, `false` or a property.
  case members
  /// A condition over claims: see the reference.
  case condition
  /// A list of conditions.
  case conditions
  /// A shape in these words; whoever decodes the key checks it.
  case described(String)

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
    case .term(let vocabulary): vocabulary.name
    case .terms(let vocabulary): "\(vocabulary.name), or list of them"
    case .texts: "text, or list of texts"
    case .values: "list of any values"
    case .namedText: "names with texts"
    case .namedTexts: "names with lists of texts"
    case .share: "whole number, or share such as `2.5%`"
    case .rate: "rate such as `120/60s`"
    case .namedValues: "texts with any values"
    case .steps(let id): "list of [\(id)s](#\(id.replacing(blank: "-"))s)"
    case .mapping(let id): "[\(id)](#\(id.replacing(blank: "-")))"
    case .mappings(let id): "names with [\(id)](#\(id.replacing(blank: "-")))"
    case .list(let id): "list of [\(id)](#\(id.replacing(blank: "-")))"
    case .schemaOrBoolean: "`true`, `false` or [schema](#schema)"
    case .schemas: "list of `true`, `false` or [schema](#schema)"
    case .namedSchemas: "names with `true`, `false` or [schema](#schema)"
    case .members: "names with `true`, `false` or [property](#property)"
    case .condition: "[condition](#condition)"
    case .conditions: "list of [condition](#condition)"
    case .described(let words): words
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

/// What the keys of one mapping ask of each other.
package enum KeyChoice: Sendable {
  case exactlyOne([String])
  case atLeastOne([String])
  case atMostOne([String])
  /// Where the first key is there, and says this if a word is given, the others are needed.
  case needs(String, is: String?, [String])
}

/// One mapping of the profile format.
package struct MappingSpec: Sendable {
  package var id: String
  /// What stands before its name in a sentence.
  package var article: String { "aeiou".contains(id.prefix(1)) ? "an" : "a" }
  package var summary: String
  package var keys: [KeySpec]
  package var choices: [KeyChoice]

  package init(
    _ id: String, _ summary: String, _ keys: [KeySpec], choices: [KeyChoice] = []
  ) {
    self.id = id
    self.summary = summary
    self.keys = keys
    self.choices = choices
  }

  package subscript(name: String) -> KeySpec? {
    // By index: a specification is large to copy, and most names differ in length already.
    let count = name.utf8.count
    for index in keys.indices where keys[index].name.utf8.count == count {
      if keys[index].name.utf8.elementsEqual(name.utf8) { return keys[index] }
    }
    return nil
  }

  /// The keys that are needed where `key` says `word`.
  package func needed(where key: String, is word: String) -> [String] {
    choices.flatMap { choice -> [String] in
      if case .needs(key, is: .some(word), let others) = choice { others } else { [] }
    }
  }
}

/// One step of a list of steps: a name, or a mapping with arguments.
package struct StepSpec: Sendable {
  package var name: String
  package var meaning: String
  /// The keys of the mapping, of which the first has the step's name; empty for a mere name.
  package var keys: [KeySpec]

  package init(_ name: String, _ meaning: String, _ keys: [KeySpec] = []) {
    self.name = name
    self.meaning = meaning
    self.keys = keys
  }

  /// The step as it stands in a profile.
  package var example: String {
    keys.isEmpty ? name : "{ " + keys.map(\.example).joined(separator: ", ") + " }"
  }
}

/// The steps that a list may hold.
package struct StepGroup: Sendable {
  /// What one of them is: `transform step`.
  package var id: String
  package var summary: String
  package var steps: [StepSpec]

  package var names: [String] { steps.map(\.name) }
}

extension String {
  /// The text with another character for each blank.
  func replacing(blank: Character) -> String { String(map { $0 == " " ? blank : $0 }) }
}
