import Deliveries
import Findings
import Ledgers
import Synchronization
import TestKit
import Testing

@Suite struct EngineTests {
  @Test func deliversEachRowOnceWithATokenOfItsOwn() async throws {
    let trial = EngineTrial()
    let presenter = TrialPresenter(trial.time) { _, _ in TrialPresenter.taken }
    try await trial.run(EngineTrial.rows(200), presenter)
    #expect(trial.states == [.delivered: 200])
    #expect(trial.book.states == [.delivered: 200])
    #expect(Set(presenter.sent.map(\.user)).count == 200)
    #expect(Set(presenter.sent.map(\.tokenID)).count == 200)
    #expect(presenter.mostAtOnce <= 4)
  }

  @Test func eachPresentationHasATokenOfItsOwnMoment() async throws {
    let trial = EngineTrial()
    let presenter = TrialPresenter(trial.time) { _, count in
      count < 4 ? TrialPresenter.status(500) : TrialPresenter.taken
    }
    try await trial.run(EngineTrial.rows(1), presenter)
    #expect(trial.outcomes.map(\.presentations) == [4])
    #expect(Set(presenter.sent.map(\.tokenID)).count == 4)
    let times = presenter.sent.map(\.issuedAt)
    #expect(times == times.sorted() && Set(times).count > 1)
    #expect(trial.book.entries == [.init(state: .delivered, attempts: 4, status: 302)])
  }

  @Test(arguments: [
    (404, RowOutcome.State.refused, 1), (200, .refused, 1), (302, .refused, 1), (401, .refused, 1),
    (500, .failed, 6), (429, .failed, 6), (503, .failed, 6), (408, .failed, 6),
  ])
  func answersThatAreNoSuccess(status: Int, state: RowOutcome.State, presentations: Int)
    async throws
  {
    let trial = EngineTrial()
    let presenter = TrialPresenter(trial.time) { _, _ in TrialPresenter.status(status) }
    try await trial.run(EngineTrial.rows(1), presenter)
    #expect(trial.outcomes.map(\.state) == [state])
    #expect(trial.outcomes.map(\.presentations) == [presentations])
    #expect(trial.outcomes.map(\.status) == [status])
    #expect(codes(trial.outcomes[0].findings) == ["delivery-\(state.rawValue)"])
    #expect(
      trial.book.entries == [
        .init(
          state: state == .refused ? .refused : .failed, attempts: presentations, status: status)
      ])
  }

  @Test func aLostAnswerIsAskedForAgain() async throws {
    let trial = EngineTrial()
    let presenter = TrialPresenter(trial.time) { _, count in
      count == 1 ? .lost : TrialPresenter.taken
    }
    try await trial.run(EngineTrial.rows(20), presenter)
    #expect(trial.states == [.delivered: 20])
    #expect(presenter.sent.count == 40)
  }

  // MARK: Time

  @Test func aTooFastAnswerHoldsEverybodyUp() async throws {
    let trial = EngineTrial()
    trial.concurrency = 1
    let time = trial.time
    let moments = Mutex<[(String, Double)]>([])
    let presenter = TrialPresenter(time) { token, count in
      moments.withLock { $0.append((token.user, time.uptime - TrialTime.start)) }
      return token.user == "u3" && count == 1
        ? TrialPresenter.status(429, retryAfter: "120") : TrialPresenter.taken
    }
    try await trial.run(EngineTrial.rows(6), presenter)
    #expect(trial.states == [.delivered: 6])
    let seen = moments.withLock { $0 }
    #expect(seen.prefix(3).map(\.0) == ["u1", "u2", "u3"])
    #expect(seen.prefix(3).allSatisfy { $0.1 < 1 })
    #expect(seen.dropFirst(3).count == 4)
    #expect(seen.dropFirst(3).allSatisfy { $0.1 >= 120 })
  }

  @Test func theRateIsKept() async throws {
    let trial = EngineTrial()
    trial.concurrency = 32
    trial.rate = SendingRate("2/s")
    let presenter = TrialPresenter(trial.time) { _, _ in TrialPresenter.taken }
    try await trial.run(EngineTrial.rows(40), presenter)
    #expect(trial.states == [.delivered: 40])
    #expect(trial.time.uptime - TrialTime.start >= 19)
  }

  @Test func theRateIsKeptBehindAPause() async throws {
    let trial = EngineTrial()
    trial.concurrency = 16
    trial.rate = SendingRate("1/s")
    let time = trial.time
    let moments = Mutex<[Double]>([])
    let presenter = TrialPresenter(time) { _, _ in
      moments.withLock { moments in
        moments.append(time.uptime)
        return moments.count == 3
          ? TrialPresenter.status(429, retryAfter: "12") : TrialPresenter.taken
      }
    }
    try await trial.run(EngineTrial.rows(30), presenter)
    #expect(trial.states == [.delivered: 30])
    let seen = moments.withLock { $0 }
    #expect(seen.count == 31)
    #expect(seen[3] - seen[2] >= 11.9)
    // The trial's clock moves in steps, so a turn may come a little late and the next one in time.
    for (earlier, later) in zip(seen, seen.dropFirst(5)) { #expect(later - earlier >= 3) }
  }

  @Test func theTimeBeforeTheFirstPresentationIsNoneOfTheRows() async throws {
    let trial = EngineTrial()
    trial.concurrency = 1
    trial.rate = SendingRate("1/m")
    trial.policy.ageSecondsMax = 600
    // The last rows wait longer for their turn than a row is presented again.
    let presenter = TrialPresenter(trial.time) { token, count in
      count == 1 && token.user == "u16" ? TrialPresenter.status(500) : TrialPresenter.taken
    }
    try await trial.run(EngineTrial.rows(16), presenter)
    #expect(trial.states == [.delivered: 16])
  }

  @Test func aTokenIsMintedBehindEveryWait() async throws {
    let trial = EngineTrial()
    let time = trial.time
    // Storing takes longer than a token lives, and the queue is as long.
    trial.book = TrialBook(before: { () throws(LedgerError) in time.advance(by: 50) })
    trial.rate = SendingRate("1/m")
    let presenter = TrialPresenter(time) { token, _ in
      #expect(token.issuedAt == Int(time.uptime))
      return TrialPresenter.taken
    }
    trial.concurrency = 1
    try await trial.run(EngineTrial.rows(5), presenter)
    #expect(trial.states == [.delivered: 5])
  }

  @Test func aTokenThatLivesShorterThanAConnectionTakesIsNotSent() async throws {
    let trial = EngineTrial()
    trial.policy.connectSeconds = 60
    let presenter = TrialPresenter(trial.time) { _, _ in TrialPresenter.taken }
    try await trial.run(EngineTrial.rows(2), presenter)
    #expect(trial.states == [.failed: 2])
    #expect(presenter.sent.isEmpty)
    trial.policy.connectSeconds = 59
    try await trial.run(EngineTrial.rows(2), presenter)
    #expect(trial.states == [.delivered: 2])
  }

  // MARK: What is stored

  @Test func nothingIsSentBeforeItIsStored() async throws {
    let trial = EngineTrial()
    let book = trial.book
    let started = Mutex(0)
    let presenter = TrialPresenter(trial.time) { _, _ in
      started.withLock { $0 += 1 }
      #expect(book.count >= started.withLock { $0 })
      return TrialPresenter.taken
    }
    try await trial.run(EngineTrial.rows(50), presenter)
    #expect(trial.book.states == [.delivered: 50])
  }

  @Test func aBookThatFailsStopsAllBeforeAnythingIsSent() async throws {
    let trial = EngineTrial()
    trial.book = TrialBook(before: { () throws(LedgerError) in throw .diskFull(path: "l") })
    let presenter = TrialPresenter(trial.time) { _, _ in TrialPresenter.taken }
    let failure = try await trial.run(EngineTrial.rows(500), presenter)
    guard case .ledger(.diskFull) = failure else {
      Issue.record("It ended by \(String(describing: failure))")
      return
    }
    #expect(presenter.sent.isEmpty)
  }

  // MARK: Where it goes

  @Test(arguments: ["127.0.0.1", "127.0.0.1:8081", "localhost:8080", "community.example.com"])
  func aRowThatLeadsElsewhereIsNotSent(confirmed: String) async throws {
    let trial = EngineTrial()
    trial.confirmed = confirmed
    let presenter = TrialPresenter(trial.time) { _, _ in TrialPresenter.taken }
    try await trial.run(EngineTrial.rows(3), presenter)
    #expect(trial.states == [.refused: 3])
    #expect(presenter.sent.isEmpty)
    #expect(
      codes(trial.outcomes.flatMap(\.findings)) == Array(repeating: "delivery-host", count: 3))
  }

  @Test func aFormIsPosted() async throws {
    let trial = EngineTrial()
    trial.profile = SmallProfile.text(kind: "form")
    let presenter = TrialPresenter(trial.time) { _, _ in TrialPresenter.taken }
    try await trial.run(EngineTrial.rows(3), presenter)
    #expect(presenter.sent.map(\.user).sorted() == ["u1", "u2", "u3"])
  }

  // MARK: The end

  @Test func manyDenialsStopAll() async throws {
    let trial = EngineTrial()
    let presenter = TrialPresenter(trial.time) { _, _ in TrialPresenter.status(401) }
    try await trial.run(EngineTrial.rows(500), presenter)
    #expect(trial.stopReason == .denied(count: 10, status: 401))
    #expect(presenter.sent.count < 10 + trial.concurrency)
    #expect(trial.states[.refused, default: 0] == presenter.sent.count)
    #expect(trial.states[.delivered] == nil)
  }

  @Test func aHostThatIsGoneStopsAll() async throws {
    let trial = EngineTrial()
    let presenter = TrialPresenter(trial.time) { _, _ in .unreachable }
    try await trial.run(EngineTrial.rows(2_000), presenter)
    guard case .trouble(_, nil) = trial.stopReason else {
      Issue.record("It ended by \(String(describing: trial.stopReason))")
      return
    }
    #expect(trial.states[.delivered] == nil)
    #expect(trial.outcomes.count < 2_000)
  }

  @Test func aSignalEndsItWhenWhatWasBegunIsAtItsEnd() async throws {
    let trial = EngineTrial()
    let count = Mutex(0)
    trial.interruption = { count.withLock { $0 } >= 10 ? 2 : nil }
    let presenter = TrialPresenter(trial.time) { _, _ in
      count.withLock { $0 += 1 }
      return TrialPresenter.taken
    }
    try await trial.run(EngineTrial.rows(500), presenter)
    let sent = presenter.sent.count
    #expect(sent >= 10 && sent < 10 + trial.concurrency)
    #expect(trial.states[.delivered] == sent)
    #expect(trial.book.states == [.delivered: sent])
    #expect(trial.states[.left, default: 0] <= trial.concurrency * 8)
  }

  @Test func whatWaitsAtTheEndIsKeptAsFarAsItIsKnown() async throws {
    let trial = EngineTrial()
    // Both have been presented when it ends, whichever was the first.
    let seen = Mutex(Set<String>())
    trial.interruption = { seen.withLock { $0.count } == 2 ? 15 : nil }
    let presenter = TrialPresenter(trial.time) { token, _ in
      seen.withLock { _ = $0.insert(token.user) }
      return token.user == "u1" ? TrialPresenter.status(500) : .lost
    }
    trial.concurrency = 1
    trial.policy.backoffSeconds = 50
    try await trial.run(EngineTrial.rows(2), presenter)
    #expect(trial.states == [.left: 2])
    // Of one it is known that it was not taken; of the other nothing is.
    #expect(trial.book.states == [.failed: 1, .presenting: 1])
  }

  @Test func whatMayHaveBeenTakenStaysUnknownWhateverComesAfter() async throws {
    let trial = EngineTrial()
    let count = Mutex(0)
    trial.interruption = { count.withLock { $0 } == 2 ? 15 : nil }
    let presenter = TrialPresenter(trial.time) { _, _ in
      let number = count.withLock { count in
        count += 1
        return count
      }
      return number == 1 ? .lost : TrialPresenter.status(429, retryAfter: "100")
    }
    try await trial.run(EngineTrial.rows(1), presenter)
    #expect(trial.states == [.left: 1])
    #expect(trial.book.states == [.presenting: 1])
  }
}
