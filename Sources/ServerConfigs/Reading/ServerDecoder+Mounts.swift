import Bytes
import Findings
import Jobs
import Profiles
import Schemas

extension ServerDecoder {
  func mounts(_ reader: MappingReader, authenticators: [String]) -> [Mount] {
    let entries = reader.entries("profiles")
    if reader.value("profiles")?.asMapping?.isEmpty == true {
      report(
        .badValue, at: reader.location("profiles"), "\"profiles\" names no profile to serve.",
        help: "For example: profiles: { forum: { profile: profiles/acme.yaml, … } }")
    }
    return entries.compactMap { entry in
      checkName(entry.name, entry.keyNode, "It stands in addresses: /v1/token/NAME.")
      guard let inner = mapping(entry.node, ServerFormat.mount, leaving: ["key"]) else {
        return nil
      }
      return mount(entry.name, inner, authenticators)
    }
  }

  /// How long a name of the writer's choice may be.
  static let nameBytesMax = 64

  func checkName(_ name: String, _ node: YAMLNode, _ purpose: String) {
    if isName(name), name.utf8.count <= Self.nameBytesMax { return }
    report(
      .badValue, at: node.location, "\"\(name)\" is no name.",
      help: "Letters, digits, _ and -, beginning with a letter; \(Self.nameBytesMax) at most "
        + "(nameBytesMax). \(purpose)")
  }

  private func mount(_ name: String, _ reader: MappingReader, _ known: [String]) -> Mount {
    var mount = Mount(
      name: name, profile: filled(reader, "profile") ?? "",
      key: reader.value("key").flatMap(secret) ?? .file(""), offers: offers(reader))
    mount.parameters = parameters(reader)
    mount.algorithm = algorithm(reader)
    mount.lifetimeSeconds = lifetime(reader)
    mount.artifact = filled(reader, "artifact")
    mount.allowedEffects = allowed(reader)
    mount.columns = named(reader, "columns").map { (name: $0.name, column: $0.text) }
    mount.separators = named(reader, "separators").map { (name: $0.name, separator: $0.text) }
    mount.ignoresUnknownColumns = reader.bool("ignoreUnknown") ?? false
    mount.identity = filled(reader, "identity")
    mount.authenticator = authenticator(reader, known)
    mount.roster = roster(reader)
    mount.origins = origins(reader)
    mount.continueURL = continueURL(reader)
    checkNeeds(mount, reader)
    return mount
  }

  private func offers(_ reader: MappingReader) -> Set<Mount.Offer> {
    var offers: Set<Mount.Offer> = []
    for element in reader.texts("offers") {
      guard let offer = Mount.Offer(rawValue: element.text) else {
        context.reportUnknown(
          .badValue, "offer", element.text, known: Mount.Offer.allCases.map(\.rawValue),
          at: element.node.location)
        continue
      }
      offers.insert(offer)
    }
    if let node = reader.value("offers"), node.asSequence?.isEmpty == true {
      report(
        .badValue, at: node.location, "\"offers\" names nothing, so nothing would be served.",
        help: "For example: offers: [token]")
    }
    return offers
  }

  private func allowed(_ reader: MappingReader) -> [String] {
    reader.texts("allow").compactMap { effect in
      guard effect.text.utf8.elementsEqual("duplicates".utf8) else { return effect.text }
      report(
        .contradiction, at: effect.node.location,
        "A server answers with one token, so it cannot allow duplicates.",
        help: "Take it out; rows of a roster that name a user twice are refused.")
      return nil
    }
  }

  private func authenticator(_ reader: MappingReader, _ known: [String]) -> String? {
    guard let name = filled(reader, "authenticator") else { return nil }
    if known.contains(where: { $0.utf8.elementsEqual(name.utf8) }) { return name }
    context.reportUnknown(
      .unknownName, "authenticator", name, known: known, at: reader.location("authenticator"))
    return nil
  }

  private func roster(_ reader: MappingReader) -> Mount.Roster? {
    guard let inner = part(reader, "roster", ServerFormat.roster) else { return nil }
    if inner.has("ledger") { return filled(inner, "ledger").map { .ledger(name: $0) } }
    return file(inner, "file").map { .file($0) }
  }

  /// What the offers ask for. There is no way in without an authenticator.
  private func checkNeeds(_ mount: Mount, _ reader: MappingReader) {
    let asks = reader.texts("offers").map(\.text).filter { $0 == "token" || $0 == "sso" }
    guard let offer = asks.first, let node = reader.value("offers") else { return }
    if !reader.has("authenticator") {
      report(
        .missingKey, at: node.location,
        "\"\(offer)\" is for somebody who says who they are, and nothing here finds that out.",
        help: "Name one of \"authenticators\": authenticator: NAME. There is no access without one."
      )
    }
    if !reader.has("roster") {
      report(
        .missingKey, at: node.location,
        "\"\(offer)\" takes claims from a roster, and there is none.",
        help: "For example: roster: { file: authors.csv }")
    }
  }

  // MARK: Addresses

  private func origins(_ reader: MappingReader) -> [String] {
    reader.texts("origins").compactMap { element in
      guard let problem = WebOrigin.problem(element.text) else { return element.text }
      let (code, message): (FindingCode, String) =
        switch problem {
        case .everybody:
          (.exposed, "With *, every page on the web could read the tokens of whoever visits it.")
        case .opaque:
          (.exposed, "\"null\" is the origin of every page without one: files, sandboxed frames.")
        case .noOrigin: (.badValue, "This is no origin.")
        case .hasPath:
          (.badValue, "An origin ends with its host or port: no slash, path or query behind it.")
        case .capitals: (.badValue, "Browsers send origins in small letters.")
        case .standardPort: (.badValue, "Browsers leave a scheme's own port out of origins.")
        }
      report(
        code, at: element.node.location, message,
        help: "Name each origin: origins: [\"https://app.example.com\"]")
      return nil
    }
  }

  private func continueURL(_ reader: MappingReader) -> String? {
    guard let text = filled(reader, "continue") else { return nil }
    let bytes = Array(text.utf8)
    if Format.httpURL.accepts(bytes.span), bytes.allSatisfy({ $0 < 0x80 }) { return text }
    report(
      .badValue, at: reader.location("continue"), "\"continue\" is no http or https URL.",
      help: "It looks like this: \(Format.httpURL.hint).")
    return nil
  }
}
