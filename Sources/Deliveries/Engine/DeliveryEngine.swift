import Bytes
import Findings
import Ledgers
package import Minting
import Synchronization
import Tokens

/// What one delivery is made with.
package struct DeliverySettings: Sendable {
  package var policy: DeliveryPolicy
  package var rule: AnswerRule
  package var confirmed: ConfirmedHost
  /// How many tokens are presented at once.
  package var concurrency: Int
  package var rate: SendingRate?

  package init(
    policy: DeliveryPolicy, rule: AnswerRule, confirmed: ConfirmedHost, concurrency: Int,
    rate: SendingRate?
  ) {
    self.policy = policy
    self.rule = rule
    self.confirmed = confirmed
    self.concurrency = concurrency
    self.rate = rate
  }
}

/// Judges and signs the rows of one input.
package struct RowMinters: Sendable {
  /// Signs.
  package var minter: Minter
  /// A trial, which knows what the ledger knows rows by.
  package var scout: Minter

  package init(minter: Minter, scout: Minter) {
    self.minter = minter
    self.scout = scout
  }
}

/// Presents rows: each is minted when it is its turn, and anew each time that it is presented again.
///
/// That a row is going to be presented is stored before its first byte is sent, and what became of it
/// after; a few dozen rows are held at a time.
package final class DeliveryEngine: Sendable {
  /// Rows that are held at once, for each that is presented: most of them wait to be presented again.
  static let rowsHeldPerSlot = 8
  /// How often a token is minted that is too old when it is to be sent.
  static let mintsMax = 3
  /// How often a wait looks whether all is to end.
  static let lookSeconds = 0.2

  let settings: DeliverySettings
  let minters: [RowMinters?]
  let presenter: any Presenter
  let world: DeliveryWorld
  let recorder: DeliveryRecorder
  let pace: SendingPace
  let slots: SendingSlots
  private let breaker: Mutex<DeliveryBreaker>
  private let stop = Mutex<StopReason?>(nil)
  private let isBroken = Mutex(false)

  /// - Parameter minters: one for each input; nil where no row comes from it.
  package init(
    _ settings: DeliverySettings, _ minters: [RowMinters?], _ presenter: any Presenter,
    _ book: any DeliveryBook, _ world: DeliveryWorld
  ) {
    self.settings = settings
    self.minters = minters
    self.presenter = presenter
    self.world = world
    recorder = DeliveryRecorder(book, now: world.now)
    pace = SendingPace(settings.rate)
    slots = SendingSlots(settings.concurrency)
    breaker = Mutex(DeliveryBreaker(settings.policy))
  }

  /// Why all was stopped, if it was.
  package var stopReason: StopReason? { stop.withLock { $0 } }

  /// Whether no row is to be presented any more.
  var isStopping: Bool {
    stop.withLock { $0 != nil } || isBroken.withLock { $0 } || world.interruption() != nil
  }

  /// Presents all rows of the desk, and returns when what was begun is at its end.
  ///
  /// - Returns: why it ended before its time, if it did so for another reason than ``stopReason`` or a
  ///   signal.
  package func run(_ handed: HandedDesk) async -> DeliveryFailure? {
    let desk = handed.desk
    let most = max(1, settings.concurrency) * Self.rowsHeldPerSlot
    return await withTaskGroup(of: RowEnd.self) { group in
      var failure: DeliveryFailure?
      var held = 0
      func finishOne() async {
        guard let end = await group.next() else { return }
        held -= 1
        do throws(DeliveryFailure) {
          switch end {
          case .outcome(let outcome): try desk.take(outcome)
          case .failure(let error): throw error
          }
        } catch {
          failure = failure ?? error
          isBroken.withLock { $0 = true }
        }
      }
      while failure == nil, !isStopping {
        if held >= most {
          await finishOne()
          continue
        }
        do throws(DeliveryFailure) {
          guard let row = try desk.next() else { break }
          held += 1
          group.addTask { [self] in await deliver(row) }
        } catch {
          failure = error
          isBroken.withLock { $0 = true }
        }
      }
      while held > 0 { await finishOne() }
      return failure
    }
  }

  enum RowEnd: Sendable {
    case outcome(RowOutcome)
    case failure(DeliveryFailure)
  }

  // MARK: What rows share

  /// Notes what came of a presentation, and stops all if that is enough.
  func note(_ outcome: PresentationOutcome) {
    let uptime = world.uptime()
    guard let reason = breaker.withLock({ $0.note(outcome, at: uptime) }) else { return }
    stop.withLock { $0 = $0 ?? reason }
  }

  /// Waits, or as long as there is a reason to; false where all is to end before that.
  func wait(seconds: Double, while isNeeded: () -> Bool = { true }) async -> Bool {
    let end = world.uptime() + seconds
    while true {
      if isStopping { return false }
      if !isNeeded() { return true }
      let left = end - world.uptime()
      if left <= 0 { return true }
      await world.sleep(min(left, Self.lookSeconds))
    }
  }

  /// Waits until it is this row's turn; false where all is to end before that.
  func waitForTurn() async -> Bool {
    while true {
      let turn = pace.takeTurn(at: world.uptime())
      guard await wait(seconds: turn.seconds, while: { pace.holds(turn) }) else { return false }
      // Else somebody was told meanwhile that we are too fast.
      if pace.holds(turn) { return true }
    }
  }
}
