package import Bytes
package import Logging
import Synchronization

/// Writes each event as a JSON object on a line: `time`, `level`, `message`, then the metadata, in the
/// order of their names.
///
/// Only what is handed over as metadata is written; nobody hands over a token, a query, an address or a
/// name.
package struct JSONLogHandler: LogHandler {
  package var metadata: Logger.Metadata = [:]
  package var metadataProvider: Logger.MetadataProvider?
  package var logLevel: Logger.Level
  private let writer: LogWriter
  private let now: @Sendable () -> NumericDate

  package init(
    _ writer: LogWriter, level: Logger.Level, now: @escaping @Sendable () -> NumericDate
  ) {
    self.writer = writer
    logLevel = level
    self.now = now
  }

  package subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }

  package func log(event: LogEvent) {
    var line: [UInt8] = []
    var members = JSONMembers(&line)
    members.add("time", now().description, &line)
    members.add("level", event.level.rawValue, &line)
    members.add("message", event.message.description, &line)
    var all = metadata
    if let more = event.metadata { all.merge(more) { _, new in new } }
    for (name, value) in all.sorted(by: { $0.key < $1.key }) {
      members.name(Self.names[name] ?? name, &line)
      Self.append(value, &line)
    }
    members.close(&line)
    line.append(0x0A)
    writer.take(line)
  }

  /// Names of the libraries, and ours for them.
  private static let names = ["hb.request.id": "request", "sl-service": "service"]

  private static func append(_ value: Logger.MetadataValue, _ line: inout [UInt8]) {
    switch value {
    case .string(let text): JSONWriter.appendString(Array(text.utf8).span, to: &line)
    case .stringConvertible(let value as Int): JSONWriter.appendInteger(value, to: &line)
    case .stringConvertible(let value):
      JSONWriter.appendString(Array(value.description.utf8).span, to: &line)
    case .array(let values):
      line.append(UInt8(ascii: "["))
      for (index, value) in values.enumerated() {
        if index > 0 { line.append(UInt8(ascii: ",")) }
        append(value, &line)
      }
      line.append(UInt8(ascii: "]"))
    case .dictionary(let values):
      var members = JSONMembers(&line)
      for (name, value) in values.sorted(by: { $0.key < $1.key }) {
        members.name(name, &line)
        append(value, &line)
      }
      members.close(&line)
    @unknown default: line += Array("null".utf8)
    }
  }
}
