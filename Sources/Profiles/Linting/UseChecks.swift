import Findings

/// Finds parameters, inputs and parts of the key that nothing uses.
///
/// A use is any text of the profile that names one: so a new place for names is known here without
/// a change, and nothing that is used is ever reported.
struct UseChecks {
  let context: DecodingContext
  let names: Names

  func run(_ root: YAMLNode) {
    var used: Set<String> = []
    collect(root, into: &used)
    report("parameter", names.parameters.names, root["parameters"]?["properties"], used) {
      [$0, "parameters." + $0]
    }
    report("input", names.inputs.names, root["inputs"]?["properties"], used) {
      [$0, "inputs." + $0]
    }
    report("part of the key", names.keyParts, root["key"]?["parts"], used) { ["key." + $0] }
    for name in names.inputs.names where names.parameters.index(of: name) != nil {
      guard let entry = root["inputs"]?["properties"]?.entry(name) else { continue }
      context.report(
        .contradiction, .warning, at: entry.key.location,
        "A parameter has the name \"\(name)\" too, and stands for it in every template.",
        help: "Rename one of the two.")
    }
  }

  private func report(
    _ what: String, _ names: [String], _ node: YAMLNode?, _ used: Set<String>,
    uses: (String) -> [String]
  ) {
    for name in names where !uses(name).contains(where: used.contains) {
      guard let entry = node?.entry(name) else { continue }
      context.report(
        .contradiction, .warning, at: entry.key.location,
        "Nothing uses the \(what) \"\(name)\".",
        help: "Name it in a value, the header, an artifact or a rule, or take it out.")
    }
  }

  private func collect(_ node: YAMLNode, into used: inout Set<String>) {
    switch node.content {
    case .scalar(let text, _): collect(text, into: &used)
    case .sequence(let elements):
      for element in elements { collect(element, into: &used) }
    case .mapping(let entries):
      for entry in entries {
        collect(entry.name, into: &used)
        collect(entry.value, into: &used)
        // The one place that names a parameter without a prefix.
        if entry.name == "parameter", let name = entry.value.scalarText { used.insert(name) }
      }
    }
  }

  /// Names in braces, before any filter and the mark of an optional one, and paths with a prefix.
  private func collect(_ text: String, into used: inout Set<String>) {
    for prefix in ["inputs.", "parameters."] where text.hasPrefix(prefix) {
      let parts = text.split(separator: ".").dropFirst()
      for count in 1...max(1, parts.count) {
        used.insert(prefix + parts.prefix(count).joined(separator: "."))
      }
    }
    for piece in text.split(separator: "{").dropFirst(text.hasPrefix("{") ? 0 : 1) {
      let name = piece.prefix { $0 != "}" && $0 != "|" }
      guard name.endIndex != piece.endIndex else { continue }
      used.insert(String(name.last == "?" ? name.dropLast() : name))
    }
  }
}
