import Profiles

/// Which rules and effects a row can meet, by what it has: so that a row costs what it has, and not
/// what the profile says about everything else.
///
/// A rule is left out only where it is certain to be silent: without any of the claims and inputs
/// that it waits for, its `when` does not hold or its assertion does.
package final class RuleIndex: Sendable {
  /// Words of 64 bits that hold one bit for each rule, then one for each effect.
  package let wordCount: Int
  /// Those that any row can meet.
  package let always: [UInt64]
  /// Those that wait for a claim or an input, `wordCount` words for each: claims first.
  let waiting: [UInt64]
  private let claimCount: Int

  init(_ profile: Profile, _ analysis: NeedAnalysis) {
    let needs =
      profile.rules.map(analysis.need) + profile.effects.map { analysis.need(of: $0.when, true) }
    wordCount = (needs.count + 63) / 64
    claimCount = profile.claims.properties.count
    var always = [UInt64](repeating: 0, count: wordCount)
    let keyCount = claimCount + profile.inputs.properties.count
    var waiting = [UInt64](repeating: 0, count: wordCount * keyCount)
    for (position, need) in needs.enumerated() {
      let bit: UInt64 = 1 << UInt64(position % 64)
      switch need {
      case .nothing: always[position / 64] |= bit
      case .oneOf(let keys):
        for key in keys { waiting[key * wordCount + position / 64] |= bit }
      }
    }
    self.always = always
    self.waiting = waiting
  }

  /// Whether a rule or an effect waits for the key: that of a claim, or of an input behind them.
  func isWaitedFor(_ key: Int) -> Bool {
    waiting[(key * wordCount)..<((key + 1) * wordCount)].contains { $0 != 0 }
  }

  /// Adds what waits for the claim with this index.
  func addClaim(_ index: Int, to candidates: inout [UInt64]) { add(index, to: &candidates) }

  /// Adds what waits for the input with this index.
  func addInput(_ index: Int, to candidates: inout [UInt64]) {
    add(claimCount + index, to: &candidates)
  }

  private func add(_ key: Int, to candidates: inout [UInt64]) {
    for word in 0..<wordCount { candidates[word] |= waiting[key * wordCount + word] }
  }

  /// The first candidate in `range`, if there is one.
  static func next(_ candidates: [UInt64], in range: Range<Int>) -> Int? {
    var position = range.lowerBound
    while position < range.upperBound {
      let rest = candidates[position / 64] >> UInt64(position % 64)
      if rest != 0 {
        let found = position + rest.trailingZeroBitCount
        return found < range.upperBound ? found : nil
      }
      position = (position / 64 + 1) * 64
    }
    return nil
  }
}
