import Bytes
import Findings
import Profiles

extension JobDecoder {
  func inputs(_ reader: MappingReader) -> [Job.Input] {
    let elements = reader.elements("inputs")
    if reader.value("inputs")?.asSequence?.isEmpty == true {
      context.report(
        .badValue, at: reader.location("inputs"), "A job has one input or more.",
        help: "For example: inputs: [{ file: exports/*.csv }]")
    }
    var hasStandardInput = false
    return elements.compactMap { element in
      guard let inner = mapping(element, JobFormat.input) else { return nil }
      if inner.has("stdin"), inner.bool("stdin") == true {
        if hasStandardInput {
          context.report(
            .contradiction, at: inner.node.location, "Standard input can be read once.",
            help: "Take one of the two out.")
        }
        hasStandardInput = true
      }
      return input(inner)
    }
  }

  private func input(_ reader: MappingReader) -> Job.Input? {
    if reader.has("file") { return file(reader).map { .files($0) } }
    if reader.bool("stdin") == false {
      context.report(
        .badValue, at: reader.location("stdin"), "\"stdin: false\" is no input.",
        help: "Write stdin: true, or take the input out.")
    }
    if reader.has("stdin") { return .standardInput }
    if reader.has("command") { return filled(reader, "command").map { .command($0) } }
    if let inner = part(reader, "sqlite", JobFormat.sqlite) {
      checkQuery(inner)
      return .sqlite(file: inner.text("file") ?? "", query: filled(inner, "query") ?? "")
    }
    if let inner = part(reader, "postgresql", JobFormat.postgresql) {
      if let connection = inner.value("connection") { secrets.checkConnection(connection) }
      return .postgresql(
        connection: filled(inner, "connection") ?? "", query: filled(inner, "query") ?? "")
    }
    return nil
  }

  /// Refuses a second statement, and a query that is too long to be looked through.
  private func checkQuery(_ reader: MappingReader) {
    switch reader.value("query")?.scalarText.flatMap(QueryScan.problem) {
    case nil: break
    case .tooLong:
      context.report(
        .badValue, at: reader.location("query"),
        "The query is longer than \(QueryScan.bytesMax) bytes (bytesMax).",
        help: "Put it into the database as a view.")
    case .secondStatement:
      context.report(
        .badValue, at: reader.location("query"), "The query has more than one statement.",
        help: "Write one SELECT, or an input for each.")
    }
  }

  private func file(_ reader: MappingReader) -> String? {
    guard let text = reader.text("file") else { return nil }
    let doubled = text.split(separator: "/").contains { $0 == "**" }
    if doubled {
      context.report(
        .badValue, at: reader.location("file"), "\"**\" is not known: folders are not searched.",
        help: "Name each folder; * stands for any name on the way.")
    } else if PathPattern(text).hasOpenBracket {
      context.report(
        .badValue, at: reader.location("file"), "A bracket of this pattern is never closed.",
        help: "Close it, or write [[] for a bracket that means itself.")
    }
    return text
  }
}

/// Secrets, by reference.
extension JobDecoder {
  func key(_ reader: MappingReader) -> Job.Key {
    // Looked at in any case: a key in clear is told beside others, too.
    let one = reader.value("key").flatMap(secret)
    if let ring = part(reader, "keys", JobFormat.keyRing) {
      return .perValue(field: filled(ring, "field") ?? "", keys: keys(ring))
    }
    return .one(one ?? .file(""))
  }

  private func keys(_ ring: MappingReader) -> [(value: String, secret: Job.Secret)] {
    let entries = ring.entries("values")
    if ring.value("values")?.asMapping?.isEmpty == true {
      context.report(
        .badValue, at: ring.location("values"),
        "\"values\" names no key, so no row could be signed.",
        help: "For example: values: { \"7\": { file: seven.key } }")
    }
    return entries.compactMap { entry in
      secret(entry.node).map { (entry.name, $0) }
    }
  }

  func ping(_ reader: MappingReader) -> Job.Ping? {
    guard let inner = part(reader, "ping", JobFormat.ping) else { return nil }
    guard let node = inner.value("url") else { return secret(inner).map { .secret($0) } }
    guard let url = filled(inner, "url") else { return nil }
    if ConnectionText.namesUser(url) {
      secrets.refuse(
        node, "The address of the monitor holds a name or a password.",
        help: "Keep the address elsewhere: ping: { file: FILE }, or { environment: NAME }.")
    } else if !["https://", "http://"].contains(where: { url.lowercased().hasPrefix($0) }) {
      context.report(
        .badValue, at: node.location, "A monitor has an address that begins with https://.",
        help: "For example: ping: { url: https://monitor.example.com/abc }")
    }
    return .url(url)
  }
}
