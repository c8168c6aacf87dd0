/// Small profiles for tests of one part of the language.
enum EngineProfile {
  /// A profile with the text claim `sub`, and whatever else is given: lines of YAML without their
  /// indentation.
  static func yaml(
    claims: String = "", required: String = "sub", additional: String = "false",
    identity: String = "sub", columns: String = "unknown: reject", lifetime: String = "{}",
    key: String = "kind: secret", token: String = "algorithms: [HS256]", container: String = "",
    inputs: String = "",
    parameters: String = "", rules: String = "", effects: String = "",
    artifacts: String = "token: { kind: token }"
  ) -> String {
    """
    muster: 1
    name: small
    title: A small profile
    documents: { doc: { title: A document } }
    \(group("parameters", parameters))
    \(group("inputs", inputs))
    \(container.isEmpty ? "token: { \(token) }" : "container: { \(container) }")
    key: { \(key) }
    lifetime: \(lifetime)
    columns: { \(columns) }
    identity: [\(identity)]
    claims:
      required: [\(required)]
      properties:
        sub: { type: string }
    \(indented(claims, 4))
      additionalProperties: \(additional)
    rules:
    \(rules.isEmpty ? "  []" : indented(rules, 2))
    effects:
    \(effects.isEmpty ? "  []" : indented(effects, 2))
    artifacts:
    \(indented(artifacts, 2))
    """
  }

  private static func group(_ name: String, _ text: String) -> String {
    text.isEmpty ? "# no \(name)" : "\(name):\n\(indented(text, 2))"
  }

  static func indented(_ text: String, _ count: Int) -> String {
    text.split(separator: "\n").map { String(repeating: " ", count: count) + $0 }
      .joined(separator: "\n")
  }
}
