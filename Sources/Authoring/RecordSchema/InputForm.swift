import Bytes
import Profiles
import Schemas

/// What a JSON value must be so that, after the steps of `transform`, it satisfies a schema.
///
/// A step does one thing to texts and another to numbers, lists and objects, so each type of JSON is
/// followed by itself. What cannot be followed any more is left open, with a remark.
struct InputForm {
  let transforms: [Transform]
  let schema: Schema

  /// What has become of a value of one type.
  private struct Flow {
    enum State {
      /// The value as it came.
      case same
      /// The text, trimmed.
      case trimmed
      /// Some text, which is not empty if it was not before.
      case folded
      /// A text of which nothing is known.
      case text
      /// A value of these types.
      case value(SchemaType)
      /// One of the texts of `map`, trimmed before or not, and what each becomes.
      case mapped([Transform.Pair], isTrimmed: Bool)
      case unknown
    }
    var type: SchemaType
    var state = State.same
    /// What the steps asked of the value as it came.
    var needs: [Formula] = []
  }

  var formula: Formula {
    if transforms.isEmpty { return SchemaForm.formula(schema) }
    var same: SchemaType = []
    var ways: [Formula] = []
    for type in [SchemaType.string, .number, .boolean, .array, .object] {
      guard let flow = followed(type) else { continue }
      if case .same = flow.state, flow.needs.isEmpty {
        same.formUnion(flow.type)
      } else if let way = way(flow) {
        ways.append(way)
      }
    }
    if let unchanged = schema.limited(to: same) {
      ways.insert(SchemaForm.formula(unchanged), at: 0)
    }
    return .any(ways)
  }

  // MARK: Steps

  private func followed(_ type: SchemaType) -> Flow? {
    var flow = Flow(type: type)
    for transform in transforms {
      let isKept =
        type == .string ? stepOnText(transform, &flow) : stepOnValue(transform, &flow)
      guard isKept else { return nil }
    }
    return flow
  }

  private static let integer = "-?(?:0|[1-9][0-9]*)"
  private static let number = "\(integer)(?:\\.[0-9]+)?(?:[eE][+\\-]?[0-9]+)?"
  private static let word =
    "[Tt][Rr][Uu][Ee]|[Yy][Ee][Ss]|[Yy]|1|[Oo][Nn]|[Ff][Aa][Ll][Ss][Ee]|[Nn][Oo]|[Nn]|0|[Oo][Ff][Ff]"

  /// One step on a value that came as a text.
  private func stepOnText(_ transform: Transform, _ flow: inout Flow) -> Bool {
    switch (transform, flow.state) {
    case (.trim, .same), (.trim, .trimmed): flow.state = .trimmed
    case (.lowercase, .same), (.lowercase, .trimmed), (.lowercase, .folded),
      (.uppercase, .same), (.uppercase, .trimmed), (.uppercase, .folded):
      flow.state = .folded
    case (.map(let pairs), .same): flow.state = .mapped(pairs, isTrimmed: false)
    case (.map(let pairs), .trimmed): flow.state = .mapped(pairs, isTrimmed: true)
    case (.trim, .folded), (.toString, .same), (.toString, .trimmed), (.join, .same),
      (.join, .trimmed):
      break
    case (.md5, .same), (.sha1, .same), (.sha256, .same), (.sha512, .same), (.base64, .same),
      (.base64url, .same), (.hex, .same), (.percentEncode, .same), (.prefix, .same),
      (.suffix, .same), (.encodeJSON, .same), (.replace, .same):
      flow.state = .text
    case (.toInteger, .same), (.toInteger, .trimmed):
      become(.integer, Self.integer, &flow)
    case (.toNumber, .same), (.toNumber, .trimmed): become(.number, Self.number, &flow)
    case (.toBoolean, .same), (.toBoolean, .trimmed): become(.boolean, Self.word, &flow)
    default: flow.state = .unknown
    }
    return true
  }

  /// The text has to be one of a form, blanks around it aside, and becomes a value.
  private func become(_ type: SchemaType, _ body: String, _ flow: inout Flow) {
    flow.needs.append(
      .exact(TextForm.pattern("^[\\t-\\r ]*(?:\(body))[\\t-\\r ]*$").members))
    flow.state = .value(type)
  }

  /// One step on a value that came as a number, `true`, `false`, a list or an object; false where it
  /// refuses them.
  private func stepOnValue(_ transform: Transform, _ flow: inout Flow) -> Bool {
    guard case .same = flow.state else {
      flow.state = .unknown
      return true
    }
    let isNumber = flow.type == .number || flow.type == .integer
    let isScalar = isNumber || flow.type == .boolean
    switch transform {
    case .trim, .lowercase, .uppercase, .prefix, .suffix, .replace, .parseJSON: return true
    case .md5, .sha1, .sha256, .sha512, .base64, .base64url, .hex, .percentEncode: return false
    case .toNumber: return isNumber
    case .toBoolean: return flow.type == .boolean
    case .toInteger:
      guard isNumber else { return false }
      flow.type = .integer
      return true
    case .encodeJSON: flow.state = .text
    case .toString:
      flow.state = .text
      return isScalar
    case .join:
      if flow.type == .array {
        flow.needs.append(.exact([.init("items", SchemaForm.type([.string, .number]))]))
      }
      flow.state = .text
      return flow.type != .object
    case .map(let pairs):
      flow.state = .unknown
      return pairs.contains { Self.isValue($0.from, of: flow.type) }
    default: flow.state = .unknown
    }
    return true
  }

  /// Whether the text is JSON of this type.
  private static func isValue(_ text: [UInt8], of type: SchemaType) -> Bool {
    var reader = JSONReader()
    var json: [UInt8] = []
    guard (try? reader.readWhole(text.span, into: &json)) != nil else { return false }
    var form = SchemaDescription()
    form.types = type
    var validator = SchemaValidator()
    return validator.isValid(json.span, Schema(form))
  }

  // MARK: The schema afterwards

  private func way(_ flow: Flow) -> Formula? {
    guard let rest = rest(flow) else { return nil }
    return .all([.exact(SchemaForm.type(flow.type).members)] + flow.needs + [rest])
  }

  /// What the schema still asks of the value as it came; nil where it refuses every one.
  private func rest(_ flow: Flow) -> Formula? {
    switch flow.state {
    case .same:
      // Its type stands beside it already.
      return schema.limited(to: flow.type).map(SchemaForm.formula)
    case .trimmed: return schema.limited(to: .string).map { trimmed($0.description) }
    case .folded:
      return schema.limited(to: .string).map { limited -> Formula in
        var form = SchemaDescription()
        form.minLength = min(limited.description.minLength ?? 0, 1)
        return .all([SchemaForm.formula(Schema(form)), afterSteps(limited)])
      }
    case .text: return schema.limited(to: .string).map(afterSteps)
    case .value(let type): return schema.limited(to: type).map(afterSteps)
    case .mapped(let pairs, let isTrimmed): return mapped(pairs, isTrimmed)
    case .unknown: return Self.open
    }
  }

  /// Steps that may refuse the value, or make anything of it.
  private static let open = Formula.unknown(
    "What the profile's transform makes of it is checked by Muster alone.")

  /// The texts whose value the schema takes.
  private func mapped(_ pairs: [Transform.Pair], _ isTrimmed: Bool) -> Formula? {
    var validator = SchemaValidator()
    let texts = pairs.filter { validator.isValid($0.to.span, schema) }
      .map { String(decoding: $0.from, as: Unicode.UTF8.self) }
    if texts.isEmpty { return nil }
    if isTrimmed { return .exact(TextForm(side: .wide, isTrimmed: true).values(texts).members) }
    return .exact([.init("enum", .texts(texts))])
  }

  /// Nothing is known of what the steps make.
  private func afterSteps(_ schema: Schema) -> Formula {
    var isOpen = SchemaDescription()
    isOpen.types = schema.description.types
    let open = SchemaForm(side: .wide, isAnnotated: false).tree(isOpen)
    let whole = SchemaForm(side: .wide, isAnnotated: false).tree(schema)
    if open.compact == whole.compact { return .constant(true) }
    return Self.open
  }

  private func trimmed(_ it: SchemaDescription) -> Formula {
    var parts: [Formula] = []
    func form(_ side: Side) -> TextForm { TextForm(side: side, isTrimmed: true) }
    parts.append(
      .leaf(
        wide: .conjunction(form(.wide).trees(it)), narrow: .conjunction(form(.narrow).trees(it))))
    for values in [it.enumeration, it.const.map { [$0] }] {
      guard let values else { continue }
      let texts = values.compactMap(Self.text)
      parts.append(texts.isEmpty ? .constant(false) : .exact(form(.wide).values(texts).members))
    }
    if !it.allOf.isEmpty || !it.anyOf.isEmpty || !it.oneOf.isEmpty || it.not != nil
      || it.ifSchema != nil
    {
      parts.append(.unknown("Alternatives are checked by Muster alone, after trim."))
    }
    return .all(parts)
  }

  /// The text of a JSON string.
  private static func text(_ json: [UInt8]) -> String? {
    guard json.first == UInt8(ascii: "\"") else { return nil }
    var text: [UInt8] = []
    JSONReader.unescape(json.span, literal: 0..<json.count, into: &text)
    return String(decoding: text, as: Unicode.UTF8.self)
  }
}

extension Schema {
  /// The schema for values of these types; nil where it takes none of them.
  func limited(to types: SchemaType) -> Schema? {
    var types = types
    if types.contains(.number) { types.insert(.integer) }
    var it = description
    it.types = it.types.map { $0.intersection(types) } ?? types
    if it.types?.contains(.number) == true { it.types?.remove(.integer) }
    return it.types?.isEmpty == true ? nil : Schema(it)
  }
}
