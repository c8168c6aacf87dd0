import Findings

/// Checks that each claim can get a value, and that no required one has a value in any case.
struct FeedChecks {
  let context: DecodingContext
  let names: Names
  let facts: ValueFacts

  func run(_ root: YAMLNode) {
    for (key, what, group, scope) in [
      ("parameters", "parameter", names.parameters, Reference.Scope.parameter),
      ("inputs", "input", names.inputs, .input), ("claims", "claim", names.claims, .claim),
    ] {
      let nodes = root[key]?["properties"]
      for (index, property) in group.properties.enumerated() {
        guard let node = nodes?[property.name] else { continue }
        checkRequired(property, what, group.required.contains(index), node)
        let reference = Reference(scope: scope, index: index, text: property.name)
        checkFed(property, what, reference, node)
      }
    }
  }

  private func checkRequired(
    _ property: Property, _ what: String, _ isRequired: Bool, _ node: YAMLNode
  ) {
    guard isRequired, let place = node["default"]?.location, node["when"] == nil else { return }
    context.report(
      .contradiction, .warning, at: place,
      "The \(what) \"\(property.name)\" is required and has a default, so it is never missing.",
      help: "Take it out of `required`, or take the default away.")
  }

  private func checkFed(
    _ property: Property, _ what: String, _ reference: Reference, _ node: YAMLNode
  ) {
    guard case .never(let why) = facts.presence(reference), !context.hasErrors(within: node)
    else { return }
    let key = ["value", "join", "firstOf", "from"].first { node[$0] != nil } ?? ""
    context.report(
      .contradiction, .warning, at: node[key]?.location ?? node.location,
      "Nothing can ever give the \(what) \"\(property.name)\" a value: \(why).",
      help: "Name a column with `from`, give it a value, or take the \(what) out.")
  }
}
