import Synchronization

/// So many presentations a second, evenly spread: a token bucket that holds one.
package struct SendingRate: Sendable, Hashable {
  package static let perSecondMax = 10_000.0

  package let perSecond: Double

  /// Reads `10/s`, `90/m`, `600/h`; nil where the text is none of them, or out of bounds.
  package init?(_ text: String) {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count == 2, (1...6).contains(parts[0].utf8.count),
      parts[0].utf8.allSatisfy({ (0x30...0x39).contains($0) }), let count = Int(parts[0]), count > 0
    else { return nil }
    switch parts[1] {
    case "s": perSecond = Double(count)
    case "m": perSecond = Double(count) / 60
    case "h": perSecond = Double(count) / 3_600
    default: return nil
    }
    if perSecond > Self.perSecondMax { return nil }
  }
}

/// Who may send when: keeps the rate, and lets everybody wait where the platform asks for it.
package final class SendingPace: Sendable {
  /// A time at which one token may be sent.
  package struct Turn: Sendable {
    /// How long it is until then.
    package let seconds: Double
    fileprivate let pauses: Int
  }

  private struct State {
    /// When the next turn is, by the rate.
    var next = 0.0
    /// Nobody sends before this.
    var pausedUntil = 0.0
    /// How many pauses there were.
    var pauses = 0
  }

  private let interval: Double
  private let state = Mutex(State())

  package init(_ rate: SendingRate?) { interval = rate.map { 1 / $0.perSecond } ?? 0 }

  /// Takes the next turn.
  package func takeTurn(at uptime: Double) -> Turn {
    state.withLock { state in
      let time = max(state.next, state.pausedUntil, uptime)
      state.next = time + interval
      return Turn(seconds: time - uptime, pauses: state.pauses)
    }
  }

  /// Whether there was no pause since the turn was taken.
  package func holds(_ turn: Turn) -> Bool { state.withLock { $0.pauses == turn.pauses } }

  /// Lets everybody wait for so long from now; a longer pause that was asked for stays. All turns that were
  /// taken are void: those who wait take new ones, so that they do not all go when the pause ends.
  package func pauseAll(forSeconds seconds: Double, at uptime: Double) {
    state.withLock { state in
      let end = uptime + seconds
      guard end > state.pausedUntil else { return }
      state.pausedUntil = end
      state.pauses += 1
      // Whoever has had a turn had it by now.
      state.next = max(end, uptime + interval)
    }
  }
}

/// So many at a time; the others wait in their order.
actor SendingSlots {
  private var free: Int
  private var waiting: [CheckedContinuation<Void, Never>] = []
  private var first = 0

  init(_ count: Int) { free = count }

  func take() async {
    if free > 0 {
      free -= 1
      return
    }
    await withCheckedContinuation { waiting.append($0) }
  }

  func giveBack() {
    guard first < waiting.count else {
      free += 1
      return
    }
    waiting[first].resume()
    first += 1
    // Those who are gone are let go of, though there is always somebody who waits.
    if first * 2 >= waiting.count {
      waiting.removeFirst(first)
      first = 0
    }
  }
}
