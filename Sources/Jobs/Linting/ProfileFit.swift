import Findings
package import Profiles
import Schemas
import Tokens

/// Holds a job, or what a server says in the same words, against its profile: every name, and what the
/// platform allows.
package struct ProfileFit {
  let context: DecodingContext
  let root: YAMLNode
  let job: Job
  let profile: Profile
  let noun: String

  /// - Parameters:
  ///   - root: the mapping that names the profile.
  ///   - job: what was read of it.
  ///   - noun: what that is, for messages.
  package init(
    context: DecodingContext, root: YAMLNode, job: Job, profile: Profile, noun: String = "job"
  ) {
    self.context = context
    self.root = root
    self.job = job
    self.profile = profile
    self.noun = noun
  }

  package func run() {
    checkParameters()
    checkAlgorithm()
    checkLifetime()
    checkAllowed()
    checkArtifact()
    checkColumns()
    checkPaths()
    checkIdentity()
  }

  /// Where something stands that is missing.
  private func place(_ key: String) -> SourceLocation {
    (root.entry(key)?.key ?? root).location
  }

  private func report(
    _ code: FindingCode, _ severity: Severity = .error, at node: YAMLNode, _ message: String,
    help: String
  ) {
    context.report(code, severity, at: node.location, message, help: help)
  }

  // MARK: Parameters

  private func checkParameters() {
    let known = profile.parameters.names + profile.inputs.names
    for entry in root["parameters"]?.asMapping ?? [] {
      let group =
        profile.parameters.index(of: entry.name) == nil ? profile.inputs : profile.parameters
      if let index = group.index(of: entry.name) {
        checkValue(entry, group.properties[index])
      } else {
        context.reportUnknown(
          .unknownParameter, "parameter of the profile \(profile.name),", entry.name, known: known,
          at: entry.key.location)
      }
    }
    for index in profile.parameters.required where !isSet(index) { reportMissing(index, nil) }
    for index in neededByArtifact
    where !profile.parameters.required.contains(index) && !isSet(index) {
      reportMissing(index, artifact)
    }
  }

  /// Whether the job or the profile gives the parameter a value.
  private func isSet(_ index: Int) -> Bool {
    let property = profile.parameters.properties[index]
    if case .defaultValue = property.origin { return true }
    return root["parameters"]?.entry(property.name) != nil
  }

  private func reportMissing(_ index: Int, _ form: ArtifactForm?) {
    let property = profile.parameters.properties[index]
    let who = form.map { "The artifact \"\($0.name)\"" } ?? "The profile \(profile.name)"
    let example = property.examples.first ?? "…"
    context.report(
      .missingParameter, at: place("parameters"),
      "\(who) needs the parameter \"\(property.name)\".",
      help: "Give it: parameters: { \(property.name): \(example) }"
        + (property.description.isEmpty ? "" : ". \(property.description)"))
  }

  private func checkValue(_ entry: YAMLNode.Entry, _ property: Property) {
    guard let given = job.parameters.first(where: { $0.name.utf8.elementsEqual(entry.name.utf8) })
    else { return }
    var problems: [String] = []
    if let json = property.json(ofGiven: Array(given.value.utf8)) {
      var validator = SchemaValidator()
      validator.validate(json.span, property.schema) { problems.append($0.message) }
    } else {
      problems = ["is no \(property.types.words)"]
    }
    guard let problem = problems.first else { return }
    let help =
      property.examples.first.map { "For example: \(entry.name): \($0)" }
      ?? property.schema.format.map { "It looks like this: \($0.hint)." }
      ?? "muster profile show has its description."
    report(
      .badParameter, at: entry.value, "The value of \"\(entry.name)\" \(problem).", help: help)
  }

  /// Parameters that the artifact cannot do without; pairs of a query are left out where theirs are
  /// absent.
  private var neededByArtifact: [Int] {
    guard let artifact else { return [] }
    let placeholders =
      (artifact.url?.placeholders ?? []) + (artifact.template?.placeholders ?? [])
      + (artifact.body?.needed ?? [])
    let references =
      artifact.requires
      + placeholders.compactMap { placeholder -> Reference? in
        switch placeholder {
        case .reference(let reference), .path(let reference): reference
        default: nil
        }
      }
    return Array(Set(references.filter { $0.scope == .parameter }.map(\.index))).sorted()
  }

  // MARK: Choices

  private func checkAlgorithm() {
    guard let node = root["algorithm"], let algorithm = job.algorithm else { return }
    if let container = profile.container {
      report(
        .wrongAlgorithm, at: node,
        "The profile \(profile.name) signs with \(container.algorithm.name), and with nothing else.",
        help: "Take it out.")
    } else if !profile.algorithms.contains(algorithm) {
      report(
        .wrongAlgorithm, at: node,
        "The profile \(profile.name) does not allow \(algorithm.rawValue).",
        help: "It allows \(profile.algorithms.map(\.rawValue).joined(separator: ", ")).")
    }
  }

  private func checkLifetime() {
    let lifetime = profile.lifetime
    if let node = root["lifetime"], let seconds = job.lifetimeSeconds {
      if lifetime.defaultSeconds == nil {
        report(
          .lifetime, at: node,
          "The profile \(profile.name) has no expiry claim, so no lifetime can be set.",
          help: "Take it out.")
      } else if let maximum = lifetime.maximumSeconds, seconds > maximum {
        report(
          .lifetime, at: node,
          "A lifetime of \(seconds) seconds is more than the platform's \(maximum).",
          help: "Use at most \(maximum)s.")
      } else if let minimum = lifetime.minimumSeconds, seconds < minimum {
        report(
          .lifetime, at: node,
          "A lifetime of \(seconds) seconds is less than the platform's \(minimum).",
          help: "Use at least \(minimum)s.")
      } else if let high = lifetime.warnAboveSeconds, seconds > high {
        report(
          .lifetime, .warning, at: node,
          "A lifetime of \(seconds) seconds is longer than the platform recommends (\(high)).",
          help: "Shorten it, unless whoever delivers the artifacts needs the time.")
      }
    }
    let age = lifetime.age.map { $0.maximumSeconds != nil || $0.parameter.map(isSet) == true }
    if lifetime.defaultSeconds == nil, age != true, !job.allowedEffects.contains("eternal") {
      context.report(
        .eternal, at: place("profile"),
        "The tokens would be valid for ever: the profile has no expiry claim and no age.",
        help: "If this is meant, say so: allow: [eternal]")
    }
  }

  private func checkAllowed() {
    let known = profile.effects.map(\.id) + ["eternal"]
    for node in texts("allow") where node.scalarText != "duplicates" {
      guard let name = node.scalarText, !known.contains(where: { $0.utf8.elementsEqual(name.utf8) })
      else { continue }
      context.reportUnknown(
        .unknownEffect, "effect of the profile \(profile.name),", name, known: known,
        at: node.location)
    }
  }

  /// The artifact form that the job takes.
  private var artifact: ArtifactForm? {
    guard let name = job.artifact else { return profile.artifacts.first }
    return profile.artifacts.first { $0.name.utf8.elementsEqual(name.utf8) }
  }

  private func checkArtifact() {
    guard let artifact else {
      guard let node = root["artifact"], let name = node.scalarText else { return }
      context.reportUnknown(
        .unknownName, "artifact of the profile \(profile.name),", name,
        known: profile.artifactNames, at: node.location)
      return
    }
    guard job.output.format == .lines, !artifact.isOneLine, let output = root["output"] else {
      return
    }
    report(
      .outputLineBreak, at: output["format"] ?? output,
      "The artifact \"\(artifact.name)\" has several lines, and the format lines has one on each.",
      help: "Take format: jsonl, or csv.")
  }

  /// A text or a list of texts, as nodes.
  private func texts(_ key: String) -> [YAMLNode] {
    guard let node = root[key] else { return [] }
    return node.asSequence ?? (node.scalarText == nil ? [] : [node])
  }

  // MARK: Claims

  /// Whatever a column can feed, as paths: claims, members of claims, inputs.
  private var fed: [String] {
    Self.paths(profile.claims, below: "") + Self.paths(profile.inputs, below: "inputs.")
  }

  private static func paths(_ group: PropertyGroup, below prefix: String) -> [String] {
    group.properties.flatMap { property in
      [prefix + property.name]
        + (property.members.map { paths($0, below: "\(prefix)\(property.name).") } ?? [])
    }
  }

  private func checkColumns() {
    let fed = fed
    func isFed(_ name: String) -> Bool {
      fed.contains {
        $0.utf8.elementsEqual(name.utf8) || $0.utf8.elementsEqual("inputs.\(name)".utf8)
      }
    }
    for entry in root["columns"]?.asMapping ?? [] where !isFed(entry.name) {
      reportUnknownClaim(entry.name, at: entry.key, known: fed)
    }
    let lists = profile.claims.properties.filter { $0.types.contains(.array) }.map(\.name)
    for entry in root["separators"]?.asMapping ?? [] {
      if lists.contains(where: { $0.utf8.elementsEqual(entry.name.utf8) }) { continue }
      if isFed(entry.name) {
        report(
          .badValue, at: entry.key, "\"\(entry.name)\" is no list, so it has no separator.",
          help: lists.isEmpty
            ? "The profile has no lists." : "Lists are \(lists.joined(separator: ", ")).")
      } else {
        reportUnknownClaim(entry.name, at: entry.key, known: lists)
      }
    }
  }

  private func reportUnknownClaim(_ name: String, at node: YAMLNode, known: [String]) {
    context.reportUnknown(
      .unknownName, "claim or input of the profile \(profile.name),", name, known: known,
      at: node.location)
  }

  /// Names whose value in a row decides something.
  private func checkPaths() {
    check(root["identity"], "know a user by it")
    check(root["keys"]?["field"], "choose a key by it")
    for suppression in root["suppression"]?.asSequence ?? [] {
      guard let node = suppression["match"] else { continue }
      for name in node.asSequence ?? [node] { check(name, "find anybody by it") }
    }
  }

  /// What a row can be asked for is a whole claim or a whole input.
  private func check(_ node: YAMLNode?, _ purpose: String) {
    guard let node, let path = node.scalarText, !path.isEmpty, !node.asNull else { return }
    guard let reference = profile.reference(path), reference.scope != .parameter,
      reference.members.isEmpty
    else {
      reportUnasked(path, at: node)
      return
    }
    let property = profile.property(reference)
    guard property.from == nil, property.origin?.namesNobody == true else { return }
    report(
      .contradiction, at: node,
      "Muster makes \"\(path)\" itself, the same for everybody or new for each token, so nobody can "
        + purpose + ".",
      help: "Take one that comes from the row.")
  }

  private func reportUnasked(_ path: String, at node: YAMLNode) {
    let whole = profile.claims.names + profile.inputs.names.map { "inputs." + $0 }
    // The short name of an input is a likely slip.
    let input = "inputs.\(path)"
    if whole.contains(where: { $0.utf8.elementsEqual(input.utf8) }) {
      report(
        .unknownName, at: node, "The profile \(profile.name) has no claim \"\(path)\".",
        help: "Did you mean the input, \"\(input)\"?")
    } else if profile.reference(path)?.scope == .claim {
      report(
        .unknownName, at: node, "\"\(path)\" is a part of a claim, and no row is asked for parts.",
        help: "Name the whole claim, or feed an input of the profile from the same value.")
    } else {
      reportUnknownClaim(path, at: node, known: whole)
    }
  }

  private func checkIdentity() {
    guard root["identity"] == nil, profile.identity.isEmpty else { return }
    context.report(
      .missingKey, at: place("profile"),
      "The profile \(profile.name) does not say what names a user, so the \(noun) has to.",
      help: "For example: identity: \(fed.first ?? "sub")")
  }
}

extension ArtifactForm {
  /// Whether no text of the profile breaks the line. Values are escaped, and break none.
  package var isOneLine: Bool {
    guard kind == .html || kind == .text else { return true }
    return !(template?.segments ?? []).contains { segment in
      guard case .literal(let bytes) = segment else { return false }
      return bytes.contains(0x0A) || bytes.contains(0x0D)
    }
  }
}
