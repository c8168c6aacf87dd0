import Bytes
import Findings
import Schemas

/// Checks where a value comes from against what it must be.
struct PropertyChecks {
  let context: DecodingContext
  let names: Names
  let property: Property
  let reader: MappingReader

  func run() {
    // A type that nobody knows is reported already.
    guard !property.types.isEmpty else { return }
    checkOrigin()
    checkClear()
    checkTransforms()
    if context.isThorough {
      checkExamples()
      noteDigests()
    }
  }

  // MARK: What the profile gives

  private func checkOrigin() {
    switch property.origin {
    case nil, .defaultValue: break
    case .value(let template): check(template, at: reader.location("value"))
    case .firstOf(let templates):
      for (template, node) in zip(templates, reader.elements("firstOf")) {
        check(template, at: node.location)
      }
    case .time(let time): checkType(types(of: time), at: "generate", "This time is of type")
    case .random(let random): checkRandom(random)
    case .join: checkType(.string, at: "join", "A joined text is of type")
    }
  }

  private func check(_ template: JSONTemplate, at place: SourceLocation) {
    if let json = template.constant {
      guard let problem = property.schema.problem(with: json) else { return }
      context.report(
        .contradiction, at: place,
        "The value of \"\(property.name)\" breaks the schema beside it: it \(problem).",
        help: "Correct the value, or loosen the schema.")
    } else {
      checkType(types(of: template), at: place, "This template gives")
    }
  }

  private func checkType(_ types: SchemaType?, at key: String, _ words: String) {
    checkType(types, at: reader.location(key), words)
  }

  private func checkType(_ types: SchemaType?, at place: SourceLocation, _ words: String) {
    guard let types, types.common(with: property.types).isEmpty else { return }
    context.report(
      .contradiction, at: place,
      "\(words) \(types.words), and \"\(property.name)\" is of type \(property.types.words).",
      help: "Give it type: \(types.words).")
  }

  /// The types that a template can give; nil where that is not known.
  private func types(of template: JSONTemplate) -> SchemaType? {
    switch template.segments.first {
    case .literal(let json):
      switch json.first {
      case UInt8(ascii: "\""): return .string
      case UInt8(ascii: "["): return .array
      case UInt8(ascii: "{"): return .object
      default: return nil
      }
    case .value(.reference(let reference)): return names.member(reference)?.types
    case .value(.keyPart): return .string
    default: return nil
    }
  }

  private func types(of time: TimeOrigin) -> SchemaType {
    switch time.form {
    case .seconds, .milliseconds: time.isText ? .string : .integer
    case .pattern: .string
    }
  }

  private func checkRandom(_ random: RandomOrigin) {
    let count =
      switch random.encoding {
      case .hex: random.byteCount * 2
      case .base64url: (random.byteCount * 4 + 2) / 3
      case .uuid: 36
      }
    guard property.types.contains(.string) else {
      return checkType(.string, at: "generate", "A random identifier is of type")
    }
    if let least = reader.integer("minLength"), count < least {
      context.report(
        .contradiction, at: reader.location("minLength"),
        "The random identifier of \"\(property.name)\" has \(count) characters, and at least "
          + "\(least) are needed.", help: "Give generate more bytes.")
    }
    if let most = reader.integer("maxLength"), count > most {
      context.report(
        .contradiction, at: reader.location("maxLength"),
        "The random identifier of \"\(property.name)\" has \(count) characters, and at most "
          + "\(most) are allowed.", help: "Take another form: hex needs two characters a byte.")
    }
  }

  private func checkClear() {
    guard let clear = property.clear, !clear.value.isEmpty,
      let problem = property.schema.problem(with: clear.value)
    else { return }
    context.report(
      .contradiction, at: reader.value("clear")?["value"]?.location ?? reader.location("clear"),
      "The cleared value of \"\(property.name)\" \(problem), so each row that asks for it is refused.",
      help: "Correct the value, or loosen the schema.")
  }

  // MARK: Steps

  private func checkTransforms() {
    var result = StepResult.same
    var place = reader.location("transform")
    let nodes = reader.elements("transform")
    // A step that could not be read says nothing of those after it.
    guard nodes.count == property.transforms.count else { return }
    for (transform, node) in zip(property.transforms, nodes) {
      let next = Self.result(of: transform)
      if case .same = next { continue }
      (result, place) = (next, node.location)
    }
    guard case .types(let types) = result, types.common(with: property.types).isEmpty else {
      return
    }
    context.report(
      .contradiction, at: place,
      "This step gives \(types.words), and \"\(property.name)\" is of type "
        + "\(property.types.words).", help: "Change the type, or take the step away.")
  }

  /// What a step makes of the kind of a value.
  private enum StepResult {
    case same
    case types(SchemaType)
    case unknown
  }

  private static func result(of transform: Transform) -> StepResult {
    switch transform {
    case .trim, .lowercase, .uppercase, .prefix, .suffix, .replace: .same
    case .md5, .sha1, .sha256, .sha512, .base64, .base64url, .hex, .percentEncode: .same
    case .encodeJSON, .toString, .toDateTime: .types(.string)
    case .toInteger, .toSeconds, .toMilliseconds: .types(.integer)
    case .toNumber: .types(.number)
    case .toBoolean: .types(.boolean)
    case .each: .types(.array)
    case .parseJSON, .digitsToInteger, .split, .join, .map, .template: .unknown
    }
  }

  private func noteDigests() {
    context.noteDigests(reader.elements("transform"), of: reader)
  }

  // MARK: Examples

  /// An example is a value, or the text of a cell that gives one.
  private func checkExamples() {
    guard property.transforms.isEmpty, property.separator == nil else { return }
    for node in reader.elements("examples") {
      var json: [UInt8] = []
      guard node.appendJSON(to: &json).isEmpty, let problem = property.schema.problem(with: json)
      else { continue }
      if let text = node.scalarText, fits(text) { continue }
      context.report(
        .contradiction, .warning, at: node.location,
        "This example of \"\(property.name)\" \(problem).",
        help: "Correct the example, or the schema.")
    }
  }

  private func fits(_ text: String) -> Bool {
    var json: [UInt8] = []
    if property.types.contains(.string) {
      JSONWriter.appendString(Array(text.utf8).span, to: &json)
    } else {
      var reader = JSONReader()
      guard (try? reader.readWhole(Array(text.utf8).span, into: &json)) != nil else { return false }
    }
    return property.schema.problem(with: json) == nil
  }
}

extension DecodingContext {
  /// Notes digests that collide, unless a document of the platform asks for them.
  func noteDigests(_ steps: [YAMLNode], of reader: MappingReader) {
    let source = reader.text("source")
    guard source == nil || SourceNotes.isOwnReading(source ?? "") else { return }
    for node in steps {
      guard let name = node.scalarText, ["md5", "sha1"].contains(name.lowercased()) else {
        continue
      }
      report(
        .weakDigest, .note, at: node.location,
        "Collisions of \(name) can be made, and no document is named that asks for it.",
        help: "Name the document in `source`, or take sha256.")
    }
  }
}

extension Names {
  /// The property, or the member inside it, that a reference names; nil inside an object that does
  /// not list its members.
  func member(_ reference: Reference) -> Property? {
    var property = property(reference)
    for member in reference.members {
      let found = property.members?.properties.first { $0.name.utf8.elementsEqual(member) }
      guard let found else { return nil }
      property = found
    }
    return property
  }
}
