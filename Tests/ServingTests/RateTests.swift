import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Testing

@testable import ServerConfigs
@testable import Serving

@Suite struct RateTests {
  @Test func givesSoManyAtOnceAndThenOneByOne() {
    let gate = RateGate<String>(Rate(count: 3, seconds: 60))
    var answers: [Int?] = []
    for _ in 0..<4 { answers.append(gate.admit("ada", at: 100)) }
    #expect(answers == [nil, nil, nil, 20])
    #expect(gate.admit("bo", at: 100) == nil)
    #expect(gate.admit("ada", at: 100.5) == 20)
    #expect(gate.admit("ada", at: 119) == 1)
    #expect(gate.admit("ada", at: 120) == nil)
    #expect(gate.admit("ada", at: 120) == 20)
    // The bucket is full again, and no fuller.
    answers = []
    for _ in 0..<4 { answers.append(gate.admit("ada", at: 1_000)) }
    #expect(answers == [nil, nil, nil, 20])
  }

  @Test func keepsWhoIsHeldBackOverTheTurningOfItsTables() {
    let gate = RateGate<Int>(Rate(count: 1, seconds: 60))
    #expect(gate.admit(1, at: 50) == nil)
    // Turns the tables at 110 and again at 170.
    #expect(gate.admit(2, at: 109) == nil)
    #expect(gate.admit(2, at: 120) == 49)
    #expect(gate.admit(2, at: 168) == 1)
    #expect(gate.admit(3, at: 168.5) == nil)
    #expect(gate.admit(2, at: 169) == nil)
    #expect(gate.admit(3, at: 200) == 29)
  }

  @Test func boundsItsTableWhoeverComes() {
    let gate = RateGate<Int>(Rate(count: 1, seconds: 60))
    for key in 0..<(RateGate<Int>.keysMax * 3) { #expect(gate.admit(key, at: 10) == nil) }
    #expect(gate.keyCount <= RateGate<Int>.keysMax * 2)
    // The latest are still known.
    #expect(gate.admit(RateGate<Int>.keysMax * 3 - 1, at: 10) == 60)
  }

  @Test(arguments: [
    ("198.51.100.7", [], "198.51.100.7"),
    ("198.51.100.7", ["192.0.2.1"], "198.51.100.7"),
    ("10.0.0.1", ["192.0.2.1"], "192.0.2.1"),
    ("::ffff:10.0.0.1", ["192.0.2.1"], "192.0.2.1"),
    ("10.0.0.1", ["203.0.113.9, 192.0.2.1"], "192.0.2.1"),
    ("10.0.0.1", ["203.0.113.9, 192.0.2.1,\t10.0.0.2 "], "192.0.2.1"),
    ("10.0.0.1", ["203.0.113.9", "192.0.2.1", "10.0.0.2"], "192.0.2.1"),
    ("10.0.0.1", ["10.0.0.3, 10.0.0.2"], "10.0.0.3"),
    ("10.0.0.1", [], "10.0.0.1"), ("10.0.0.1", [""], "10.0.0.1"),
    ("10.0.0.1", ["192.0.2.1, evil, 10.0.0.2"], "10.0.0.2"),
    ("10.0.0.1", ["192.0.2.1:4711"], "192.0.2.1"),
    ("10.0.0.1", ["[2001:db8::1]:4711"], "2001:db8::1"),
    ("10.0.0.1", ["2001:db8::1"], "2001:db8::1"),
    ("10.0.0.1", ["[2001:db8::1"], "10.0.0.1"), ("10.0.0.1", ["192.0.2.0/24"], "10.0.0.1"),
    ("10.0.0.1", ["unknown"], "10.0.0.1"),
  ])
  func believesProxiesAloneAndFromTheRight(peer: String, forwarded: [String], client: String) {
    let proxies = [AddressRange("10.0.0.0/8")].compactMap { $0 }
    #expect(ClientAddress.find(peer: peer, forwarded: forwarded, proxies: proxies) == client)
  }

  @Test func looksAtNoMoreHopsThanItMay() {
    let proxies = [AddressRange("10.0.0.0/8")].compactMap { $0 }
    func client(hops: Int) -> String {
      let own = Array(repeating: "10.0.0.2", count: hops - 1)
      return ClientAddress.find(
        peer: "10.0.0.1", forwarded: [(["192.0.2.1"] + own).joined(separator: ",")],
        proxies: proxies)
    }
    #expect(client(hops: ClientAddress.hopsMax) == "192.0.2.1")
    #expect(client(hops: ClientAddress.hopsMax + 1) == "10.0.0.2")
  }

  @Test func takesASiteOfIPv6ForOneParty() {
    #expect(AddressRange.party("2001:db8::1") == AddressRange.party("2001:db8::ffff:2"))
    #expect(AddressRange.party("2001:db8::1") != AddressRange.party("2001:db8:0:1::1"))
    #expect(AddressRange.party("192.0.2.1") != AddressRange.party("192.0.2.2"))
    #expect(AddressRange.party("192.0.2.1") == AddressRange.party("::ffff:192.0.2.1"))
    #expect(AddressRange.party("::c000:201") != AddressRange.party("192.0.2.1"))
    #expect(AddressRange.party("evil") == nil)
  }

  @Test func refusesWhoComesTooOften() async throws {
    var trial = ServerTrial {
      $0.limits.perAddress = Rate(count: 2, seconds: 60)
      $0.proxies = [AddressRange("127.0.0.0/8")].compactMap { $0 }
    }
    try trial.mount { mount, _, _ in mount.origins = ["https://editor.example.com"] }
    let clock = trial.clock
    try await withServer(trial.server()) { running in
      func ask(_ client: String) async throws -> String {
        let connection = try await RawConnection.open(running.port)
        try await connection.send(
          """
          POST /v1/token/tinydrive HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\
          Origin: https://editor.example.com\r\nX-Forwarded-For: \(client)\r\n\
          Authorization: Bearer ada-secret\r\n\r\n
          """)
        return try await connection.untilClosed()
      }
      for _ in 0..<2 { #expect(try await ask("192.0.2.1").hasPrefix("HTTP/1.1 200 OK\r\n")) }
      let refused = try await ask("192.0.2.1")
      #expect(refused.hasPrefix("HTTP/1.1 429 Too Many Requests\r\n"))
      #expect(refused.lowercased().contains("\r\nretry-after: 30\r\n"))
      // A page may read why.
      #expect(refused.contains("https://editor.example.com"))
      #expect(refused.hasSuffix(String(decoding: Answer.body(.tooManyRequests), as: UTF8.self)))
      #expect(try await ask("192.0.2.2").hasPrefix("HTTP/1.1 200 OK\r\n"))
      clock.advance(by: 30)
      #expect(try await ask("192.0.2.1").hasPrefix("HTTP/1.1 200 OK\r\n"))
    }
  }
}
