/// The types of JSON Schema 2020-12.
///
/// One difference is wanted: an `integer` is an integer literal (7, -3, any number of digits), and
/// neither 7.0 nor 7e0, because a token carries a claim as it is written.
package struct SchemaType: OptionSet, Sendable, Hashable {
  package let rawValue: UInt8

  package init(rawValue: UInt8) { self.rawValue = rawValue }

  package static let null = SchemaType(rawValue: 1)
  package static let boolean = SchemaType(rawValue: 2)
  package static let integer = SchemaType(rawValue: 4)
  package static let number = SchemaType(rawValue: 8)
  package static let string = SchemaType(rawValue: 16)
  package static let array = SchemaType(rawValue: 32)
  package static let object = SchemaType(rawValue: 64)

  /// Every type and its name, in the order in which they are told.
  package static let names: [(name: String, type: SchemaType)] = [
    ("string", .string), ("integer", .integer), ("number", .number), ("boolean", .boolean),
    ("array", .array), ("object", .object), ("null", .null),
  ]

  /// The types by their names: `string or array`.
  package var words: String {
    Self.names.filter { contains($0.type) }.map(\.name).joined(separator: " or ")
  }
}

/// What `minLength` and `maxLength` count.
package enum LengthUnit: String, Sendable {
  /// Code points, as JSON Schema does.
  case codePoints
  /// UTF-16 code units, as JavaScript's `length` does.
  case utf16
  /// UTF-8 bytes.
  case bytes

  package var words: String {
    switch self {
    case .codePoints: "characters"
    case .utf16: "UTF-16 units"
    case .bytes: "bytes"
    }
  }
}
