import Bytes
import Synchronization

/// Users, tokens and counts, in memory and bounded. It may be used from several threads.
package final class MockMemory: Sendable {
  /// Users that are kept.
  package static let usersMax = 200_000
  /// Bytes of claims that are kept, of all users together.
  package static let claimsBytesMax = 256 << 20
  /// Tokens whose repetition is noticed.
  package static let tokensMax = 1_000_000
  /// Bytes of an identifier that are looked at; equal ones differ further in front.
  static let identifierBytesMax = 256
  /// Browsers that are known.
  static let sessionsMax = 100_000

  private struct State {
    var users: [MockUser] = []
    var places: [[UInt8]: Int] = [:]
    var claimsBytes = 0
    /// Until when each is remembered.
    var tokens: [[UInt8]: NumericDate] = [:]
    var sessions: [[UInt8]: Session] = [:]
    var counts = MockCounts()
  }

  /// Who is signed in.
  struct Session: Sendable {
    /// Nil for a token that names nobody.
    var name: [UInt8]?
  }

  private let state = Mutex(State())

  package init() {}

  // MARK: Counting

  /// Counts a presentation and returns its number, from 1.
  func beginPresentation() -> Int {
    state.withLock { state in
      state.counts.presentations += 1
      return state.counts.presentations
    }
  }

  func countMisbehaviour(_ word: String) {
    state.withLock { $0.counts.misbehaved[word, default: 0] += 1 }
  }

  func countRefusal(_ reason: Refusal.Reason) {
    state.withLock { $0.counts.refused[reason, default: 0] += 1 }
  }

  // MARK: Taking in

  /// Takes in a token that was believed, as one step.
  ///
  /// - Parameters:
  ///   - token: tells it from all others.
  ///   - isOnce: whether the platform takes it once only.
  ///   - end: until when it can come again.
  /// - Returns: why it is refused after all; that is counted.
  func takeIn(
    _ user: MockUser?, token: [UInt8], isOnce: Bool, end: NumericDate?, at now: NumericDate
  ) -> Refusal? {
    let token = Array(token.prefix(Self.identifierBytesMax))
    return state.withLock { state in
      let isRepeated = state.tokens[token] != nil
      if isRepeated { state.counts.repeated += 1 }
      if isRepeated && isOnce {
        state.counts.refused[.repeated, default: 0] += 1
        return Refusal(.repeated, "its jti was taken in before")
      }
      if !Self.remember(token, until: end, now, &state), isOnce {
        state.counts.refused[.full, default: 0] += 1
        return Refusal(.full, "the mock remembers \(Self.tokensMax) tokens and no more")
      }
      state.counts.accepted += 1
      guard let user else {
        state.counts.nameless += 1
        return nil
      }
      Self.keep(user, &state)
      return nil
    }
  }

  /// False where there is no room.
  private static func remember(
    _ token: [UInt8], until end: NumericDate?, _ now: NumericDate, _ state: inout State
  ) -> Bool {
    if state.tokens.count >= tokensMax { state.tokens = state.tokens.filter { $0.value > now } }
    guard state.tokens.count < tokensMax else { return false }
    state.tokens[token] = end ?? NumericDate(secondsSinceEpoch: NumericDate.writable.upperBound)
    return true
  }

  private static func keep(_ user: MockUser, _ state: inout State) {
    if let place = state.places[user.name] {
      let growth = user.claims.count - state.users[place].claims.count
      state.users[place].accepted += 1
      state.users[place].lastAt = user.lastAt
      if state.claimsBytes + growth <= claimsBytesMax {
        state.claimsBytes += growth
        state.users[place].claims = user.claims
      }
    } else if state.users.count < usersMax,
      state.claimsBytes + user.claims.count <= claimsBytesMax
    {
      state.places[user.name] = state.users.count
      state.claimsBytes += user.claims.count
      state.users.append(user)
    } else {
      state.counts.notKept += 1
    }
  }

  // MARK: Looking

  package var counts: MockCounts { state.withLock { $0.counts } }

  /// The users in the order in which they came, from one on.
  package func users(from first: Int = 0, count: Int = MockMemory.usersMax) -> [MockUser] {
    state.withLock { Array($0.users.dropFirst(max(0, first)).prefix(max(0, count))) }
  }

  package var userCount: Int { state.withLock { $0.users.count } }

  // MARK: Browsers

  /// Remembers who is signed in; where there is no more room all are forgotten.
  func signIn(_ name: [UInt8]?, session: [UInt8]) {
    state.withLock { state in
      if state.sessions.count >= Self.sessionsMax { state.sessions = [:] }
      state.sessions[session] = Session(name: name)
    }
  }

  func session(_ identifier: [UInt8]) -> Session? {
    state.withLock { $0.sessions[identifier] }
  }
}
