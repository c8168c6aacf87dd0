/// A set of code points, kept as sorted ranges that neither touch nor overlap.
struct ScalarSet: Sendable, Equatable {
  static let lastScalar: UInt32 = 0x10_FFFF

  private(set) var ranges: [ClosedRange<UInt32>]

  /// The union of some ranges, given in any order.
  init(_ unordered: [ClosedRange<UInt32>] = []) {
    var merged: [ClosedRange<UInt32>] = []
    for range in unordered.sorted(by: { $0.lowerBound < $1.lowerBound }) {
      guard let last = merged.last, range.lowerBound <= last.upperBound + 1 else {
        merged.append(range)
        continue
      }
      let upper = max(last.upperBound, range.upperBound)
      merged[merged.count - 1] = last.lowerBound...upper
    }
    ranges = merged
  }

  init(scalar: UInt32) {
    ranges = [scalar...scalar]
  }

  /// Every code point outside this set.
  var inverted: ScalarSet {
    var gaps: [ClosedRange<UInt32>] = []
    var start: UInt32 = 0
    for range in ranges {
      if range.lowerBound > start { gaps.append(start...(range.lowerBound - 1)) }
      start = range.upperBound + 1
    }
    if start <= Self.lastScalar { gaps.append(start...Self.lastScalar) }
    return ScalarSet(gaps)
  }
}

extension ScalarSet {
  /// `\d`
  static let digits = ScalarSet([0x30...0x39])
  /// `\w`
  static let wordCharacters = ScalarSet([0x30...0x39, 0x41...0x5A, 0x5F...0x5F, 0x61...0x7A])
  /// `\s`: ECMA-262 WhiteSpace and LineTerminator.
  static let whiteSpace = ScalarSet([
    0x09...0x0D, 0x20...0x20, 0xA0...0xA0, 0x1680...0x1680, 0x2000...0x200A, 0x2028...0x2029,
    0x202F...0x202F, 0x205F...0x205F, 0x3000...0x3000, 0xFEFF...0xFEFF,
  ])
  /// `.`: everything but ECMA-262 LineTerminator.
  static let anyButLineEnds = ScalarSet([0x0A...0x0A, 0x0D...0x0D, 0x2028...0x2029]).inverted
}
