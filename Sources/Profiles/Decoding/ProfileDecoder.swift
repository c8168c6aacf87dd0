import Findings
import Tokens

/// Decodes the whole file, in the order in which names become known: documents, parameters,
/// inputs, parts of the key, claims, and then all that refers to them.
struct ProfileDecoder {
  let context: DecodingContext

  func decode(_ root: YAMLNode) -> Profile? {
    guard let reader = MappingReader(root, ProfileFormat.profile, context) else { return nil }
    var names = Names(documents: reader.entries("documents").map(\.name))
    let documents = decodeDocuments(reader)
    let groups = PropertyDecoder(context: context)

    let parameters = group(reader, "parameters") { groups.decode($0, .parameter, names) }
    names.parameters = parameters
    let key = decodeKey(reader, names)
    names.keyParts = key.parts.map(\.name)
    let inputs = group(reader, "inputs") { groups.decode($0, .input, names) }
    names.inputs = inputs
    let claims = group(reader, "claims") { groups.decode($0, .claim, names) }
    names.claims = claims

    let container = ContainerDecoder(context: context, names: names).container(reader, key)
    names.container = container
    let token = decodeToken(reader, key, container, names)
    let policies = PolicyDecoder(context: context, names: names)
    let rules = RuleDecoder(context: context, names: names)
    names.rules = rules.rules(reader)
    let artifacts = ArtifactDecoder(context: context, names: names).artifacts(reader)
    let profile = Profile(
      name: reader.text("name") ?? "", title: reader.text("title") ?? "",
      summary: reader.text("summary") ?? "", documents: documents, parameters: parameters,
      inputs: inputs, claims: claims, token: token, container: container, key: key,
      lifetime: policies.lifetime(reader), columns: policies.columns(reader),
      identity: policies.identity(reader), rules: names.rules,
      effects: rules.effects(reader),
      artifacts: artifacts,
      delivery: DeliveryDecoder(context: context, names: names).delivery(reader, artifacts),
      sources: SourceNotes.all(root))
    ProfileChecks(context: context, profile: profile, names: names, reader: reader).run()
    return profile
  }

  private func group(
    _ reader: MappingReader, _ key: String, _ decode: (MappingReader) -> PropertyGroup
  ) -> PropertyGroup {
    guard let node = reader.value(key),
      let inner = MappingReader(node, ProfileFormat.properties, context)
    else { return PropertyGroup() }
    return decode(inner)
  }

  private func decodeDocuments(_ reader: MappingReader) -> [Document] {
    reader.entries("documents").compactMap { entry in
      if !isName(entry.name) || entry.name == "muster" {
        context.report(
          .badValue, at: entry.keyNode.location, "\"\(entry.name)\" cannot name a document.",
          help: "Use letters, digits, - and _; the name \"muster\" marks readings of our own.")
      }
      guard let inner = MappingReader(entry.node, ProfileFormat.document, context) else {
        return nil
      }
      return Document(
        id: entry.name, title: inner.text("title") ?? "", url: inner.text("url") ?? "")
    }
  }

  private func decodeToken(
    _ reader: MappingReader, _ key: KeyRequirement, _ container: ContainerForm?, _ names: Names
  ) -> TokenFormat {
    if reader.has("token") && reader.has("container") {
      context.report(
        .contradiction, at: reader.location("container"),
        "A profile has either a token, which is a JWS, or a container, which is another signed text.",
        help: "Take one of them away.")
    } else if !reader.has("token") && !reader.has("container") {
      context.report(
        .missingKey, at: reader.node.location,
        "This profile needs the key \"token\", or in its place \"container\".",
        help: "For example: token: { algorithms: [HS256] }")
    }
    if let container {
      return TokenFormat(algorithms: [container.algorithm.keyAlgorithm], header: [])
    }
    guard let node = reader.value("token"),
      let inner = MappingReader(node, ProfileFormat.token, context)
    else { return TokenFormat(algorithms: [], header: []) }
    names.checkSource(inner, context)
    var algorithms: [Algorithm] = []
    for (text, node) in inner.texts("algorithms") {
      guard let algorithm = Algorithm(rawValue: text) else {
        context.reportUnknown(
          .badValue, "algorithm", text, known: Vocabulary.algorithms.words,
          at: node.location)
        continue
      }
      if !key.kinds.contains(algorithm.keyKind) {
        context.report(
          .contradiction, at: node.location,
          "\(text) signs with a key of kind \"\(algorithm.keyKind.rawValue)\", and this profile's "
            + "key is of kind \(key.kindWords).",
          help: "Change key.kind or the algorithm.")
      }
      algorithms.append(algorithm)
    }
    if inner.has("algorithms") && inner.texts("algorithms").isEmpty {
      context.report(
        .badValue, at: inner.location("algorithms"), "A profile needs at least one algorithm.")
    }
    return TokenFormat(algorithms: algorithms, header: decodeHeader(inner, names))
  }

  private func decodeHeader(_ reader: MappingReader, _ names: Names) -> [HeaderMember] {
    let templates = TemplateDecoder(context: context, names: names)
    var header: [HeaderMember] = reader.entries("header").compactMap { entry in
      let template = templates.member(
        entry.node, allowed: [.parameters, .keyParts, .algorithm])
      let isAlgorithm = template?.placeholders == [.algorithm] && template?.segments.count == 1
      if (entry.name == "alg") != isAlgorithm {
        context.report(
          .badValue, at: entry.node.location,
          "The header's alg is \"{algorithm}\", and no other member is.",
          help: "The algorithm is fixed by the run, never by a text.")
      }
      if ["crit", "b64", "jwk", "jku", "x5u", "x5c", "zip", "enc"].contains(entry.name) {
        context.report(
          .badValue, at: entry.keyNode.location,
          "The header member \"\(entry.name)\" is not supported.")
      }
      return template.map { HeaderMember(name: entry.name, value: $0) }
    }
    let algorithm = JSONTemplate(segments: [.value(.algorithm)])
    if !reader.has("header") {
      header = [
        HeaderMember(name: "alg", value: algorithm),
        HeaderMember(name: "typ", value: JSONTemplate(segments: [.literal(Array("\"JWT\"".utf8))])),
      ]
    } else if !header.contains(where: { $0.name == "alg" }) {
      header.insert(HeaderMember(name: "alg", value: algorithm), at: 0)
    }
    return header
  }

  private func kinds(_ reader: MappingReader) -> [KeyKind] {
    let kinds = reader.texts("kind").compactMap { (text, node) -> KeyKind? in
      let kind = KeyKind(rawValue: text)
      if kind == nil {
        context.reportUnknown(
          .badValue, "kind of key", text, known: Vocabulary.keyKinds.words,
          at: node.location)
      }
      return kind
    }
    return kinds.isEmpty ? [.secret] : kinds
  }

  /// Parts stand in artifacts, where everybody can read them.
  private func checkPart(_ part: KeyPart, _ key: KeyRequirement, _ node: YAMLNode) {
    let isPiece = part.steps.contains { step in
      switch step {
      case .split, .jsonMember: true
      default: false
      }
    }
    guard key.kinds.contains(.secret), !isPiece else { return }
    context.report(
      .contradiction, at: node.location,
      "The part \"\(part.name)\" would be the whole secret, and parts are no secrets.",
      help: "Take a piece of it with split or member; in container.signature.over write {secret}.")
  }

  private func decodeKey(_ reader: MappingReader, _ names: Names) -> KeyRequirement {
    var key = KeyRequirement(kinds: [.secret], derivation: [], parts: [], doubtful: [])
    guard let node = reader.value("key"),
      let inner = MappingReader(node, ProfileFormat.key, context)
    else { return key }
    names.checkSource(inner, context)
    let steps = StepDecoder(context: context)
    key.kinds = kinds(inner)
    key.derivation = steps.keySteps(inner.elements("derivation"))
    key.shortBelow = inner.count("shortBelow")
    key.parts = inner.entries("parts").compactMap { entry in
      let count = context.findings.count
      guard let inner = MappingReader(entry.node, ProfileFormat.part, context) else { return nil }
      let part = KeyPart(name: entry.name, steps: steps.keySteps(inner.elements("steps")))
      // Steps that could not be read say nothing of what is left.
      if context.findings.count == count { checkPart(part, key, entry.node) }
      return part
    }
    key.doubtful = inner.elements("doubtful").compactMap { element in
      guard let doubtful = MappingReader(element, ProfileFormat.doubtful, context),
        let pattern = compilePattern(doubtful.value("pattern"), context)
      else { return nil }
      return DoubtfulKey(pattern: pattern, message: doubtful.text("message") ?? "")
    }
    return key
  }
}
