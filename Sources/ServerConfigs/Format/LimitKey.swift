import Profiles

/// One limit of a server: its key in the file, what it may be, and where it is kept.
package struct LimitKey: Sendable {
  package enum Kind: Sendable {
    case count(any WritableKeyPath<ServerLimits, Int> & Sendable)
    case seconds(any WritableKeyPath<ServerLimits, Int> & Sendable)
    case rate(any WritableKeyPath<ServerLimits, Rate> & Sendable)
  }

  package var name: String
  package var kind: Kind
  /// For a rate, how often.
  package var range: ClosedRange<Int>
  private var meaning: String

  /// The longest time that a rate may be over.
  package static let rateSecondsMax = 86_400

  package static let all: [LimitKey] = [
    LimitKey(
      name: "body", kind: .count(\.bodyBytesMax), range: 64...(1 << 20),
      meaning: "Bytes of a request's body."),
    LimitKey(
      name: "target", kind: .count(\.targetBytesMax), range: 256...(64 << 10),
      meaning: "Bytes of a request's path and query."),
    LimitKey(
      name: "headers", kind: .count(\.headerBytesMax), range: 1_024...(64 << 10),
      meaning: "Bytes of all headers of a request."),
    LimitKey(
      name: "connections", kind: .count(\.connectionsMax), range: 1...100_000,
      meaning: "Connections at once."),
    LimitKey(
      name: "connectionsPerAddress", kind: .count(\.connectionsPerAddressMax), range: 1...100_000,
      meaning: "Connections at once from one address; those of proxies are not counted."),
    LimitKey(
      name: "request", kind: .seconds(\.requestSeconds), range: 1...600,
      meaning: "How long a request may take to arrive."),
    LimitKey(
      name: "idle", kind: .seconds(\.idleSeconds), range: 1...3_600,
      meaning: "How long a connection may be silent."),
    LimitKey(
      name: "shutdown", kind: .seconds(\.shutdownSeconds), range: 0...600,
      meaning: "How long requests that are at work may take when the server ends."),
    LimitKey(
      name: "perAddress", kind: .rate(\.perAddress), range: 1...1_000_000,
      meaning: "Requests from one address."),
    LimitKey(
      name: "perTicket", kind: .rate(\.perTicket), range: 1...1_000_000,
      meaning: "Tries to use one ticket."),
  ]

  /// The key as the tables of the format have it, with the default that the type has.
  var spec: KeySpec {
    let standard = ServerLimits()
    let bounds = "\(range.lowerBound) to \(range.upperBound)"
    switch kind {
    case .count(let path):
      let value = standard[keyPath: path]
      return KeySpec(
        name, .integer, absent: "\(value)", "\(meaning) \(bounds).", example: "\(name): \(value)")
    case .seconds(let path):
      let value = "\(standard[keyPath: path])s"
      return KeySpec(
        name, .duration, absent: "`\(value)`", "\(meaning) \(bounds) seconds.",
        example: "\(name): \(value)")
    case .rate(let path):
      let value = standard[keyPath: path].text
      return KeySpec(
        name, .rate, absent: "`\(value)`",
        "\(meaning) How many in which time; \(bounds) in at most \(Self.rateSecondsMax) seconds.",
        example: "\(name): \(value)")
    }
  }
}

extension Rate {
  /// Reads `120/60s`: a count above zero, and a duration above zero; nil for anything else.
  package init?(text: String) {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count == 2, let first = parts[0].utf8.first, (0x30...0x39).contains(first),
      let count = Int(parts[0]), count > 0, let seconds = Duration.seconds(String(parts[1])),
      (1...LimitKey.rateSecondsMax).contains(seconds)
    else { return nil }
    self.init(count: count, seconds: seconds)
  }

  /// As the file writes it.
  package var text: String { "\(count)/\(seconds)s" }
}
