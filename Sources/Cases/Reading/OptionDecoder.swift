import Bytes
import Findings
import Profiles
import Tokens

/// Decodes what the run of a case chooses.
struct OptionDecoder {
  let context: DecodingContext

  func options(_ reader: MappingReader) -> CaseOptions {
    var options = CaseOptions()
    if let text = reader.text("now") {
      options.now = NumericDate(text: text)
      if options.now == nil {
        context.report(
          .badValue, at: reader.location("now"), "\"\(text)\" is no time.",
          help: "Write a time such as 2023-11-14T22:13:20Z, or whole seconds since 1970.")
      }
    }
    options.seed = reader.count("seed").map { UInt64($0) }
    options.parameters = parameters(reader)
    options.lifetimeSeconds = reader.seconds("lifetime")
    options.algorithm = reader.choice("algorithm", as: Algorithm.self)
    options.artifact = reader.text("artifact")
    if reader.has("allow") { options.allow = reader.texts("allow").map(\.text) }
    options.ignoreUnknown = reader.bool("ignoreUnknown")
    if reader.has("columns") { options.columns = named(reader, "columns") }
    if reader.has("separators") { options.separators = named(reader, "separators") }
    options.key = key(reader)
    if reader.has("keyParts") { options.keyParts = named(reader, "keyParts") }
    return options
  }

  /// Names with a text each.
  func named(_ reader: MappingReader, _ key: String) -> [CaseOptions.Named] {
    guard let node = reader.value(key) else { return [] }
    guard node.asMapping != nil else {
      refuse(node, key, "names with texts", reader)
      return []
    }
    return reader.entries(key).compactMap { entry in
      guard let text = entry.node.scalarText, !entry.node.asNull else {
        context.report(
          .wrongKind, at: entry.node.location, "\"\(entry.name)\" has a text as its value.")
        return nil
      }
      return CaseOptions.Named(name: entry.name, text: text, location: entry.keyNode.location)
    }
  }

  /// Parameters may be any value: a list is given as its JSON, as `--set` takes it.
  private func parameters(_ reader: MappingReader) -> [CaseOptions.Named] {
    guard let node = reader.value("parameters") else { return [] }
    guard node.asMapping != nil else {
      refuse(node, "parameters", "names with values", reader)
      return []
    }
    return reader.entries("parameters").map { entry in
      var text = entry.node.asNull ? nil : entry.node.scalarText
      if entry.node.scalarText == nil, let json = canonicalJSON(entry.node, context) {
        text = String(decoding: json, as: Unicode.UTF8.self)
      }
      return CaseOptions.Named(name: entry.name, text: text, location: entry.keyNode.location)
    }
  }

  private func key(_ reader: MappingReader) -> CaseKey? {
    guard let node = reader.value("key") else { return nil }
    if node.asMapping != nil {
      guard let inner = MappingReader(node, CasesFormat.keyFile, context) else { return nil }
      let file = inner.text("file") ?? ""
      if inner.has("file"), file.contains("/") || file.isEmpty {
        context.report(
          .badValue, at: inner.location("file"),
          "A key file stands beside the cases, so its name has no folder.")
      }
      return CaseKey(source: .file(file), location: inner.location("file"))
    }
    guard let text = node.scalarText, !node.asNull else {
      refuse(node, "key", "text, or a mapping with the key file", reader)
      return nil
    }
    return CaseKey(source: .text(SecretBytes(Array(text.utf8))), location: node.location)
  }

  private func refuse(
    _ node: YAMLNode, _ key: String, _ words: String, _ reader: MappingReader
  ) {
    context.report(
      .wrongKind, at: node.location, "The value of \"\(key)\" must be: \(words).",
      help: reader.spec[key].map { "For example: \($0.example)" })
  }
}
