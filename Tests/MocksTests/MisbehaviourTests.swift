import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Mocks
import Testing

/// Trouble on request.
@Suite struct MisbehaviourTests {
  @Test func readsItsWords() throws {
    let it = try Misbehaviour(
      "429=5%,500=0.25%,slow=2%:3s,reset=1%,reset-late=0.005%,clock=+300s", seed: 7)
    #expect(it.shares == [5_000, 250, 1_000, 5])
    #expect(it.slowShare == 2_000)
    #expect(it.slowMilliseconds == 3_000)
    #expect(it.clockSeconds == 300)
    #expect(try Misbehaviour("clock=-2m", seed: 0).clockSeconds == -120)
    #expect(try Misbehaviour("slow=100%:300ms", seed: 0).slowMilliseconds == 300)
    #expect(try Misbehaviour("", seed: 0) == Misbehaviour())
  }

  @Test(arguments: [
    ("404=5%", MisbehaviourError.unknown(word: "404")), ("429", .badShare(word: "429")),
    ("429=5", .badShare(word: "429")), ("429=101%", .badShare(word: "429")),
    ("429=-1%", .badShare(word: "429")), ("429=1.%", .badShare(word: "429")),
    ("429=0.0001%", .badShare(word: "429")), ("slow=5%", .badTime(word: "slow")),
    ("slow=5%:3", .badTime(word: "slow")), ("slow=5%:11m", .badTime(word: "slow")),
    ("clock=300ms", .badTime(word: "clock")), ("429=1%,429=1%", .twice(word: "429")),
    ("429=60%,500=41%", .tooMuch), ("=", .unknown(word: "")),
  ])
  func refusesOthers(text: String, error: MisbehaviourError) {
    #expect(throws: error) { try Misbehaviour(text, seed: 0) }
  }

  @Test func decidesByTheNumberAndTheSeed() throws {
    let it = try Misbehaviour("429=5%,500=5%,slow=2%:1s,reset=1%,reset-late=1%", seed: 1)
    let fates = (1...100_000).map { it.fate(ofPresentation: $0) }
    #expect(fates == (1...100_000).map { it.fate(ofPresentation: $0) })
    let other = try Misbehaviour("429=5%,500=5%,slow=2%:1s,reset=1%,reset-late=1%", seed: 2)
    #expect(fates != (1...100_000).map { other.fate(ofPresentation: $0) })
    for (fault, share) in zip(Misbehaviour.Fault.allCases, [5_000, 5_000, 1_000, 1_000]) {
      let count = fates.count { $0.fault == fault }
      #expect(abs(count - share) < share / 5, "\(fault): \(count)")
    }
    #expect(abs(fates.count { $0.isSlow } - 2_000) < 400)
  }

  @Test(arguments: [("429=100%", 429), ("500=100%", 500)])
  func takesNothingInBeforeItsTrouble(words: String, status: Int) async throws {
    let platform = try await MockKit.community()
    let it = try Misbehaviour(words, seed: 0)
    try await MockKit.application(platform, it).test(.router) { client in
      let response = try await client.execute(uri: MockKit.sso + Vectors.hs256, method: .get)
      #expect(response.status.code == status)
      #expect(response.headers[.retryAfter] == (status == 429 ? "1" : nil))
    }
    #expect(platform.memory.counts.accepted == 0)
    #expect(platform.memory.counts.misbehaved == ["\(status)": 1])
  }

  @Test(arguments: [("reset=100%", 0), ("reset-late=100%", 1)])
  func cutsConnections(words: String, accepted: Int) async throws {
    let platform = try await MockKit.community()
    let it = try Misbehaviour(words, seed: 0)
    _ = try await MockKit.application(platform, it).test(.live) { client in
      await #expect(throws: (any Error).self) {
        _ = try await client.execute(uri: MockKit.sso + Vectors.hs256, method: .get)
      }
    }
    #expect(platform.memory.counts.accepted == accepted)
    #expect(platform.memory.counts.presentations == 1)
  }

  @Test func isSlow() async throws {
    let platform = try await MockKit.community()
    let it = try Misbehaviour("slow=100%:300ms", seed: 0)
    let clock = ContinuousClock()
    try await MockKit.application(platform, it).test(.router) { client in
      let start = clock.now
      let response = try await client.execute(uri: MockKit.sso + Vectors.hs256, method: .get)
      #expect(response.status == .found)
      #expect(clock.now - start >= .milliseconds(300))
    }
    #expect(platform.memory.counts.misbehaved == ["slow": 1])
  }

  @Test(arguments: [("clock=+58s", 302), ("clock=+59s", 403), ("clock=-62s", 403)])
  func hasAWrongClock(words: String, status: Int) async throws {
    let platform = try await MockKit.community()
    try await MockKit.application(platform, Misbehaviour(words, seed: 0)).test(.router) { client in
      try await client.execute(uri: MockKit.sso + Vectors.hs256, method: .get) {
        #expect($0.status.code == status)
      }
    }
  }

  @Test func leavesItsOwnPagesAlone() async throws {
    let platform = try await MockKit.community()
    try await MockKit.application(platform, Misbehaviour("500=100%", seed: 0)).test(.router) {
      client in
      for page in ["/", "/mock/users", "/mock/users.json", "/mock/counts.json"] {
        try await client.execute(uri: page, method: .get) { #expect($0.status == .ok) }
      }
    }
  }
}
