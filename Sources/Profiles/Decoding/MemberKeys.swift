import Findings

/// Refuses the keys that only a claim, and the members of a claim that is an object, have, and those of
/// inputs: anywhere else they would be read and do nothing, and a `secret` would be shown.
struct MemberKeys {
  let context: DecodingContext

  /// Looks at one member of a schema.
  func refuse(_ member: YAMLNode) {
    for key in ProfileFormat.feedingKeys + ProfileFormat.inputKeys {
      if let entry = member.entry(key) { refuse(key, at: entry.key.location) }
    }
  }

  func refuse(_ key: String, at location: SourceLocation) {
    if ProfileFormat.inputKeys.contains(key) {
      return context.report(
        .contradiction, at: location,
        "\"\(key)\" has no meaning here: only a whole input has it.",
        help: "Take it out, or declare what it speaks of as an input of its own.")
    }
    context.report(
      .contradiction, at: location,
      "\"\(key)\" has no meaning here: only a claim, and a member of a claim that is an object, "
        + "have it.",
      help: key == "secret"
        ? "Mark the whole claim or input with secret: true."
        : "Take it out; the value comes with the whole it is a part of.")
  }

  /// Looks at the members of a property, and at theirs.
  func refuseMembers(of property: YAMLNode) {
    for entry in property.entry("properties")?.value.asMapping ?? [] {
      refuse(entry.value)
      refuseMembers(of: entry.value)
    }
  }
}
