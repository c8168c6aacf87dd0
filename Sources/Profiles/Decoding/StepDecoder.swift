import Findings
import Tokens

/// Decodes lists of steps: transforms of a value, and derivations of a key.
struct StepDecoder {
  let context: DecodingContext

  private static let plainTransforms: [(String, Transform)] = [
    ("trim", .trim), ("lowercase", .lowercase), ("uppercase", .uppercase), ("md5", .md5),
    ("sha1", .sha1), ("sha256", .sha256), ("sha512", .sha512), ("base64", .base64),
    ("base64url", .base64url), ("hex", .hex), ("percentEncode", .percentEncode),
    ("parseJSON", .parseJSON), ("encodeJSON", .encodeJSON), ("toString", .toString),
    ("toInteger", .toInteger), ("toNumber", .toNumber), ("toBoolean", .toBoolean),
    ("digitsToInteger", .digitsToInteger),
    ("toSeconds", .toSeconds), ("toMilliseconds", .toMilliseconds), ("toDateTime", .toDateTime),
  ]

  /// The steps that a placeholder may name: those that take any text and give one.
  static let filters = [
    "trim", "lowercase", "uppercase", "md5", "sha1", "sha256", "sha512", "base64", "base64url",
    "hex", "percentEncode", "encodeJSON",
  ]

  /// The step of a placeholder's filter.
  static func filter(_ name: String) -> Transform? {
    filters.contains(name) ? plainTransforms.first { $0.0 == name }?.1 : nil
  }

  func transforms(_ nodes: [YAMLNode]) -> [Transform] {
    let withText = ["split", "join", "prefix", "suffix"]
    return nodes.compactMap { node in
      if let name = node.scalarText {
        if let found = Self.plainTransforms.first(where: { $0.0 == name }) { return found.1 }
      } else if let (name, value) = single(node), name == "map" || name == "replace",
        let pairs = pairs(value, isJSON: name == "map")
      {
        return name == "map" ? .map(pairs) : .replace(pairs)
      } else if let (name, value) = single(node), name == "each",
        case .sequence(let steps) = value.content, !steps.isEmpty
      {
        return .each(transforms(steps))
      } else if let (name, value) = single(node), name == "template" {
        let templates = TemplateDecoder(context: context, names: Names(documents: []))
        return templates.json(value, allowed: .value).map { .template($0) }
      } else if let (name, value) = single(node), withText.contains(name),
        let text = value.scalarText
      {
        let bytes = Array(text.utf8)
        switch name {
        case "split" where !bytes.isEmpty: return .split(bytes)
        case "join": return .join(bytes)
        case "prefix": return .prefix(bytes)
        case "suffix": return .suffix(bytes)
        default: break
        }
      }
      unknown(
        "transform", node,
        Self.plainTransforms.map(\.0) + withText + ["map", "replace", "each", "template"])
      return nil
    }
  }

  /// What stands on both sides of a mapping: texts, and texts or any values.
  private func pairs(_ node: YAMLNode, isJSON: Bool) -> [Transform.Pair]? {
    guard case .mapping(let entries) = node.content, !entries.isEmpty else { return nil }
    let pairs = entries.compactMap { entry -> Transform.Pair? in
      guard let from = entry.key.scalarText, isJSON || !from.isEmpty,
        let to = isJSON
          ? canonicalJSON(entry.value, context) : entry.value.scalarText.map({ Array($0.utf8) })
      else { return nil }
      return Transform.Pair(from: Array(from.utf8), to: to)
    }
    return pairs.count == entries.count ? pairs : nil
  }

  private static let plainKeySteps: [(String, KeyStep)] = [
    ("trim", .trim), ("md5", .md5), ("sha1", .sha1), ("sha256", .sha256), ("sha512", .sha512),
    ("hex", .hex), ("hexDecode", .hexDecode), ("base64", .base64),
    ("base64Decode", .base64Decode), ("base64urlDecode", .base64URLDecode),
  ]

  func keySteps(_ nodes: [YAMLNode]) -> [KeyStep] {
    nodes.compactMap { node in
      if let name = node.scalarText {
        if let found = Self.plainKeySteps.first(where: { $0.0 == name }) { return found.1 }
      } else if let (name, value) = single(node), name == "member", let text = value.scalarText {
        return .jsonMember(text)
      } else if let separator = node["split"]?.scalarText, let take = node["take"]?.asInt, take > 0,
        !separator.isEmpty, node.keys.count == 2
      {
        return .split(separator: separator, take: take)
      }
      unknown("derivation step", node, Self.plainKeySteps.map(\.0) + ["split", "member"])
      return nil
    }
  }

  /// The one entry of a mapping.
  private func single(_ node: YAMLNode) -> (name: String, value: YAMLNode)? {
    guard case .mapping(let entries) = node.content, entries.count == 1,
      let name = entries[0].key.scalarText
    else { return nil }
    return (name, entries[0].value)
  }

  private func unknown(_ what: String, _ node: YAMLNode, _ known: [String]) {
    let name = node.scalarText ?? node.keys.first ?? ""
    if known.contains(name) {
      context.report(
        .badValue, at: node.location, "The \(what) \"\(name)\" is not complete as it stands.",
        help: "See the reference for its form.")
    } else {
      context.reportUnknown(.badValue, what, name, known: known, at: node.location)
    }
  }
}
