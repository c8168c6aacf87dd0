/// Exact arithmetic on JSON number literals of any size, as text: no number is ever rounded.
package struct Decimal: Sendable {
  /// Beyond this exponent numbers are compared by it alone.
  private static let exponentMax = 1_000_000

  private let isNegative: Bool
  /// Significant digits, without zeros at either end; empty for zero.
  private let digits: [UInt8]
  /// The value is 0.DIGITS × 10^exponent.
  private let exponent: Int

  /// Reads a JSON number literal.
  package init(_ literal: Span<UInt8>) {
    var index = 0
    isNegative = literal[0] == UInt8(ascii: "-")
    if isNegative { index = 1 }
    var digits: [UInt8] = []
    var pointAt: Int?
    while index < literal.count, literal[index] | 0x20 != UInt8(ascii: "e") {
      if literal[index] == UInt8(ascii: ".") {
        pointAt = digits.count
      } else {
        digits.append(literal[index])
      }
      index += 1
    }
    var exponent = pointAt ?? digits.count
    if index < literal.count {
      exponent += Self.exponent(literal.extracting((index + 1)..<literal.count))
    }
    let leading = digits.prefix { $0 == 0x30 }.count
    digits.removeFirst(leading)
    exponent -= leading
    while digits.last == 0x30 { digits.removeLast() }
    self.digits = digits
    self.exponent = digits.isEmpty ? 0 : exponent
  }

  private static func exponent(_ text: Span<UInt8>) -> Int {
    var value = 0
    for index in text.indices where (0x30...0x39).contains(text[index]) {
      value = min(value * 10 + Int(text[index] - 0x30), exponentMax)
    }
    return text[0] == UInt8(ascii: "-") ? -value : value
  }

  /// Equal for equal numbers.
  package var hash: UInt64 {
    var hash = UInt64(truncatingIfNeeded: exponent) &+ (sign < 0 ? 1 : 0)
    for digit in digits { hash = (hash ^ UInt64(digit)) &* 0x100_0000_01B3 }
    return hash
  }

  /// Less than, equal to or greater than zero, as `self` is to `other`.
  package func compared(to other: Decimal) -> Int {
    let sign = self.sign
    if sign != other.sign { return sign < other.sign ? -1 : 1 }
    let order = magnitudeCompared(to: other)
    return isNegative ? -order : order
  }

  private var sign: Int { digits.isEmpty ? 0 : (isNegative ? -1 : 1) }

  private func magnitudeCompared(to other: Decimal) -> Int {
    if exponent != other.exponent { return exponent < other.exponent ? -1 : 1 }
    for index in 0..<max(digits.count, other.digits.count) {
      let left = index < digits.count ? digits[index] : 0x30
      let right = index < other.digits.count ? other.digits[index] : 0x30
      if left != right { return left < right ? -1 : 1 }
    }
    return 0
  }

  /// Whether the value is a whole multiple of `divisor`, by long division digit for digit.
  ///
  /// Where the two differ by more digits than `divisionDigitsMax`, the answer is false.
  package func isMultiple(of divisor: Decimal) -> Bool {
    if digits.isEmpty { return true }
    if divisor.digits.isEmpty { return false }
    // Scale both to whole numbers with the same power of ten.
    let ownScale = exponent - digits.count
    let otherScale = divisor.exponent - divisor.digits.count
    let low = min(ownScale, otherScale)
    guard ownScale - low <= Self.divisionDigitsMax, otherScale - low <= Self.divisionDigitsMax
    else { return false }
    let dividend = digits + Array(repeating: 0x30, count: ownScale - low)
    let whole = divisor.digits + Array(repeating: 0x30, count: otherScale - low)
    return Self.remainderIsZero(dividend.map { $0 - 0x30 }, whole.map { $0 - 0x30 })
  }

  private static let divisionDigitsMax = 400

  private static func remainderIsZero(_ dividend: [UInt8], _ divisor: [UInt8]) -> Bool {
    var rest: [UInt8] = []
    for digit in dividend {
      if !(rest.isEmpty && digit == 0) { rest.append(digit) }
      while !isLess(rest, divisor) { rest = difference(rest, divisor) }
    }
    return rest.isEmpty
  }

  private static func isLess(_ left: [UInt8], _ right: [UInt8]) -> Bool {
    left.count != right.count
      ? left.count < right.count : left.lexicographicallyPrecedes(right)
  }

  private static func difference(_ left: [UInt8], _ right: [UInt8]) -> [UInt8] {
    var result = left
    var borrow: Int8 = 0
    for offset in 1...left.count {
      let place = left.count - offset
      let other = offset <= right.count ? Int8(right[right.count - offset]) : 0
      var value = Int8(left[place]) - other - borrow
      borrow = value < 0 ? 1 : 0
      if value < 0 { value += 10 }
      result[place] = UInt8(value)
    }
    return Array(result.drop { $0 == 0 })
  }
}
