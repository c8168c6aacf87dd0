import Bytes
import Tokens

/// How a mock misbehaves on request: shares of the presentations, decided by the number of each and a
/// seed, so that the same run meets the same trouble.
///
/// `429`, `500` and `reset` come before the token is looked at; it was not taken in. `reset-late`
/// comes after: it was taken in, and nobody hears of it. `slow` answers late; the token is taken in
/// first. `clock` sets the platform's clock ahead or back for all.
package struct Misbehaviour: Sendable, Hashable {
  /// Shares are counted in thousandths of a per cent.
  static let whole = 100_000

  /// What can go wrong with one presentation; of these one at most.
  package enum Fault: String, Sendable, CaseIterable, Hashable {
    case tooMany = "429"
    case serverError = "500"
    case reset
    case resetLate = "reset-late"
  }

  /// What is in store for one presentation.
  package struct Fate: Sendable, Hashable {
    package var fault: Fault?
    package var isSlow = false
  }

  /// The shares of faults in ``Fault/allCases``'s order.
  package var shares = [Int](repeating: 0, count: Fault.allCases.count)
  package var slowShare = 0
  package var slowMilliseconds = 0
  package var clockSeconds = 0
  package var seed: UInt64 = 0

  package init() {}

  package func fate(ofPresentation number: Int) -> Fate {
    var mixer = SplitMix64(seed: seed, number: number)
    var draw = Int(mixer.next() % UInt64(Self.whole))
    var fate = Fate(isSlow: Int(mixer.next() % UInt64(Self.whole)) < slowShare)
    for (fault, share) in zip(Fault.allCases, shares) {
      if draw < share {
        fate.fault = fault
        break
      }
      draw -= share
    }
    return fate
  }
}

/// What is wrong with the words of a misbehaviour.
package enum MisbehaviourError: Error, Sendable, Hashable {
  case unknown(word: String)
  case twice(word: String)
  case badShare(word: String)
  case badTime(word: String)
  case tooMuch

  package var message: String {
    switch self {
    case .unknown(let word): "There is no misbehaviour \"\(word)\"."
    case .twice(let word): "\"\(word)\" is given twice."
    case .badShare(let word): "\"\(word)\" takes a share such as 5% or 0.25%."
    case .badTime(let word): "\"\(word)\" takes a time such as 300ms, 3s or 2m."
    case .tooMuch: "The shares of 429, 500, reset and reset-late are more than 100% together."
    }
  }
}

extension Misbehaviour {
  /// Milliseconds that an answer may be late.
  static let slowMillisecondsMax = 600_000
  /// Seconds that the clock may be wrong.
  static let clockSecondsMax = 366 * 86_400

  /// Reads `429=5%,500=5%,slow=2%:3s,reset=1%,reset-late=1%,clock=+300s`.
  package init(_ text: String, seed: UInt64) throws(MisbehaviourError) {
    self.init()
    self.seed = seed
    var seen: [String] = []
    for part in text.split(separator: ",") {
      let pieces = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      let word = String(pieces[0])
      let value = pieces.count == 2 ? String(pieces[1]) : ""
      guard !seen.contains(word) else { throw .twice(word: word) }
      seen.append(word)
      try take(word, value)
    }
    guard shares.reduce(0, +) <= Self.whole else { throw .tooMuch }
  }

  private mutating func take(_ word: String, _ value: String) throws(MisbehaviourError) {
    switch word {
    case "slow":
      let pieces = value.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
      guard let share = Self.share(String(pieces[0])) else { throw .badShare(word: word) }
      guard pieces.count == 2, let time = Self.milliseconds(String(pieces[1])),
        time <= Self.slowMillisecondsMax
      else { throw .badTime(word: word) }
      (slowShare, slowMilliseconds) = (share, time)
    case "clock":
      let isBack = value.utf8.first == UInt8(ascii: "-")
      let isSigned = isBack || value.utf8.first == UInt8(ascii: "+")
      guard let time = Self.milliseconds(String(value.dropFirst(isSigned ? 1 : 0))),
        time.isMultiple(of: 1_000), time / 1_000 <= Self.clockSecondsMax
      else { throw .badTime(word: word) }
      clockSeconds = time / 1_000 * (isBack ? -1 : 1)
    default:
      guard let index = Fault.allCases.firstIndex(where: { $0.rawValue == word }) else {
        throw .unknown(word: word)
      }
      guard let share = Self.share(value) else { throw .badShare(word: word) }
      shares[index] = share
    }
  }

  /// `5%`, `0.25%`: up to three digits behind the point.
  private static func share(_ text: String) -> Int? {
    guard text.utf8.last == UInt8(ascii: "%") else { return nil }
    let pieces = text.dropLast().split(
      separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
    let fraction = pieces.count == 2 ? pieces[1] : "0"
    guard let units = digits(pieces[0], most: 3), let rest = digits(fraction, most: 3) else {
      return nil
    }
    let scale = [100, 10, 1][fraction.utf8.count - 1]
    let share = units * 1_000 + rest * scale
    return share <= whole ? share : nil
  }

  /// `300ms`, `3s`, `2m`.
  private static func milliseconds(_ text: String) -> Int? {
    for (unit, factor) in [("ms", 1), ("s", 1_000), ("m", 60_000)] where text.hasSuffix(unit) {
      return digits(text.dropLast(unit.utf8.count), most: 9).map { $0 * factor }
    }
    return nil
  }

  private static func digits(_ text: Substring, most: Int) -> Int? {
    guard (1...most).contains(text.utf8.count),
      text.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) })
    else { return nil }
    return Int(text)
  }
}
