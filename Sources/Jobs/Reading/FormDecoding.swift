import Bytes
import Findings
package import Profiles
package import Tokens

/// Reads the mappings of a file whose language is a table, and what jobs and servers say in the same
/// words. What is wrong is reported and left out.
package protocol FormDecoding {
  var context: DecodingContext { get }
  var secrets: ClearSecrets { get }
}

/// Mappings and texts.
extension FormDecoding {
  /// Reads a mapping, and what its keys ask of each other.
  package func mapping(
    _ node: YAMLNode, _ spec: MappingSpec, leaving: [String] = []
  ) -> MappingReader? {
    guard let reader = MappingReader(node, spec, context, leaving: leaving) else { return nil }
    secrets.hideUnknown(in: node, spec)
    for choice in spec.choices {
      if case .needs(let key, is: nil, let others) = choice { need(others, for: key, reader) }
      guard case .exactlyOne(let keys) = choice else { continue }
      let given = keys.compactMap(node.entry)
      if given.count > 1 {
        context.report(
          .contradiction, at: given[1].key.location,
          "A \(spec.id) has one of \(list(keys)), and this one has \"\(given[0].name)\" already.",
          help: "Take one of them out.")
      } else if given.isEmpty, node.keys.allSatisfy({ spec[$0] != nil }) {
        let example = keys.first.flatMap { spec[$0]?.example } ?? ""
        context.report(
          .missingKey, at: node.location, "This \(spec.id) needs one of \(list(keys)).",
          help: "For example: \(example)")
      }
    }
    return reader
  }

  private func need(_ others: [String], for key: String, _ reader: MappingReader) {
    guard let entry = reader.node.entry(key) else { return }
    for other in others where !reader.has(other) {
      context.report(
        .missingKey, at: entry.key.location, "\"\(key)\" needs the key \"\(other)\" beside it.",
        help: reader.spec[other].map { "For example: \($0.example)" })
    }
  }

  private func list(_ keys: [String]) -> String {
    keys.dropLast().joined(separator: ", ") + " and " + (keys.last ?? "")
  }

  /// The mapping of a key, where it is one; what else it is was reported already.
  package func part(_ reader: MappingReader, _ key: String, _ spec: MappingSpec) -> MappingReader? {
    guard let node = reader.value(key), node.asMapping != nil else { return nil }
    return mapping(node, spec)
  }

  /// A text that must not be empty.
  package func filled(_ reader: MappingReader, _ key: String) -> String? {
    guard let text = reader.text(key), reader.value(key)?.asNull != true else { return nil }
    if text.isEmpty {
      context.report(
        .badValue, at: reader.location(key), "\"\(key)\" is empty.",
        help: reader.spec[key].map { "For example: \($0.example)" })
      return nil
    }
    return text
  }

  /// Names with a text each.
  package func named(
    _ reader: MappingReader, _ key: String
  ) -> [(name: String, text: String)] {
    reader.entries(key).compactMap { entry in
      guard let text = entry.node.scalarText, !entry.node.asNull else {
        context.report(
          .wrongKind, at: entry.node.location, "\"\(entry.name)\" has a text as its value.",
          help: reader.spec[key].map { "For example: \($0.example)" })
        return nil
      }
      if text.isEmpty {
        context.report(
          .badValue, at: entry.node.location, "The value of \"\(entry.name)\" is empty.",
          help: reader.spec[key].map { "For example: \($0.example)" })
        return nil
      }
      return (entry.name, text)
    }
  }
}

/// What is chosen within a profile.
extension FormDecoding {
  /// Parameters may be any value: a list is given as its JSON, as `--set` takes it.
  package func parameters(_ reader: MappingReader) -> [(name: String, value: String)] {
    reader.entries("parameters").compactMap { entry in
      if entry.node.asNull {
        context.report(
          .badValue, at: entry.node.location, "The parameter \"\(entry.name)\" has no value.",
          help: "Give it one, or take it out.")
        return nil
      }
      if let text = entry.node.scalarText { return (entry.name, text) }
      guard let json = canonicalJSON(entry.node, context) else { return nil }
      return (entry.name, String(decoding: json, as: Unicode.UTF8.self))
    }
  }

  /// One algorithm by its name.
  package func algorithm(_ reader: MappingReader) -> Algorithm? {
    guard let text = reader.text("algorithm") else { return nil }
    if let algorithm = Algorithm(rawValue: text) { return algorithm }
    context.reportUnknown(
      .badValue, "algorithm", text, known: Vocabulary.algorithms.words,
      at: reader.location("algorithm"))
    return nil
  }

  /// A lifetime above zero.
  package func lifetime(_ reader: MappingReader) -> Int? {
    guard let seconds = reader.seconds("lifetime") else { return nil }
    if seconds > 0 { return seconds }
    context.report(
      .lifetime, at: reader.location("lifetime"),
      "A lifetime of \(seconds) seconds makes tokens that are dead when born.",
      help: "For example: lifetime: 5m")
    return nil
  }
}

/// Secrets, by reference.
extension FormDecoding {
  /// A secret; one that stands in the file itself is refused, and shown nowhere.
  package func secret(_ node: YAMLNode) -> Job.Secret? {
    if node.scalarText != nil, !node.asNull {
      secrets.refuse(
        node, "A key stands in the file itself, where whoever may read the file can copy it.",
        help: "Put it into a file of its own, readable by you alone, and write { file: FILE }; or "
          + "{ environment: NAME }, or { command: COMMAND }. Then change the key: this one was seen."
      )
      return nil
    }
    return mapping(node, JobFormat.secret).flatMap(secret)
  }

  /// A secret whose mapping was read already.
  package func secret(_ reader: MappingReader) -> Job.Secret? {
    if reader.has("file") { return reader.text("file").map { .file($0) } }
    if reader.has("command") { return filled(reader, "command").map { .command($0) } }
    guard let name = filled(reader, "environment") else { return nil }
    if !isVariable(name) {
      context.report(
        .badValue, at: reader.location("environment"), "This is no name of a variable.",
        help: "Letters, digits and _, without a dollar sign: environment: SSO_KEY")
      // What stands there may be the secret itself.
      if let node = reader.value("environment") { secrets.hide(node) }
    }
    return .environment(name)
  }

  private func isVariable(_ name: String) -> Bool { isName(name) && !name.utf8.contains(0x2D) }
}
