package import Bytes
package import Profiles
import Schemas

/// The JSON Schema (2020-12) of the records that a run with a profile accepts: objects of a JSON
/// batch or lines of JSON Lines.
///
/// It never refuses a record that Muster accepts, but for two liberties that Muster takes with a
/// warning or by habit (<doc:Schemas>). What JSON Schema cannot say is left out, with a `$comment`.
package struct RecordSchema {
  /// What a run chooses that changes which records are accepted.
  package struct Choices {
    /// Canonical JSON of the parameters and inputs that `--set` gives, by name.
    package var values: [(name: String, json: [UInt8])] = []
    /// Keys that feed claims or inputs, by the path of the claim.
    package var columns: [(name: String, column: String)] = []
    package var ignoresUnknownColumns = false
    /// The artifact form; nil means the profile's first.
    package var artifact: String?

    package init() {}
  }

  private let profile: Profile
  private let choices: Choices
  private let record: RecordForm
  /// What the artifact cannot do without.
  private let artifactNeeds: [Reference]

  package init(_ profile: Profile, _ choices: Choices) {
    self.profile = profile
    self.choices = choices
    func given(_ name: String) -> [UInt8]? {
      choices.values.first { $0.name.utf8.elementsEqual(name.utf8) }?.json
    }
    artifactNeeds = Self.artifactNeeds(profile, choices.artifact)
    let needs = artifactNeeds
    func feeds(_ group: PropertyGroup, _ scope: Reference.Scope, _ prefix: String) -> [Feed] {
      group.properties.indices.map { index in
        let property = group.properties[index]
        let isNeeded = needs.contains {
          $0.scope == scope && $0.index == index && $0.members.isEmpty
        }
        return Feed(
          property, path: prefix + property.name,
          isRequired: isNeeded || group.required.contains(index), mapped: choices.columns)
      }
    }
    let claims = feeds(profile.claims, .claim, "")
    var inputs = feeds(profile.inputs, .input, "inputs.")
    for index in inputs.indices { inputs[index].shared = given(inputs[index].property.name) }
    let parameters = profile.parameters.properties.map { property -> [UInt8]? in
      if case .defaultValue(let json) = property.origin { return given(property.name) ?? json }
      return given(property.name)
    }
    var known: [String] = []
    for column in (claims + inputs).flatMap(\.allColumns)
    where !known.contains(where: { $0.utf8.elementsEqual(column.utf8) }) {
      known.append(column)
    }
    record = RecordForm(
      profile: profile, claims: claims, inputs: inputs, parameters: parameters, known: known)
  }

  /// A link, a page or a document has no place that may be left out, other than the pairs of a query.
  private static func artifactNeeds(_ profile: Profile, _ name: String?) -> [Reference] {
    let form =
      profile.artifacts.first { form in name.map { form.name.utf8.elementsEqual($0.utf8) } ?? true }
    let placeholders =
      (form?.url?.placeholders ?? []) + (form?.template?.placeholders ?? [])
      + (form?.body?.needed ?? [])
    let named = placeholders.compactMap { placeholder -> Reference? in
      if case .reference(let reference) = placeholder.base { reference } else { nil }
    }
    return (named + (form?.requires ?? [])).filter { $0.scope != .parameter }
  }

  /// The document, with a line break at its end.
  package var text: String { tree.pretty + "\n" }

  package var tree: JSONTree {
    var keys = KeyTable()
    var asked: [JSONTree] = []
    var required: [String] = []
    for feed in record.claims + record.inputs {
      add(feed, to: &keys, &asked)
      guard feed.isRequired else { continue }
      if feed.hasOneSource {
        required.append(feed.columns[0])
      } else {
        asked.append(record.presence(feed).tree(.wide))
      }
    }
    for reference in artifactNeeds where !reference.members.isEmpty {
      asked.append(record.formula(reference, nil).tree(.wide))
    }
    let rest = unknownKeys(&keys)
    asked += RuleForm(record: record).trees
    var members: [JSONTree.Member] = [
      .init("$schema", .text("https://json-schema.org/draft/2020-12/schema")),
      .init("title", .text("\(profile.title): records")),
      .init("description", .text(description)),
      .init("$comment", .text(limits)),
      .init("type", .text("object")),
      .init("properties", keys.properties),
      .init("patternProperties", keys.patterns),
    ]
    if !required.isEmpty { members.append(.init("required", .texts(required))) }
    if let rest { members.append(.init("additionalProperties", rest)) }
    asked.removeAll(where: \.isNothing)
    if !asked.isEmpty { members.append(.init("allOf", .list(asked))) }
    return .object(members)
  }

  // MARK: Keys

  /// - Parameter whole: an object that it is a member of comes whole, in a key of its own.
  private func add(
    _ feed: Feed, within whole: Formula = .constant(false), to keys: inout KeyTable,
    _ asked: inout [JSONTree]
  ) {
    let value = KeyForm(feed: feed, record: record)
    for (position, column) in feed.columns.enumerated() {
      if position == 0 {
        keys.add(column, value.described(isNullable: !(feed.isRequired && feed.hasOneSource)))
      } else {
        keys.add(column, value.remark)
        asked.append(value.later(position))
      }
    }
    asked += value.assembly(within: whole)
    if feed.takesFurtherMembers {
      keys.addPattern(record.furtherMembers(feed), value.furtherMember)
    }
    let ownWhole = Formula.any([whole] + feed.columns.map(record.present))
    for member in feed.members { add(member, within: ownWhole, to: &keys, &asked) }
  }

  /// What becomes of keys that feed nothing; nil where everything may come.
  private func unknownKeys(_ keys: inout KeyTable) -> JSONTree? {
    keys.add(
      "muster_raw",
      .object([
        .init("description", .text("The text of a record that could not be read, in rejects.")),
        .init("type", .text("null")),
      ]))
    keys.addPattern("^muster_", .yes)
    if choices.ignoresUnknownColumns || profile.columns.unknown == .ignore { return nil }
    if profile.columns.unknown == .reject { return SchemaForm.type(.null) }
    for name in refusedNames where !keys.has(name) { keys.add(name, SchemaForm.type(.null)) }
    switch profile.columns.unknown {
    case .claims: return KeyForm.further(profile.claims.additional)
    default:
      guard let into = profile.columns.into else { return nil }
      let value = KeyForm(feed: record.claims[into], record: record)
      for (name, tree) in value.openMembers where !keys.has(name) { keys.add(name, tree) }
      return value.furtherMember
    }
  }

  /// Names that may not pass through as they are.
  private var refusedNames: [String] {
    let wire = profile.claims.properties.compactMap { property in
      property.claimName?.constant.map { String(decoding: $0, as: Unicode.UTF8.self) }
    }
    let own =
      profile.claims.names + wire + ["artifact", "best_before", "ticket_url", "ticket_expires_at"]
    let reserved = profile.columns.reserved.map { String(decoding: $0, as: Unicode.UTF8.self) }
    let registered = ["iss", "sub", "aud", "exp", "nbf", "iat", "jti"]
    let members =
      profile.columns.into.flatMap { profile.claims.properties[$0].members?.names } ?? []
    return (own + members + reserved + registered).filter { name in
      !record.known.contains { $0.utf8.elementsEqual(name.utf8) }
    }
  }

  // MARK: Words

  private var description: String {
    let set = choices.values.map(\.name)
    return "One record of a JSON or JSON Lines batch for the profile \(profile.name)"
      + (set.isEmpty ? "" : ", with \(set.joined(separator: ", ")) set")
      + ". A key with null is the same as no key."
  }

  private var limits: String {
    var notes = [
      "Checked by Muster alone: JSON that does not parse, repeated keys, and limits of size and "
        + "depth."
    ]
    let unset = profile.requiredParameterNames.filter { name in
      !choices.values.contains { $0.name.utf8.elementsEqual(name.utf8) }
    }
    if !unset.isEmpty {
      notes.append("Not set here, and needed by a run: \(unset.joined(separator: ", ")).")
    }
    let identity = profile.identity.map(\.text)
    if !identity.isEmpty {
      notes.append("Each \(identity.joined(separator: ", ")) may occur once in a batch.")
    }
    if let claim = profile.lifetime.claim, !record.feed(claim).columns.isEmpty {
      notes.append("An expiry from the record is held to the clock.")
    }
    notes.append(
      "Keys are spelled as here; Muster also takes another case, with the warning column-case.")
    if profile.effects.contains(where: \.isHeld) {
      notes.append("Records that are held back because of an effect satisfy this schema.")
    }
    return notes.joined(separator: " ")
  }
}

extension Feed {
  /// Whether nothing but one key can give a value.
  var hasOneSource: Bool {
    columns.count == 1 && members.isEmpty && !takesFurtherMembers && shared == nil
      && property.origin == nil
  }
}

extension JSONTree {
  /// Whether it neither asks nor says anything.
  var isNothing: Bool {
    isTrue && self["$comment"] == nil
  }
}
