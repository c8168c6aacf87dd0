import Findings
import Jobs
import Profiles
import Tokens

extension ServerDecoder {
  func authenticators(_ reader: MappingReader) -> [Authenticator] {
    reader.entries("authenticators").compactMap { entry in
      checkName(entry.name, entry.keyNode, "Served profiles name it.")
      guard let inner = mapping(entry.node, ServerFormat.authenticator), let way = way(inner) else {
        return nil
      }
      return Authenticator(name: entry.name, kind: way.kind, location: way.node.location)
    }
  }

  private func way(_ reader: MappingReader) -> (kind: Authenticator.Kind, node: YAMLNode)? {
    if let node = reader.value("bearer") {
      return file(reader, "bearer").map { (.bearer(file: $0), node) }
    }
    if let node = reader.value("header") {
      let proxies = ranges(reader, "from")
      return header(reader).map { (.header(name: $0, proxies: proxies), node) }
    }
    guard let node = reader.value("jwt"), node.asMapping != nil,
      let inner = mapping(node, ServerFormat.upstream, leaving: ["key"])
    else { return nil }
    return token(inner).map { (.jwt($0), node) }
  }

  // MARK: Headers

  /// Headers that mean something else, or that anybody sets.
  private static let takenHeaders = [
    "authorization", "connection", "content-length", "content-type", "cookie", "forwarded", "host",
    "origin", "referer", "te", "trailer", "transfer-encoding", "upgrade", "user-agent", "via",
    "x-forwarded-for", "x-forwarded-host", "x-forwarded-proto",
  ]

  private func header(_ reader: MappingReader) -> String? {
    guard let name = filled(reader, "header") else { return nil }
    if !Self.isToken(name) {
      report(
        .badValue, at: reader.location("header"), "This is no name of a header.",
        help: "For example: header: X-Remote-User")
      return nil
    }
    if Self.takenHeaders.contains(name.lowercased()) {
      report(
        .contradiction, at: reader.location("header"),
        "\"\(name)\" has a meaning of its own, and names no user.",
        help: "Let the proxy set a header that nothing else uses: header: X-Remote-User")
      return nil
    }
    return name
  }

  /// How long a name of a header or a cookie may be.
  private static let tokenBytesMax = 128

  /// RFC 9110, 5.6.2.
  private static func isToken(_ text: String) -> Bool {
    !text.isEmpty && text.utf8.count <= tokenBytesMax
      && text.utf8.allSatisfy { byte in
        (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte | 0x20)
          || "!#$%&'*+-.^_`|~".utf8.contains(byte)
      }
  }

  // MARK: Upstream tokens

  private func token(_ reader: MappingReader) -> UpstreamToken? {
    let keys = keys(reader)
    let algorithms = algorithms(reader)
    var token = UpstreamToken(
      keys: keys ?? .set(file: ""), algorithms: algorithms, issuer: filled(reader, "issuer") ?? "",
      audience: filled(reader, "audience") ?? "", claim: filled(reader, "claim") ?? "sub",
      cookie: nil)
    if let cookie = filled(reader, "cookie") {
      if Self.isToken(cookie) {
        token.cookie = cookie
      } else {
        report(
          .badValue, at: reader.location("cookie"), "This is no name of a cookie.",
          help: "For example: cookie: session")
      }
    }
    if let leeway = seconds(reader, "leeway", in: 0...UpstreamToken.leewaySecondsMax) {
      token.leewaySeconds = leeway
    }
    return keys == nil ? nil : token
  }

  private func keys(_ reader: MappingReader) -> UpstreamToken.Keys? {
    // Looked at in any case: a key in clear is told beside others, too.
    let one = reader.value("key").flatMap(secret)
    if reader.has("jwks") { return file(reader, "jwks").map { .set(file: $0) } }
    return one.map { .key($0) }
  }

  private func algorithms(_ reader: MappingReader) -> [Algorithm] {
    var algorithms: [Algorithm] = []
    for element in reader.texts("algorithms") {
      if let algorithm = Algorithm(rawValue: element.text) {
        if !algorithms.contains(algorithm) { algorithms.append(algorithm) }
      } else if element.text.lowercased() == "none" {
        report(
          .exposed, at: element.node.location,
          "\"none\" would let everybody in: such a token has no signature.",
          help: "Name the algorithm that the issuer signs with; there is no way to allow none.")
      } else {
        context.reportUnknown(
          .badValue, "algorithm", element.text, known: Vocabulary.algorithms.words,
          at: element.node.location)
      }
    }
    if let node = reader.value("algorithms"), node.asSequence?.isEmpty == true {
      report(
        .badValue, at: node.location, "\"algorithms\" names none, so every token would be refused.",
        help: "For example: algorithms: [RS256]")
    }
    if algorithms.contains(where: { $0.keyKind == .secret }),
      let other = algorithms.first(where: { $0.keyKind != .secret }),
      let node = reader.value("algorithms")
    {
      report(
        .contradiction, at: node.location,
        "Algorithms with a secret and \(other.rawValue) exclude each other: a public key would serve "
          + "as a secret that everybody knows (RFC 8725, 2.1).",
        help: "Keep those of one kind; use two authenticators for two issuers.")
    }
    return algorithms
  }
}
