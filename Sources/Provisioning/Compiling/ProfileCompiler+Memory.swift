import Findings
import Profiles

extension ProfileCompiler {
  /// Finds what a ledger asks of rows, where the run has one.
  mutating func chooseMemory() {
    guard let names = options.remembers else { return }
    let profile = parts.profile
    var identity = profile.identity
    if let name = names.identity {
      guard let reference = reference(named: name, for: "identity") else { return }
      identity = [reference]
      if !parts.uniqueValues.contains(reference) { parts.uniqueValues.append(reference) }
    }
    if identity.isEmpty {
      report(
        .missingIdentity, "The profile \(profile.name) does not say what a user is known by.",
        help: "Name a claim or input: identity: sub in a job or a server's file, or --identity sub."
      )
      return
    }
    if options.allowedEffects.contains(ProvisioningOptions.duplicates) {
      report(
        .contradiction, "A ledger knows one row for each user, so duplicates cannot be allowed.",
        help: "Take duplicates out of what is allowed.")
      return
    }
    if profile.effects.count > RowMemo.effectsMax {
      report(
        .contradiction,
        "The profile \(profile.name) has more than \(RowMemo.effectsMax) effects (effectsMax), "
          + "which a job cannot count.")
      return
    }
    let tokenID = profile.claims.properties.firstIndex { $0.name.utf8.elementsEqual("jti".utf8) }
    parts.memory = RowMemory(
      identity: identity, asked: names.asked.compactMap { reference(named: $0, for: "match") },
      tokenID: tokenID.map { Reference(scope: .claim, index: $0, text: "jti") })
  }

  /// The claim or input of this name: `sub`, `inputs.user`.
  mutating func reference(named name: String, for key: String) -> Reference? {
    let prefix = "inputs."
    let claims = parts.profile.claims.properties.map(\.name)
    let inputs = parts.profile.inputs.properties.map { prefix + $0.name }
    if let index = claims.firstIndex(where: { $0.utf8.elementsEqual(name.utf8) }) {
      return Reference(scope: .claim, index: index, text: name)
    }
    if let index = inputs.firstIndex(where: { $0.utf8.elementsEqual(name.utf8) }) {
      return Reference(scope: .input, index: index, text: name)
    }
    let known = claims + inputs
    report(
      .unknownName, "The profile \(parts.profile.name) has no claim or input \"\(name)\" (\(key)).",
      help: nearest(name, in: known).map { "Did you mean \"\($0)\"?" }
        ?? "It has \(known.prefix(40).joined(separator: ", ")).")
    return nil
  }
}
