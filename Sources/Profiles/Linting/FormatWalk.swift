/// Visits every mapping of a profile that a table of the format describes, from the outside in. It
/// follows the tables, so a key that is added there is followed too.
struct FormatWalk {
  private let visit: (YAMLNode, MappingSpec) -> Void

  init(_ visit: @escaping (YAMLNode, MappingSpec) -> Void) { self.visit = visit }

  func run(_ root: YAMLNode) { walk(root, ProfileFormat.profile) }

  private func walk(_ node: YAMLNode, _ spec: MappingSpec) {
    guard let entries = node.asMapping else { return }
    visit(node, spec)
    for entry in entries {
      guard let key = spec[entry.name] else { continue }
      switch key.kind {
      case .mapping(let id): walk(entry.value, id)
      case .mappings(let id):
        for inner in entry.value.asMapping ?? [] { walk(inner.value, id) }
      case .list(let id):
        for inner in entry.value.asSequence ?? [] { walk(inner, id) }
      case .schemaOrBoolean: walk(entry.value, ProfileFormat.schema)
      case .schemas:
        for inner in entry.value.asSequence ?? [] { walk(inner, ProfileFormat.schema) }
      case .namedSchemas:
        for inner in entry.value.asMapping ?? [] { walk(inner.value, ProfileFormat.schema) }
      case .members:
        for inner in entry.value.asMapping ?? [] { walk(inner.value, ProfileFormat.property) }
      // Listed one by one, so that a new kind is not passed over in silence.
      case .text, .name, .boolean, .integer, .number, .duration, .json, .template, .jsonTemplate,
        .jsonTemplates, .templates, .choice, .term, .terms, .texts, .values, .namedText,
        .namedTexts, .share, .rate,
        .namedValues, .steps, .condition, .conditions, .described:
        break
      }
    }
  }

  private func walk(_ node: YAMLNode, _ id: String) {
    guard let spec = ProfileFormat.mappings.first(where: { $0.id == id }) else { return }
    walk(node, spec)
  }
}
