import Bytes
import Findings
import Profiles
import Schemas

extension ProfileCompiler {
  // MARK: Values of the run

  mutating func setValues() {
    let profile = parts.profile
    parts.parameters = profile.parameters.properties.map { property in
      guard case .defaultValue(let json) = property.origin else { return nil }
      return RunValue(text: Self.text(ofJSON: json), json: json)
    }
    parts.inputDefaults = Array(repeating: nil, count: profile.inputs.properties.count)
    for (position, (name, value)) in options.parameters.enumerated() {
      if options.parameters[..<position].contains(where: { $0.name.utf8.elementsEqual(name.utf8) })
      {
        report(
          .badParameter, "The parameter \"\(name)\" is set twice.", help: "Set it once.")
        continue
      }
      if let index = profile.parameters.index(of: name) {
        parts.parameters[index] = runValue(value, profile.parameters.properties[index])
      } else if let index = profile.inputs.index(of: name) {
        parts.inputDefaults[index] = runValue(value, profile.inputs.properties[index])
      } else {
        let known = profile.parameters.names + profile.inputs.names
        report(
          .unknownParameter, "The profile \(profile.name) has no parameter \"\(name)\".",
          help: nearest(name, in: known).map { "Did you mean \"\($0)\"?" }
            ?? "It has \(known.isEmpty ? "none" : known.joined(separator: ", ")).")
      }
    }
    for index in profile.parameters.required where parts.parameters[index] == nil {
      let property = profile.parameters.properties[index]
      guard !options.parameters.contains(where: { $0.name == property.name }) else { continue }
      let example = property.examples.first ?? "VALUE"
      report(
        .missingParameter, "The profile \(profile.name) needs the parameter \"\(property.name)\".",
        help: "Give it with --set \(property.name)=\(example). \(property.description)")
    }
  }

  private mutating func runValue(_ text: String, _ property: Property) -> RunValue? {
    let bytes = Array(text.utf8)
    var json: [UInt8] = []
    // As in a cell: where several types fit, a list or object is read as one.
    let isStructure =
      (bytes.first == UInt8(ascii: "[") && property.types.contains(.array))
      || (bytes.first == UInt8(ascii: "{") && property.types.contains(.object))
    if property.types.contains(.string) && !isStructure {
      JSONWriter.appendString(bytes.span, to: &json)
    } else {
      var reader = JSONReader()
      do {
        try reader.readWhole(bytes.span, into: &json)
      } catch {
        json = []
      }
    }
    var validator = SchemaValidator()
    var problems: [String] = []
    if !json.isEmpty {
      validator.validate(json.span, property.schema) { problems.append($0.message) }
    } else {
      problems = ["is no \(property.types.words) written as JSON"]
    }
    if let problem = problems.first {
      report(
        .badParameter, "The value of \"\(property.name)\" \(problem).",
        help: property.examples.first.map { "For example: --set \(property.name)=\($0)" }
          ?? property.schema.format.map { "It looks like this: \($0.hint)." }
          ?? (property.types.contains(.string)
            ? property.description : "Write true, 12, '[\"a\",\"b\"]' or '{\"a\":1}'."))
      return nil
    }
    return RunValue(text: bytes, json: json)
  }

  private static func text(ofJSON json: [UInt8]) -> [UInt8] {
    guard json.first == UInt8(ascii: "\"") else { return json }
    var text: [UInt8] = []
    JSONReader.unescape(json.span, literal: 0..<json.count, into: &text)
    return text
  }
}
