import Bytes

/// Equality of JSON values (JSON Schema core, section 4.2.2): 1 equals 1.0, the order of members
/// does not matter, texts are compared code point by code point.
enum JSONEquality {
  static func areEqual(
    _ left: Span<UInt8>, _ leftRange: Range<Int>, _ right: Span<UInt8>, _ rightRange: Range<Int>
  ) -> Bool {
    let kind = JSONReader.kind(left, at: leftRange.lowerBound)
    guard kind == JSONReader.kind(right, at: rightRange.lowerBound) else { return false }
    if JSONCursor.areEqual(left.extracting(leftRange), right.extracting(rightRange)) {
      return true
    }
    switch kind {
    case .null, .boolean, .string: return false  // One canonical form each.
    case .number:
      return Decimal(left.extracting(leftRange)).compared(to: Decimal(right.extracting(rightRange)))
        == 0
    case .array: return areEqualArrays(left, leftRange, right, rightRange)
    case .object:
      return areEqualObjects(left, leftRange, right, rightRange)
    }
  }

  private static func areEqualArrays(
    _ left: Span<UInt8>, _ leftRange: Range<Int>, _ right: Span<UInt8>, _ rightRange: Range<Int>
  ) -> Bool {
    var index = leftRange.lowerBound + 1
    var other = rightRange.lowerBound + 1
    let close = UInt8(ascii: "]")
    while left[index] != close && right[other] != close {
      let end = JSONReader.end(left, from: index)
      let otherEnd = JSONReader.end(right, from: other)
      guard areEqual(left, index..<end, right, other..<otherEnd) else { return false }
      index = JSONCursor.next(left, after: end)
      other = JSONCursor.next(right, after: otherEnd)
    }
    return left[index] == close && right[other] == close
  }

  /// Each member of the left is in the right, and there are as many.
  private static func areEqualObjects(
    _ left: Span<UInt8>, _ leftRange: Range<Int>, _ right: Span<UInt8>, _ rightRange: Range<Int>
  ) -> Bool {
    guard memberCount(left, leftRange) == memberCount(right, rightRange) else { return false }
    var index = leftRange.lowerBound + 1
    while left[index] != UInt8(ascii: "}") {
      let nameEnd = JSONReader.end(left, from: index)
      let end = JSONReader.end(left, from: nameEnd + 1)
      var name: [UInt8] = []
      JSONReader.unescape(left, literal: index..<nameEnd, into: &name)
      guard let value = JSONCursor.member(name.span, of: right, in: rightRange),
        areEqual(left, (nameEnd + 1)..<end, right, value)
      else { return false }
      index = JSONCursor.next(left, after: end)
    }
    return true
  }

  private static func memberCount(_ json: Span<UInt8>, _ range: Range<Int>) -> Int {
    var count = 0
    var index = range.lowerBound + 1
    while json[index] != UInt8(ascii: "}") {
      let nameEnd = JSONReader.end(json, from: index)
      index = JSONCursor.next(json, after: JSONReader.end(json, from: nameEnd + 1))
      count += 1
    }
    return count
  }

  /// Equal for equal values, and unlike for most others: all of the value counts, and the order of
  /// members does not.
  static func hash(_ json: Span<UInt8>, _ range: Range<Int>) -> Int {
    Int(truncatingIfNeeded: digest(json, range))
  }

  private static let prime: UInt64 = 0x100_0000_01B3

  private static func digest(_ json: Span<UInt8>, _ range: Range<Int>) -> UInt64 {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    switch JSONReader.kind(json, at: range.lowerBound) {
    case .string, .boolean, .null:
      for index in range { hash = (hash ^ UInt64(json[index])) &* prime }
    case .number: hash = Decimal(json.extracting(range)).hash
    case .array:
      var index = range.lowerBound + 1
      while json[index] != UInt8(ascii: "]") {
        let end = JSONReader.end(json, from: index)
        hash = (hash ^ digest(json, index..<end)) &* prime
        index = JSONCursor.next(json, after: end)
      }
    case .object:
      var sum: UInt64 = 0
      var index = range.lowerBound + 1
      while json[index] != UInt8(ascii: "}") {
        let nameEnd = JSONReader.end(json, from: index)
        let end = JSONReader.end(json, from: nameEnd + 1)
        let name = digest(json, index..<nameEnd) &* prime
        sum &+= (name ^ digest(json, (nameEnd + 1)..<end)) &* prime
        index = JSONCursor.next(json, after: end)
      }
      hash = (hash ^ sum) &* prime &+ 2
    }
    return hash
  }
}
