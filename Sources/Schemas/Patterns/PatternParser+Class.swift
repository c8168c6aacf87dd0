extension PatternParser {
  /// Reads a class; its `[` has been stepped over.
  mutating func readClass(from start: Int) throws(PatternError) -> PatternNode {
    let isInverted = skip("^")
    var ranges: [ClosedRange<UInt32>] = []
    while !skip("]") {
      guard peek() != nil else { throw failure("this class is never closed", at: start) }
      ranges += try readClassMember(of: start)
    }
    let set = ScalarSet(ranges)
    return .scalar(ByteTree(isInverted ? set.inverted : set))
  }

  /// Reads one character, one set such as `\d`, or one range.
  private mutating func readClassMember(
    of start: Int
  ) throws(PatternError) -> [ClosedRange<UInt32>] {
    let memberStart = index
    let (first, firstScalar) = try readClassAtom()
    guard peek() == "-", let afterDash = peek(1), afterDash != "]" else { return first.ranges }
    index += 1
    let (_, lastScalar) = try readClassAtom()
    guard let firstScalar, let lastScalar else {
      throw failure("a range needs a single character on either side", at: memberStart)
    }
    guard firstScalar <= lastScalar else {
      throw failure("this range is out of order", at: memberStart)
    }
    return [firstScalar...lastScalar]
  }

  /// One member, and its code point unless it stands for several.
  private mutating func readClassAtom() throws(PatternError) -> (ScalarSet, UInt32?) {
    let start = index
    guard let next = peek() else { throw failure("this class is never closed", at: start) }
    index += 1
    guard next == "\\" else { return (ScalarSet(scalar: next.value), next.value) }
    let isSet = "dDwWsS".unicodeScalars.contains(peek() ?? " ")
    let set = try readEscape(from: start, isInClass: true)
    return (set, isSet ? nil : set.ranges[0].lowerBound)
  }
}
