import Findings
import Jobs
import Profiles

/// Holds what is served against its profile.
struct MountFit {
  let context: DecodingContext
  /// The mapping of the mount.
  let root: YAMLNode
  let mount: Mount
  let profile: Profile

  func run() {
    checkChoices()
    for (offer, node) in offers {
      checkArtifact(offer, node)
      checkNonce(offer, node)
    }
    checkGivenNonce()
    checkUse()
  }

  /// The offers, each with its place.
  private var offers: [(offer: Mount.Offer, node: YAMLNode)] {
    guard let node = root["offers"] else { return [] }
    return (node.asSequence ?? [node]).compactMap { element in
      element.scalarText.flatMap(Mount.Offer.init(rawValue:)).map { ($0, element) }
    }
  }

  private func report(
    _ code: FindingCode, _ severity: Severity = .error, at node: YAMLNode, _ message: String,
    help: String
  ) {
    context.report(code, severity, at: node.location, message, help: help)
  }

  /// What a job says in the same words, once for each form that is delivered.
  private func checkChoices() {
    var names = [mount.artifact]
    if mount.artifact == nil {
      for (offer, _) in offers {
        let name = mount.artifact(for: offer, of: profile)?.name
        if name != nil, !names.contains(name) { names.append(name) }
      }
      // Without any that fits, the profile's first stands for them.
      if names.count > 1 { names.removeFirst() }
    }
    for name in names {
      ProfileFit(
        context: context, root: root, job: job(artifact: name), profile: profile, noun: "server"
      ).run()
    }
  }

  private func job(artifact: String?) -> Job {
    var job = Job(
      name: mount.name, profile: mount.profile, key: .one(mount.key),
      output: Job.Output(path: "", format: .jsonl))
    job.parameters = mount.parameters
    job.algorithm = mount.algorithm
    job.lifetimeSeconds = mount.lifetimeSeconds
    job.artifact = artifact
    job.allowedEffects = mount.allowedEffects
    job.columns = mount.columns
    job.separators = mount.separators
    job.ignoresUnknownColumns = mount.ignoresUnknownColumns
    job.identity = mount.identity
    return job
  }

  // MARK: Artifacts

  private func checkArtifact(_ offer: Mount.Offer, _ node: YAMLNode) {
    guard mount.artifact(for: offer, of: profile) == nil else { return }
    let kinds = offer.kinds.map(\.rawValue).joined(separator: ", ")
    let fitting = profile.artifacts.filter { offer.kinds.contains($0.kind) }.map(\.name)
    let names = fitting.joined(separator: ", ")
    guard let artifact = mount.artifact else {
      report(
        .unfitArtifact, at: node,
        "\"\(offer.rawValue)\" delivers one of the kinds \(kinds), and the profile \(profile.name) has "
          + "none of them.", help: "Take the offer out.")
      return
    }
    guard let form = profile.artifacts.first(where: { $0.name.utf8.elementsEqual(artifact.utf8) }),
      let place = root["artifact"]
    else { return }
    report(
      .unfitArtifact, at: place,
      "\"\(offer.rawValue)\" delivers one of the kinds \(kinds), and \"\(form.name)\" is of the kind "
        + "\(form.kind.rawValue).",
      help: fitting.isEmpty
        ? "Take the offer out: the profile \(profile.name) has no form that fits."
        : "The profile \(profile.name) has \(names) for it; without \"artifact\" each offer takes its "
          + "own.")
  }

  // MARK: Nonces

  /// A page's nonce is there where the server makes the page, and nowhere else.
  private func checkNonce(_ offer: Mount.Offer, _ node: YAMLNode) {
    guard let form = mount.artifact(for: offer, of: profile), form.kind != .html else { return }
    for (index, input) in profile.inputs.properties.enumerated() where input.isPageNonce {
      let isNeeded =
        profile.inputs.required.contains(index)
        || form.requires.contains { $0.scope == .input && $0.index == index }
      guard isNeeded else { continue }
      report(
        .contradiction, at: node,
        "The profile \(profile.name) needs \"\(input.name)\", the nonce of a page, and \"\(form.name)\" is "
          + "no page.", help: "Offer tickets, whose pages the server makes.")
    }
  }

  private func checkGivenNonce() {
    let nonces = profile.inputs.properties.filter(\.isPageNonce).map(\.name)
    for key in ["parameters", "columns"] {
      for entry in root[key]?.asMapping ?? [] {
        let name = entry.name.hasPrefix("inputs.") ? String(entry.name.dropFirst(7)) : entry.name
        guard nonces.contains(where: { $0.utf8.elementsEqual(name.utf8) }) else { continue }
        report(
          .contradiction, at: entry.key,
          "The server makes \"\(name)\" anew for each page: a nonce that stays the same is none.",
          help: "Take it out.")
      }
    }
  }

  // MARK: What is never used

  private func checkUse() {
    let given = Set(offers.map(\.offer))
    guard !given.isEmpty else { return }
    if !given.contains(.token), !given.contains(.sso) {
      for key in ["authenticator", "roster"] {
        guard let entry = root.entry(key) else { continue }
        report(
          .contradiction, .warning, at: entry.key,
          "Nothing here asks \"\(key)\": a ticket brings its own row along.",
          help: "Take it out, or offer token or sso.")
      }
    }
    if !given.contains(.token), let entry = root.entry("origins") {
      report(
        .contradiction, .warning, at: entry.key,
        "Origins are for the token endpoint, which is not offered.", help: "Take them out.")
    }
    let page = mount.artifact(for: .tickets, of: profile)?.kind == .html
    if let entry = root.entry("continue"), !given.contains(.tickets) || !page {
      report(
        .contradiction, .warning, at: entry.key,
        "Nobody is shown a page from which to go on.",
        help: "Take it out; it is for tickets whose artifact is of the kind html.")
    }
  }
}
