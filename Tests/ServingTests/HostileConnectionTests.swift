import TestKit
import Testing

@testable import ServerConfigs
@testable import Serving

/// Bytes that nobody meant to send, in great numbers.
@Suite struct HostileConnectionTests {
  private static let good = """
    POST /v1/token/tinydrive?a=b HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer ada-secret\r\n\
    Content-Type: application/json\r\nContent-Length: 2\r\n\r\n{}\
    POST /v1/token/tinydrive HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer ada-secret\r\n\
    Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n
    """

  /// A good pair of requests, broken in some places.
  private static func broken(_ random: inout SplitMix) -> [UInt8] {
    var bytes = Array(good.utf8)
    let pieces = [
      "\r\n", "\0", "\r", "\n", " ", ":", "ÿ", "HTTP/1.1", "\r\n\r\n", "99999999999", "%00",
    ]
    for _ in 0..<(1 + random.below(4)) {
      let place = random.below(bytes.count)
      switch random.below(4) {
      case 0: bytes[place] = UInt8(random.below(256))
      case 1: bytes.remove(at: place)
      case 2: bytes.insert(contentsOf: Array(pieces[random.below(pieces.count)].utf8), at: place)
      default: bytes.removeSubrange(place...)
      }
      if bytes.isEmpty { return [0] }
    }
    return bytes
  }

  @Test(arguments: [UInt64(1), 2, 3, 4])
  func outlivesBrokenRequests(seed: UInt64) async throws {
    var trial = ServerTrial { $0.limits.requestSeconds = 1 }
    trial.config.limits.perAddress = Rate(count: 100_000, seconds: 1)
    try trial.mount()
    let server = trial.server()
    try await withServer(server) { running in
      var random = SplitMix(seed)
      for _ in 0..<100 {
        let bytes = Self.broken(&random)
        let connection = try await RawConnection.open(running.port)
        // It may be refused while it is still being sent.
        try? await connection.send(bytes)
        await connection.finish()
        let text = try await connection.untilClosed()
        let shown = String(decoding: bytes, as: UTF8.self)
        #expect(text.isEmpty || text.hasPrefix("HTTP/1.1 "), "\(shown)\n\(text)")
        #expect(!text.contains("HTTP/1.1 5") || text.contains("HTTP/1.1 501"), "\(shown)\n\(text)")
      }
      let connection = try await RawConnection.open(running.port)
      try await connection.send(Self.good)
      #expect(try await connection.until("\"}", times: 2).ranges(of: "200 OK").count == 2)
      try await connection.close()
      // Nothing of them is left.
      for _ in 0..<100 where server.metrics.connections.value > 0 {
        try await Task.sleep(for: .milliseconds(50))
      }
      #expect(server.metrics.connections.value == 0)
      #expect(server.metrics.inFlight.value == 0)
    }
  }
}
