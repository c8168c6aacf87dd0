import ServerConfigs

/// The metrics as Prometheus reads them (text format 0.0.4).
struct MetricsPage {
  static let type = "text/plain; version=0.0.4; charset=utf-8"

  private(set) var text = ""

  init(_ metrics: Metrics, droppedLogLines: Int) {
    family("muster_http_requests_total", "counter", "Requests that were answered.")
    for route in ServedRoute.allCases {
      for (index, name) in Metrics.statusClasses.enumerated() {
        let value = metrics.requests[route.rawValue][index].value
        sample("muster_http_requests_total", [("route", route.template), ("status", name)], value)
      }
    }
    durations(metrics)
    family("muster_tokens_minted_total", "counter", "Tokens that were signed and given out.")
    for (index, mount) in metrics.mountNames.enumerated() {
      for (place, offer) in Mount.Offer.allCases.enumerated() {
        sample(
          "muster_tokens_minted_total", [("mount", mount), ("offer", offer.rawValue)],
          metrics.minted[index][place].value)
      }
    }
    family("muster_requests_refused_total", "counter", "Requests that were refused.")
    for refusal in Refusal.allCases {
      sample(
        "muster_requests_refused_total", [("reason", refusal.rawValue)],
        metrics.refused[refusal.index].value)
    }
    family("muster_rate_limited_total", "counter", "Requests beyond a rate.")
    for (index, limited) in Metrics.RateLimited.allCases.enumerated() {
      sample(
        "muster_rate_limited_total", [("by", limited.rawValue)], metrics.rateLimited[index].value)
    }
    family("muster_tickets_total", "counter", "Tickets that were presented.")
    for outcome in TicketOutcome.allCases {
      sample(
        "muster_tickets_total", [("outcome", outcome.word)],
        metrics.tickets[outcome.rawValue].value)
    }
    family("muster_http_requests_in_flight", "gauge", "Requests that are at work.")
    sample("muster_http_requests_in_flight", [], metrics.inFlight.value)
    family("muster_http_connections", "gauge", "Connections that are open.")
    sample("muster_http_connections", [], metrics.connections.value)
    family("muster_log_lines_dropped_total", "counter", "Lines that the log could not take.")
    sample("muster_log_lines_dropped_total", [], droppedLogLines)
  }

  private mutating func durations(_ metrics: Metrics) {
    let name = "muster_http_request_duration_seconds"
    family(name, "histogram", "From a request's head to its answer.")
    for route in ServedRoute.allCases {
      let histogram = metrics.durations[route.rawValue]
      var count = 0
      for (index, bound) in Histogram.boundsMicroseconds.enumerated() {
        count += histogram.counts[index].value
        sample(
          name + "_bucket", [("route", route.template), ("le", Self.seconds(bound))], count)
      }
      count += histogram.counts[Histogram.boundsMicroseconds.count].value
      sample(name + "_bucket", [("route", route.template), ("le", "+Inf")], count)
      line(
        name + "_sum", [("route", route.template)],
        Self.seconds(histogram.sumMicroseconds.value))
      sample(name + "_count", [("route", route.template)], count)
    }
  }

  // MARK: Lines

  private mutating func family(_ name: String, _ type: String, _ help: String) {
    text += "# HELP \(name) \(help)\n# TYPE \(name) \(type)\n"
  }

  private mutating func sample(_ name: String, _ labels: [(String, String)], _ value: Int) {
    line(name, labels, String(value))
  }

  private mutating func line(_ name: String, _ labels: [(String, String)], _ value: String) {
    text += name
    for (index, (label, labelValue)) in labels.enumerated() {
      text += "\(index == 0 ? "{" : ",")\(label)=\"\(Self.escaped(labelValue))\""
    }
    text += "\(labels.isEmpty ? "" : "}") \(value)\n"
  }

  /// A label's value: `\`, `"` and line ends are escaped, nothing else.
  static func escaped(_ value: String) -> String {
    var bytes: [UInt8] = []
    for byte in value.utf8 {
      switch byte {
      case UInt8(ascii: "\\"), UInt8(ascii: "\""): bytes += [UInt8(ascii: "\\"), byte]
      case 0x0A: bytes += Array("\\n".utf8)
      default: bytes.append(byte)
      }
    }
    return String(decoding: bytes, as: Unicode.UTF8.self)
  }

  /// Microseconds as seconds in plain decimals: `0.00025`, `1`.
  static func seconds(_ microseconds: Int) -> String {
    let fraction = microseconds % 1_000_000
    if fraction == 0 { return String(microseconds / 1_000_000) }
    let digits = String(fraction + 1_000_000).dropFirst()
    let shown = digits.utf8.reversed().drop { $0 == UInt8(ascii: "0") }.reversed()
    return "\(microseconds / 1_000_000).\(String(decoding: Array(shown), as: Unicode.UTF8.self))"
  }
}
