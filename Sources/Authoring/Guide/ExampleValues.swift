import Bytes
import Profiles
import Schemas

/// Made-up values that fit a schema, the likeliest first. None is promised: whoever needs one that
/// is accepted tries them.
struct ExampleValues {
  /// How many values are offered for one schema.
  static let candidatesMax = 12
  /// How deep values of values are made.
  private static let depthMax = 8

  private var validator = SchemaValidator()

  /// Cell texts for a property: its own examples, then made-up ones.
  mutating func cells(_ property: Property) -> [String] {
    var cells = property.examples
    if let before = Self.texts(before: property.transforms[...]) {
      cells += before
    } else {
      let isKept = property.transforms.isEmpty
      for json in values(property.schema, name: property.name, isKept: isKept) {
        cells.append(Self.cell(json, separator: property.separator))
      }
    }
    var unique: [String] = []
    for cell in cells where !cell.isEmpty && !unique.contains(cell) { unique.append(cell) }
    return Array(unique.prefix(Self.candidatesMax))
  }

  /// Texts for steps that make something else of a text: what the claim holds then is no cell that
  /// means the same. Nil where such a value may be written in a cell, as far as is known here.
  private static func texts(before steps: ArraySlice<Transform>) -> [String]? {
    guard let step = steps.first else { return nil }
    switch step {
    case .map(let pairs): return pairs.map { Wording.text($0.from) }
    case .each(let inner): return texts(before: inner[...]) ?? texts(before: steps.dropFirst())
    case .split(let separator):
      guard steps.count > 1 else { return nil }
      let texts = texts(before: steps.dropFirst()) ?? ["example"]
      return texts.filter { !$0.contains(Wording.text(separator)) }
    case .template, .prefix, .suffix, .md5, .sha1, .sha256, .sha512, .base64, .base64url, .hex,
      .percentEncode:
      return ["example", "1"]
    default: return texts(before: steps.dropFirst())
    }
  }

  /// A JSON value as a cell: a text is itself, a list is cut by its separator.
  static func cell(_ json: [UInt8], separator: [UInt8]?) -> String {
    if json.first == UInt8(ascii: "\"") { return text(json, 0..<json.count) }
    guard let separator, json.first == UInt8(ascii: "["), json.count > 2 else {
      return Wording.text(json)
    }
    var pieces: [String] = []
    var index = 1
    while index < json.count && json[index] != UInt8(ascii: "]") {
      let end = JSONReader.end(json.span, from: index)
      let isText = json[index] == UInt8(ascii: "\"")
      let isFlat = JSONReader.kind(json.span, at: index) == .number || isText
      let piece = isText ? text(json, index..<end) : Wording.text(json[index..<end])
      guard isFlat, !piece.contains(Wording.text(separator)) else { return Wording.text(json) }
      pieces.append(piece)
      index = json[end] == UInt8(ascii: ",") ? end + 1 : end
    }
    return pieces.joined(separator: Wording.text(separator))
  }

  private static func text(_ json: [UInt8], _ range: Range<Int>) -> String {
    var bytes: [UInt8] = []
    JSONReader.unescape(json.span, literal: range, into: &bytes)
    return Wording.text(bytes)
  }

  /// - Parameter isKept: whether the value reaches the schema as it is written; else those that do
  ///   not fit are offered too.
  private mutating func values(
    _ schema: Schema, name: String, isKept: Bool = true, depth: Int = 0
  ) -> [[UInt8]] {
    guard depth < Self.depthMax else { return [] }
    let it = schema.description
    var all: [[UInt8]] = []
    if let const = it.const { all.append(const) }
    all += it.enumeration ?? []
    for type in SchemaWording.names(it.types ?? .string) {
      switch type {
      case "string": all += texts(it, name).map { Array(Wording.quoted($0).utf8) }
      case "integer", "number": all += numbers(it)
      case "boolean": all += ["true", "false"].map { Array($0.utf8) }
      case "array": all += list(it, name, depth)
      case "object": all += object(it, depth)
      default: break
      }
    }
    var fitting = all.filter { validator.isValid($0.span, schema) }
    if !isKept { fitting += all }
    return Array(fitting.prefix(Self.candidatesMax))
  }

  // MARK: Scalars

  private func texts(_ it: SchemaDescription, _ name: String) -> [String] {
    if let format = it.format { return [format.example] }
    let words = name.split { $0 == "_" || $0 == "/" || $0 == ":" }.joined(separator: " ")
    var texts = ["Example \(words)", "Example", "example"]
    if it.pattern != nil { texts += Self.shapes }
    return texts.map { fitted($0, it) }
  }

  /// Texts that patterns often ask for.
  private static let shapes = [
    "1", "12", "123", "1234", "123456", "1234567890", "a", "A", "en", "en-US", "GB", "EUR", "a1",
    "/example", "#336699", "example.com", "ada@example.com", "https://example.com/welcome",
    "d41d8cd98f00b204e9800998ecf8427e", "da39a3ee5e6b4b0d3255bfef95601890afd80709",
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", "2026-01-31",
    "2026-01-31T09:30:00Z", "09:30", "+15555550100", "123e4567-e89b-12d3-a456-426614174000",
    "Example_1", "EXAMPLE", "1,2", "a:1", "1.0",
  ]

  /// Cut or padded to the length that is asked for.
  private func fitted(_ text: String, _ it: SchemaDescription) -> String {
    var scalars = Array(text.unicodeScalars)
    if let most = it.maxLength, scalars.count > most { scalars = Array(scalars.prefix(most)) }
    // A length that nobody types is nothing to show.
    if let least = it.minLength, least <= 256 {
      while scalars.count < least { scalars.append("1") }
    }
    var result = ""
    result.unicodeScalars.append(contentsOf: scalars)
    return result
  }

  private func numbers(_ it: SchemaDescription) -> [[UInt8]] {
    var literals = ["1"]
    literals += [it.minimum, it.maximum, it.multipleOf].compactMap { $0 }
    for bound in [it.exclusiveMinimum, it.exclusiveMaximum] {
      guard let bound, let number = Int(bound) else { continue }
      literals += [String(number &+ 1), String(number &- 1)]
    }
    literals += ["0", "10", "100", "1000"]
    return literals.map { Array($0.utf8) }
  }

  // MARK: Structures

  private mutating func list(_ it: SchemaDescription, _ name: String, _ depth: Int) -> [[UInt8]] {
    var elements: [[UInt8]] = []
    let prefix = it.prefixItems ?? []
    for schema in prefix {
      guard let value = values(schema, name: name, depth: depth + 1).first else { return [] }
      elements.append(value)
    }
    let wanted = max(it.minItems ?? 0, it.maxItems == 0 ? 0 : 1)
    let offered =
      it.contains.map { values($0, name: name, depth: depth + 1) }
      ?? it.items.map { values($0, name: name, depth: depth + 1) } ?? [Array("\"example\"".utf8)]
    for value in offered where elements.count < wanted { elements.append(value) }
    var json: [UInt8] = [UInt8(ascii: "[")]
    json += elements.joined(separator: [UInt8(ascii: ",")])
    return [json + [UInt8(ascii: "]")]]
  }

  private mutating func object(_ it: SchemaDescription, _ depth: Int) -> [[UInt8]] {
    /// The required members alone, then all that are known.
    var objects: [[UInt8]] = []
    for requiredOnly in [true, false] {
      var members: [[UInt8]] = []
      for (name, schema) in it.properties
      where !requiredOnly || it.required.contains(name) {
        let known = values(schema, name: Wording.text(name), depth: depth + 1)
        guard let value = known.first else { continue }
        members.append(Array(Wording.quoted(name).utf8) + [UInt8(ascii: ":")] + value)
      }
      for name in it.required where !it.properties.contains(where: { $0.name == name }) {
        members.append(Array("\(Wording.quoted(name)):\"example\"".utf8))
      }
      if members.isEmpty && it.properties.isEmpty { members += further(it, depth) }
      var json: [UInt8] = [UInt8(ascii: "{")]
      json += members.joined(separator: [UInt8(ascii: ",")])
      objects.append(json + [UInt8(ascii: "}")])
    }
    return objects.reversed()
  }

  /// One member of an object that names none.
  private mutating func further(_ it: SchemaDescription, _ depth: Int) -> [[UInt8]] {
    guard case .schema(let schema) = it.additionalProperties else {
      return [Array("\"example\":\"value\"".utf8)]
    }
    let value = values(schema, name: "example", depth: depth + 1).first
    return value.map { [Array("\"example\":".utf8) + $0] } ?? []
  }
}

extension Format {
  /// A made-up text of this format.
  fileprivate var example: String {
    switch self {
    case .email, .idnEmail: "ada@example.com"
    case .hostname, .hostPort: "login.example.com"
    case .ipv4: "192.0.2.1"
    case .ipv6: "2001:db8::1"
    case .uri, .httpURL, .httpsURL: "https://example.com/welcome"
    case .uriReference, .relativePath: "/welcome"
    case .stringOrURI: "example"
    case .uuid: "123e4567-e89b-12d3-a456-426614174000"
    case .dateTime: "2026-01-31T09:30:00Z"
    case .date: "2026-01-31"
    case .time: "09:30:00Z"
    case .duration: "P1D"
    case .jsonPointer: "/user/email"
    case .regex: "^[a-z]+$"
    }
  }
}
