import Findings
import Schemas

/// The names that are known so far, and what they refer to.
struct Names {
  var documents: [String]
  var parameters = PropertyGroup()
  var inputs = PropertyGroup()
  var claims = PropertyGroup()
  var keyParts: [String] = []
  /// The container, where the profile has one: artifacts may name its pieces.
  var container: ContainerForm?
  /// Every claim, or every input, of the group that is being decoded, as templates write it: also
  /// those that stand further down and are not known yet.
  var declared: [String] = []
  /// The rules, where they are known already.
  var rules: [Rule] = []

  /// Whether a rule holds the host of this URL in every row.
  func isHostHeld(_ url: Reference) -> Bool {
    rules.contains { rule in
      guard case .compare(let comparison) = rule.assertion, rule.when == nil,
        rule.severity == .error, comparison.hostEquals != nil
      else { return false }
      return comparison.claim.scope == url.scope && comparison.claim.index == url.index
        && comparison.claim.members == url.members
    }
  }

  /// Finds what a path names: `claim`, `claim.member`, `inputs.NAME`, `parameters.NAME`.
  ///
  /// A claim's own name may hold dots and slashes: the longest name that fits is taken.
  func reference(_ path: String) -> Reference? {
    for (scope, prefix, group) in [
      (Reference.Scope.input, "inputs.", inputs), (.parameter, "parameters.", parameters),
    ] where path.hasPrefix(prefix) && claims.index(of: path) == nil {
      guard let index = group.index(of: path.dropFirst(prefix.count)) else { return nil }
      return Reference(scope: scope, index: index, members: [], text: path)
    }
    return claimReference(path)
  }

  func claimReference(_ path: String) -> Reference? {
    if let index = claims.index(of: path) {
      return Reference(scope: .claim, index: index, members: [], text: path)
    }
    let parts = path.split(separator: ".", omittingEmptySubsequences: false)
    for count in stride(from: parts.count - 1, to: 0, by: -1) {
      let name = parts[..<count].joined(separator: ".")
      guard let index = claims.index(of: name) else { continue }
      let members = parts[count...].map { Array($0.utf8) }
      guard hasMember(claims.properties[index], members) else { return nil }
      return Reference(scope: .claim, index: index, members: members, text: path)
    }
    return nil
  }

  /// Whether the path can exist inside the claim: closed objects list their members.
  private func hasMember(_ property: Property, _ members: [[UInt8]]) -> Bool {
    guard let first = members.first else { return true }
    guard let group = property.members else { return property.types.contains(.object) }
    guard let index = group.properties.firstIndex(where: { Array($0.name.utf8) == first }) else {
      if case .none = group.additional { return false }
      return true
    }
    return hasMember(group.properties[index], Array(members.dropFirst()))
  }

  /// Whether a name that is not known is that of something further down, or of a member of it.
  func standsBelow(_ name: String) -> Bool {
    declared.contains { $0.utf8.elementsEqual(name.utf8) || name.hasPrefix($0 + ".") }
  }

  /// What a reference names, without the members inside it.
  func property(_ reference: Reference) -> Property {
    switch reference.scope {
    case .claim: claims.properties[reference.index]
    case .input: inputs.properties[reference.index]
    case .parameter: parameters.properties[reference.index]
    }
  }

  /// All paths, for did-you-mean.
  var paths: [String] {
    claims.names + inputs.names.map { "inputs." + $0 } + parameters.names.map { "parameters." + $0 }
  }

  /// Checks that a `source` begins with the name of a document, or with `muster`.
  func checkSource(_ reader: MappingReader, _ context: DecodingContext) {
    guard let text = reader.text("source") else { return }
    let id = text.split(separator: ":", maxSplits: 1).first.map(String.init) ?? text
    guard text.contains(":"), id == "muster" || documents.contains(id) else {
      context.reportUnknown(
        .unknownName, "document at the beginning of this source,", id,
        known: documents + ["muster"], at: reader.location("source"))
      return
    }
  }
}
