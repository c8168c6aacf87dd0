import Bytes
import Findings
import Jobs
import Profiles

/// Decodes the whole file. What is wrong is reported and left out.
struct ServerDecoder: FormDecoding {
  let context: DecodingContext
  let secrets: ClearSecrets
  let folder: String

  func decode(_ root: YAMLNode) -> ServerConfig? {
    guard let reader = mapping(root, ServerFormat.server) else { return nil }
    let publicURL = publicURL(reader)
    var config = ServerConfig(
      folder: folder, listen: address(reader, "listen", port: 8_080),
      adminListen: address(reader, "admin", port: 9_090),
      publicURL: publicURL ?? PublicURL(text: "", isHTTPS: true, host: "", path: ""),
      tls: tls(reader), proxies: ranges(reader, "proxies"), ledger: Job.LedgerPlace(),
      limits: limits(reader), authenticators: authenticators(reader), mounts: [],
      tickets: tickets(reader))
    if let inner = part(reader, "ledger", JobFormat.ledger) {
      config.ledger.file = file(inner, "file")
      config.ledger.key = file(inner, "key")
    }
    config.mounts = mounts(reader, authenticators: reader.entries("authenticators").map(\.name))
    checkListeners(config, reader)
    return config
  }

  func report(
    _ code: FindingCode, at location: SourceLocation, _ message: String, help: String
  ) {
    context.report(code, at: location, message, help: help)
  }

  // MARK: Listeners

  private func address(_ reader: MappingReader, _ key: String, port: Int) -> ListenAddress {
    let standard = ListenAddress(host: "127.0.0.1", port: port)
    guard let text = filled(reader, key) else { return standard }
    if let address = ListenAddress(text: text) { return address }
    report(
      .badValue, at: reader.location(key),
      "\"\(key)\" is no IP address, or \"localhost\", with a port.",
      help:
        "For example: \(key): \(standard.text), or \"[::1]:\(port)\"; 0.0.0.0 is every address of "
        + "this machine.")
    return standard
  }

  private func checkListeners(_ config: ServerConfig, _ reader: MappingReader) {
    if !config.listen.isLoopback, !reader.has("tls"), !reader.has("proxies") {
      report(
        .exposed, at: reader.location("listen"),
        "Other machines can reach this address, and tokens would go there unencrypted.",
        help:
          "Give tls: { certificate: …, key: … }; or name what ends TLS in front: proxies: [ADDRESS]; "
          + "or listen on 127.0.0.1.")
    }
    if !config.listen.isLoopback, !reader.has("tls"), reader.has("proxies"),
      config.proxies.allSatisfy(\.isLoopback)
    {
      report(
        .exposed, at: reader.location("listen"),
        "Other machines can reach this address, and all proxies are on this one: tokens would go to the "
          + "others unencrypted.",
        help: "Listen on 127.0.0.1, where the proxies are.")
    }
    if config.listen == config.adminListen, config.listen.port != 0 {
      report(
        .contradiction,
        at: (reader.value("admin") ?? reader.value("listen") ?? reader.node).location,
        "\"listen\" and \"admin\" are one address.", help: "Give each a port of its own.")
    }
    if reader.has("tls"), reader.has("publicURL"), !config.publicURL.host.isEmpty,
      !config.publicURL.isHTTPS
    {
      report(
        .contradiction, at: reader.location("publicURL"),
        "The server ends TLS, and its links would begin with http://.",
        help: "Write https://, or take \"tls\" out.")
    }
  }

  private func publicURL(_ reader: MappingReader) -> PublicURL? {
    guard let text = filled(reader, "publicURL") else { return nil }
    if let url = PublicURL(text) { return url }
    report(
      .badValue, at: reader.location("publicURL"),
      "\"publicURL\" is no http or https URL of a host, perhaps a port and a path.",
      help:
        "For example: publicURL: https://sso.example.com; without user name, query and fragment.")
    return nil
  }

  private func tls(_ reader: MappingReader) -> TLSFiles? {
    guard let inner = part(reader, "tls", ServerFormat.tls) else { return nil }
    return TLSFiles(
      certificate: file(inner, "certificate") ?? "", key: file(inner, "key") ?? "")
  }

  func ranges(_ reader: MappingReader, _ key: String) -> [AddressRange] {
    if let node = reader.value(key), node.asSequence?.isEmpty == true {
      report(
        .badValue, at: node.location, "\"\(key)\" names no address.",
        help: "Name one, or take it out.")
    }
    return reader.texts(key).compactMap { element in
      if let range = AddressRange(element.text) {
        if range.bits > 0 { return range }
        report(
          .exposed, at: element.node.location,
          "These are all addresses, so everybody would be believed.",
          help: "Name the addresses from which the proxies connect.")
        return nil
      }
      report(
        .badValue, at: element.node.location, "This is no IP address, and no range of addresses.",
        help:
          "For example: 10.0.0.0/8, 192.0.2.7, \"2001:db8::/32\"; the bits behind the prefix are "
          + "zero.")
      return nil
    }
  }

  // MARK: Files

  /// A path. One that no file can have, or that is a key in itself, is refused.
  func file(_ reader: MappingReader, _ key: String) -> String? {
    guard let node = reader.value(key), let text = filled(reader, key) else { return nil }
    if BearerToken.isToken(text) || text.contains("-----BEGIN ") {
      secrets.refuse(
        node, "A secret stands here, where a file's name belongs.",
        help:
          "Put it into a file, readable by you alone, and name the file. Then change the secret: "
          + "this one was seen.")
      return nil
    }
    if text.utf8.first == UInt8(ascii: "~") {
      report(
        .badValue, at: node.location, "Here ~ is no home folder, for no shell reads this path.",
        help: "Write the whole path, or one that begins in the file's folder.")
      return nil
    }
    if text.utf8.last == UInt8(ascii: "/") {
      report(.badValue, at: node.location, "This is a folder.", help: "Name a file in it.")
      return nil
    }
    return text
  }

  // MARK: Limits and words

  private func limits(_ reader: MappingReader) -> ServerLimits {
    var limits = ServerLimits()
    guard let inner = part(reader, "limits", ServerFormat.limits) else { return limits }
    for key in LimitKey.all where inner.has(key.name) {
      switch key.kind {
      case .count(let path):
        guard let value = inner.integer(key.name) else { continue }
        if key.range.contains(value) { limits[keyPath: path] = value } else { refuse(key, inner) }
      case .seconds(let path):
        guard let value = inner.seconds(key.name) else { continue }
        if key.range.contains(value) { limits[keyPath: path] = value } else { refuse(key, inner) }
      case .rate(let path):
        guard let node = inner.value(key.name), let text = node.scalarText, !node.asNull else {
          continue
        }
        guard let rate = Rate(text: text) else {
          report(
            .badValue, at: inner.location(key.name),
            "\"\(key.name)\" takes how many in which time.",
            help: "\(key.spec.meaning) For example: \(key.spec.example)")
          continue
        }
        if key.range.contains(rate.count) {
          limits[keyPath: path] = rate
        } else {
          refuse(key, inner)
        }
      }
    }
    return limits
  }

  private func refuse(_ key: LimitKey, _ reader: MappingReader) {
    report(
      .badValue, at: reader.location(key.name), "\"\(key.name)\" is out of bounds.",
      help: "\(key.spec.meaning) For example: \(key.spec.example)")
  }

  /// How long a text of the pages may be.
  static let textScalarsMax = 500

  private func tickets(_ reader: MappingReader) -> TicketPages {
    var pages = TicketPages()
    guard let inner = part(reader, "tickets", ServerFormat.tickets) else { return pages }
    pages.title = line(inner, "title") ?? pages.title
    pages.help = line(inner, "help")
    if let grace = seconds(inner, "grace", in: 0...TicketPages.graceSecondsMax) {
      pages.graceSeconds = grace
    }
    return pages
  }

  private func line(_ reader: MappingReader, _ key: String) -> String? {
    guard let text = filled(reader, key) else { return nil }
    let hasControl = text.unicodeScalars.contains { $0.properties.generalCategory == .control }
    if text.unicodeScalars.count <= Self.textScalarsMax, !hasControl { return text }
    report(
      .badValue, at: reader.location(key),
      "\"\(key)\" has more than \(Self.textScalarsMax) characters (textScalarsMax), or control "
        + "characters.", help: "Write one short line of plain text.")
    return nil
  }

  func seconds(_ reader: MappingReader, _ key: String, in range: ClosedRange<Int>) -> Int? {
    guard let seconds = reader.seconds(key) else { return nil }
    if range.contains(seconds) { return seconds }
    report(
      .badValue, at: reader.location(key),
      "\"\(key)\" is none of \(range.lowerBound) to \(range.upperBound) seconds.",
      help: reader.spec[key].map { "For example: \($0.example)" } ?? "")
    return nil
  }
}
