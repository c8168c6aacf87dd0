import Bytes
import Findings
import Profiles
import Tokens

extension ProfileCompiler {
  // MARK: Header and artifact

  mutating func makeHeader() {
    guard parts.profile.container == nil else { return }
    var header: [UInt8] = [UInt8(ascii: "{")]
    for member in parts.profile.token.header {
      var value: [UInt8] = []
      guard append(member.value, to: &value) else { continue }
      if header.count > 1 { header.append(UInt8(ascii: ",")) }
      JSONWriter.appendString(Array(member.name.utf8).span, to: &header)
      header.append(UInt8(ascii: ":"))
      header += value
    }
    header.append(UInt8(ascii: "}"))
    parts.header = header
  }

  /// Appends a JSON template over parameters and parts of the key; false where a value is absent.
  private func append(_ template: JSONTemplate, to output: inout [UInt8]) -> Bool {
    append(template.segments, to: &output)
  }

  private func append(_ segments: [JSONTemplate.Segment], to output: inout [UInt8]) -> Bool {
    for segment in segments {
      switch segment {
      case .literal(let bytes): output += bytes
      case .text(let placeholder):
        guard let value = runValue(placeholder) else { return false }
        JSONWriter.appendEscaped(value.text.span, to: &output)
      case .value(let placeholder):
        guard let value = runValue(placeholder) else { return false }
        output += value.json
      case .optional(let inner):
        let count = output.count
        if !append(inner, to: &output) { output.removeSubrange(count...) }
      case .separator:
        if output.last != UInt8(ascii: "{") { output.append(UInt8(ascii: ",")) }
      }
    }
    return true
  }

  /// Appends a template over parameters and parts of the key; false where a value is absent.
  func append(_ template: Template, to output: inout [UInt8]) -> Bool {
    for segment in template.segments {
      switch segment {
      case .literal(let bytes): output += bytes
      case .placeholder(let placeholder):
        guard let value = runValue(placeholder) else { return false }
        output += value.text
      }
    }
    return true
  }

  /// What a placeholder stands for in all rows.
  private func runValue(_ placeholder: Placeholder) -> RunValue? {
    switch placeholder {
    case .token, .piece, .path, .value, .secret: return nil
    case .algorithm: return RunValue(ofText: Array(parts.algorithm.rawValue.utf8))
    case .keyPart(let index):
      return RunValue(ofText: options.keyParts?[index] ?? Array("(key)".utf8))
    case .reference(let reference):
      return reference.scope == .parameter ? parts.parameters[reference.index] : nil
    case .filtered(let inner, let filters):
      guard let value = runValue(inner) else { return nil }
      var text = value.text
      var steps = ValueSteps()
      steps.filter(&text, filters, isText: value.isText)
      return RunValue(ofText: text)
    }
  }

  mutating func chooseArtifact() {
    let forms = parts.profile.artifacts
    let name = options.artifact ?? forms.first?.name ?? ""
    guard let form = forms.first(where: { $0.name == name }) else {
      report(
        .unknownName, "The profile \(parts.profile.name) has no artifact \"\(name)\".",
        help: "It has \(forms.map(\.name).joined(separator: ", ")).")
      return
    }
    let builder = ArtifactBuilder(
      parameters: parts.parameters, keyParts: options.keyParts, container: parts.profile.container,
      rendersFields: options.rendersFields)
    parts.artifact = ArtifactProgram(form, builder)
    for reference in parts.artifact.missingParameters
    where parts.parameters[reference.index] == nil {
      let property = parts.profile.parameters.properties[reference.index]
      // One that is required is missed already, and one with a bad value is there.
      guard !parts.profile.parameters.required.contains(reference.index),
        !options.parameters.contains(where: { $0.name.utf8.elementsEqual(property.name.utf8) })
      else { continue }
      report(
        .missingParameter,
        "The artifact \"\(form.name)\" needs the parameter \"\(property.name)\".",
        help: "Give it with --set \(property.name)=\(property.examples.first ?? "VALUE"). "
          + property.description)
    }
    parts.container = parts.profile.container.map { builder.container($0) }
  }
}
