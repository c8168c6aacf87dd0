import Deliveries
import Testing

@Suite struct StateMachineTests {
  private static func action(
    _ outcome: PresentationOutcome, presentations: Int = 0, at uptime: Double = 100,
    random: Double = 0.5, _ change: (inout DeliveryPolicy) -> Void = { _ in }
  ) -> RowAction {
    var policy = DeliveryPolicy()
    change(&policy)
    var machine = DeliveryStateMachine(policy)
    machine.begin(at: 100)
    for _ in 0..<presentations { _ = machine.next(.lost, at: 100, random: 0) }
    return machine.next(outcome, at: uptime, random: random)
  }

  @Test(arguments: Array(100...599))
  func everyStatusHasOneMeaning(status: Int) {
    let expected: RowAction =
      switch status {
      case 429: .retry(afterSeconds: 0.5, pauseAllSeconds: 0.125)
      case 408, 425, 500, 502, 503, 504, 506...599: .retry(afterSeconds: 0.5)
      default: .refused
      }
    #expect(Self.action(.answered(status: status)) == expected)
    #expect(Self.action(.taken(status: status)) == .delivered)
  }

  @Test(arguments: [
    (PresentationOutcome.unreachable, true), (.untrusted, true), (.lost, false),
    (.answered(status: 503, retryAfterSeconds: 0), true), (.answered(status: 429), true),
    (.answered(status: 500, retryAfterSeconds: 0), false),
  ])
  func whatMayPassIsTriedAgain(outcome: PresentationOutcome, pausesAll: Bool) {
    guard case .retry(_, let pause) = Self.action(outcome) else {
      Issue.record("not tried again")
      return
    }
    #expect((pause != nil) == pausesAll)
  }

  @Test(arguments: [(0, 1.0), (1, 2), (2, 4), (3, 8), (4, 16)])
  func waitsAreDrawnFromTwiceAsMuchEachTime(presentations: Int, most: Double) {
    for random in [0.0, 0.25, 0.999] {
      #expect(
        Self.action(.lost, presentations: presentations, random: random)
          == .retry(afterSeconds: most * random))
    }
  }

  @Test func noWaitIsDrawnFromMoreThanTheLimit() {
    let action = Self.action(.lost, presentations: 40, random: 1) { $0.presentationsMax = 100 }
    #expect(action == .retry(afterSeconds: DeliveryPolicy().backoffSecondsMax))
  }

  @Test(arguments: [
    (0.0, 0.5), (30, 30.5), (900, 900.5), (901, 900.5), (1_000_000_000, 900.5), (-5, 0.5),
  ])
  func aWaitThatIsAskedForIsKeptUpToALimit(asked: Double, wait: Double) {
    #expect(
      Self.action(.answered(status: 429, retryAfterSeconds: asked))
        == .retry(afterSeconds: wait, pauseAllSeconds: wait - 0.5))
  }

  @Test func givesUpAfterSoManyPresentations() {
    #expect(Self.action(.lost, presentations: 4) != .failed)
    #expect(Self.action(.lost, presentations: 5) == .failed)
    #expect(Self.action(.taken(status: 200), presentations: 5) == .delivered)
    #expect(Self.action(.answered(status: 404), presentations: 5) == .refused)
  }

  @Test func givesUpWhenTheNextWaitWouldEndTooLate() {
    let end = 100 + DeliveryPolicy().ageSecondsMax
    #expect(Self.action(.lost, at: end - 0.5) == .retry(afterSeconds: 0.5))
    #expect(Self.action(.lost, at: end - 0.4) == .failed)
    #expect(Self.action(.answered(status: 429, retryAfterSeconds: 900), at: end - 900.4) == .failed)
  }
}

@Suite struct BreakerTests {
  /// What is said of the last of these outcomes.
  private static func reason(
    _ outcomes: [(PresentationOutcome, Double)], _ change: (inout DeliveryPolicy) -> Void = { _ in }
  ) -> StopReason? {
    var policy = DeliveryPolicy()
    change(&policy)
    var breaker = DeliveryBreaker(policy)
    var reason: StopReason?
    for (outcome, uptime) in outcomes {
      #expect(reason == nil, "Nothing comes behind a stop here.")
      reason = breaker.note(outcome, at: uptime)
    }
    return reason
  }

  private static func many(_ outcome: PresentationOutcome, _ count: Int) -> [(
    PresentationOutcome, Double
  )] {
    Array(repeating: (outcome, 0), count: count)
  }

  @Test(arguments: [401, 403, 407])
  func manyWhoAreYouInARowStopAll(status: Int) {
    let most = DeliveryPolicy().deniedInRowMax
    let denied = PresentationOutcome.answered(status: status)
    #expect(Self.reason(Self.many(denied, most - 1)) == nil)
    #expect(Self.reason(Self.many(denied, most)) == .denied(count: most, status: status))
    // Anything else between them begins anew.
    for other: PresentationOutcome in [.taken(status: 200), .answered(status: 404)] {
      #expect(
        Self.reason(Self.many(denied, most - 1) + [(other, 0)] + Self.many(denied, most - 1)) == nil
      )
    }
    // Trouble says nothing about that.
    #expect(
      Self.reason(Self.many(denied, most - 1) + [(.lost, 0), (denied, 0)])
        == .denied(count: most, status: status))
  }

  @Test func manyRefusalsInARowStopAll() throws {
    let most = try #require(DeliveryPolicy().refusedInRowMax)
    let refused = PresentationOutcome.answered(status: 302)
    #expect(Self.reason(Self.many(refused, most - 1)) == nil)
    #expect(Self.reason(Self.many(refused, most)) == .refused(count: most, status: 302))
    #expect(
      Self.reason(
        Self.many(refused, most - 1) + [(.taken(status: 302), 0)] + Self.many(refused, most - 1))
        == nil)
    #expect(Self.reason(Self.many(refused, most * 3)) { $0.refusedInRowMax = nil } == nil)
  }

  @Test func longTroubleStopsAll() {
    let most = DeliveryPolicy().troubleSecondsMax
    #expect(Self.reason([(.unreachable, 5), (.lost, 5 + most - 1)]) == nil)
    #expect(
      Self.reason([(.unreachable, 5), (.lost, 5 + most)])
        == .trouble(seconds: Int(most), status: nil))
    #expect(
      Self.reason([(.unreachable, 5), (.answered(status: 502), 5 + most)])
        == .trouble(seconds: Int(most), status: 502))
    for end: PresentationOutcome in [
      .taken(status: 200), .answered(status: 404), .answered(status: 429),
      .answered(status: 503, retryAfterSeconds: 5),
    ] {
      #expect(Self.reason([(.unreachable, 5), (end, 6), (.unreachable, 5 + most)]) == nil)
    }
  }

  @Test func hearingNothingButTooFastStopsAll() {
    let most = DeliveryPolicy().tooFastSecondsMax
    let tooFast = PresentationOutcome.answered(status: 429)
    #expect(Self.reason([(tooFast, 5), (tooFast, 5 + most - 1)]) == nil)
    #expect(
      Self.reason([(tooFast, 5), (.lost, 6), (tooFast, 5 + most)])
        == .tooFast(seconds: Int(most)))
    for end: PresentationOutcome in [.taken(status: 200), .answered(status: 404)] {
      #expect(Self.reason([(tooFast, 5), (end, 6), (tooFast, 5 + most)]) == nil)
    }
  }

  @Test func fewConnectionsWithoutTrustStopAll() {
    #expect(Self.reason(Self.many(.untrusted, 2)) == nil)
    #expect(Self.reason(Self.many(.untrusted, 3)) == .untrusted)
    #expect(
      Self.reason(Self.many(.untrusted, 2) + [(.taken(status: 200), 0), (.untrusted, 0)]) == nil)
  }

  @Test(arguments: [
    StopReason.denied(count: 10, status: 401), .refused(count: 50, status: 302),
    .trouble(seconds: 300, status: nil), .trouble(seconds: 300, status: 502),
    .tooFast(seconds: 3_600), .untrusted,
  ])
  func eachReasonSaysWhatIsWrongAndWhatToDo(reason: StopReason) {
    #expect(reason.message.hasSuffix("."))
    #expect(reason.help.hasSuffix("."))
  }
}

@Suite struct PaceTests {
  @Test func turnsAreSpreadEvenly() {
    let pace = SendingPace(SendingRate("10/s"))
    let waits = (0..<4).map { _ in pace.takeTurn(at: 5).seconds }
    #expect(waits.map { ($0 * 1_000).rounded() } == [0, 100, 200, 300])
    // An idle time is not saved up.
    #expect(pace.takeTurn(at: 50).seconds == 0)
    #expect((pace.takeTurn(at: 50).seconds * 1_000).rounded() == 100)
  }

  @Test func aPauseHoldsForEverybody() {
    let pace = SendingPace(nil)
    #expect(pace.takeTurn(at: 5).seconds == 0)
    pace.pauseAll(forSeconds: 30, at: 5)
    pace.pauseAll(forSeconds: 1, at: 6)
    #expect(pace.takeTurn(at: 10).seconds == 25)
    #expect(pace.takeTurn(at: 35).seconds == 0)
  }

  @Test func aPauseVoidsTheTurnsThatWereTaken() throws {
    let pace = SendingPace(SendingRate("1/s"))
    let turns = (0..<3).map { _ in pace.takeTurn(at: 0) }
    #expect(turns.map(\.seconds) == [0, 1, 2])
    pace.pauseAll(forSeconds: 12, at: 0.5)
    #expect(!turns.contains { pace.holds($0) })
    // They begin anew where it ends, one behind the other.
    let again = (0..<3).map { _ in pace.takeTurn(at: 0.5) }
    #expect(again.map(\.seconds) == [12, 13, 14])
    // A shorter one changes nothing.
    pace.pauseAll(forSeconds: 1, at: 1)
    #expect(again.allSatisfy { pace.holds($0) })
    // A short one is no way around the rate.
    let short = SendingPace(SendingRate("1/m"))
    #expect(short.takeTurn(at: 0).seconds == 0)
    short.pauseAll(forSeconds: 1, at: 0)
    #expect(short.takeTurn(at: 0).seconds == 60)
  }

  @Test(arguments: [("10/s", 10.0), ("90/m", 1.5), ("36/h", 0.01), ("10000/s", 10_000)])
  func readsRates(text: String, perSecond: Double) {
    #expect(SendingRate(text)?.perSecond == perSecond)
  }

  @Test(arguments: [
    "", "10", "0/s", "-1/s", "10/d", "10/", "/s", "1.5/s", "10001/s", "10/s/s", "1000000/s", "١/s",
  ])
  func otherTextsAreNoRates(text: String) { #expect(SendingRate(text) == nil) }
}
