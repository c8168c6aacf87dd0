import Findings

/// Checks of the whole profile, once every name is resolved.
struct ProfileChecks {
  let context: DecodingContext
  let profile: Profile
  let names: Names
  let reader: MappingReader

  func run() {
    ColumnChecks(context: context, profile: profile, reader: reader).run()
    LifetimeChecks(context: context, profile: profile, reader: reader).run()
    RequestChecks(context: context, profile: profile, names: names, reader: reader).run()
    ComparisonChecks(context: context, profile: profile, names: names, reader: reader).run()
    for (key, count) in [
      ("artifacts", profile.artifacts.count), ("claims", profile.claims.properties.count),
    ] where count == 0 && reader.has(key) {
      context.report(
        .badValue, at: reader.location(key), "A profile needs at least one \(key.dropLast()).")
    }
    if context.isThorough { runThoroughly(reader.node) }
  }

  /// Doubts and notes.
  private func runThoroughly(_ root: YAMLNode) {
    let facts = ValueFacts(names, into: profile.columns.into)
    FeedChecks(context: context, names: names, facts: facts).run(root)
    UseChecks(context: context, names: names).run(root)
    RuleChecks(context: context, names: names, facts: facts).run(root)
    DeliveryChecks(context: context, names: names, facts: facts).run(profile.artifacts, root)
    AnswerChecks(context: context, profile: profile).run(root)
    SourceNotes(context: context).run(root)
    if let node = root["key"],
      let key = MappingReader(node, ProfileFormat.key, DecodingContext())
    {
      context.noteDigests(key.elements("derivation"), of: key)
    }
    if let node = root["container"], let algorithm = node["signature"]?["algorithm"],
      let container = MappingReader(node, ProfileFormat.container, DecodingContext())
    {
      context.noteDigests([algorithm], of: container)
    }
  }
}
