package import Findings
package import Schemas

/// A group of named values in their order: the claims, the inputs, the parameters, or the members
/// of an object claim.
package struct PropertyGroup: Sendable {
  package var properties: [Property]
  /// Indices of those that must have a value.
  package var required: [Int]
  /// What a value beyond them must look like; nil where anything may come.
  package var additional: Schema.Additional

  package init(
    properties: [Property] = [], required: [Int] = [], additional: Schema.Additional = .any
  ) {
    self.properties = properties
    self.required = required
    self.additional = additional
  }

  /// The index of the property with this name, compared byte by byte.
  package func index(of name: some StringProtocol) -> Int? {
    properties.firstIndex { $0.name.utf8.elementsEqual(name.utf8) }
  }

  package var names: [String] { properties.map(\.name) }
}

/// One claim, input or parameter.
package struct Property: Sendable {
  package var name: String
  package var description: String
  /// Where the platform says so.
  package var source: String
  package var types: SchemaType
  /// The whole schema of the value.
  package var schema: Schema
  /// The schema of one element, where the value is a list.
  package var itemTypes: SchemaType
  /// Columns that the profile names; nil means the column of the property's own name.
  package var from: [String]?
  package var transforms: [Transform]
  package var separator: [UInt8]?
  package var origin: Origin?
  /// Where the origin gives a value; nil means everywhere.
  package var when: Condition?
  /// The name on the wire, over parameters; nil means its own.
  package var claimName: Template?
  package var clear: ClearMarker?
  package var isSecret: Bool
  /// Members that may be fed one by one, where the value is an object.
  package var members: PropertyGroup?
  package var examples: [String]
  /// Of an input: the names by which a request to a server may give it, none where it may not.
  package var requestNames: [String] = []
  /// Of an input: whether it is the nonce of the page's Content-Security-Policy, which a server makes
  /// anew for each answer (CSP Level 3, section 2.3.1).
  package var isPageNonce = false
  package var location: SourceLocation

  /// Whether a column of the property's own name feeds it.
  package var takesOwnColumn: Bool { from == nil && !isFixed }

  /// Whether no column feeds it, nor a member of it: the profile alone gives its value.
  package var isFixed: Bool { from == nil && (origin?.isMade ?? false) }
}

/// Where a value comes from when no column feeds it.
package enum Origin: Sendable {
  /// A constant, or a template over parameters, inputs and parts of the key.
  case value(JSONTemplate)
  case time(TimeOrigin)
  case random(RandomOrigin)
  case join(separator: [UInt8], parts: [Template])
  /// The first template whose values are all there.
  case firstOf([JSONTemplate])
  /// Canonical JSON.
  case defaultValue([UInt8])

  /// Whether every row gets the same value, or a new one that no row knows.
  package var namesNobody: Bool {
    if case .defaultValue = self { return false }
    let placeholders: [Placeholder] =
      switch self {
      case .time, .random, .defaultValue: []
      case .value(let template): template.placeholders
      case .join(_, let parts): parts.flatMap(\.placeholders)
      case .firstOf(let templates): templates.flatMap(\.placeholders)
      }
    return !placeholders.contains { placeholder in
      guard case .reference(let reference) = placeholder else { return false }
      return reference.scope != .parameter
    }
  }

  /// Whether Muster makes the value, so that a column of its name feeds it only if `from` says so.
  package var isMade: Bool {
    if case .defaultValue = self { return false }
    return true
  }
}

/// A time that Muster writes.
package struct TimeOrigin: Sendable {
  package enum Base: String, Sendable {
    case now, expiry
    /// The seconds between the two.
    case lifetime
  }
  package var base: Base
  package var offsetSeconds: Int
  package var form: TimeForm
  /// Whether a number is written as a text.
  package var isText: Bool
}

/// A random identifier that Muster makes.
package struct RandomOrigin: Sendable {
  package enum Encoding: String, Sendable { case hex, base64url, uuid }
  package var encoding: Encoding
  package var byteCount: Int
}

/// A cell text that stands for an explicit empty value.
package struct ClearMarker: Sendable {
  package var marker: [UInt8]
  /// Canonical JSON.
  package var value: [UInt8]
}

/// A step on a value before it is typed.
package indirect enum Transform: Sendable, Hashable {
  case trim, lowercase, uppercase
  case md5, sha1, sha256, sha512
  case base64, base64url, hex, percentEncode
  case parseJSON, encodeJSON
  case toString, toInteger, toNumber, toBoolean
  /// A text of digits becomes an integer, any other stays.
  case digitsToInteger
  case toSeconds, toMilliseconds, toDateTime
  case split([UInt8]), join([UInt8]), prefix([UInt8]), suffix([UInt8])
  /// Texts, and the canonical JSON that each becomes.
  case map([Pair])
  /// Texts that are replaced wherever they stand, the first that fits at each place.
  case replace([Pair])
  /// Steps on each element of a list.
  case each([Transform])
  /// JSON in which `{value}` stands for the value so far.
  case template(JSONTemplate)

  package struct Pair: Sendable, Hashable {
    package var from: [UInt8]
    package var to: [UInt8]

    package init(from: [UInt8], to: [UInt8]) {
      self.from = from
      self.to = to
    }
  }
}
