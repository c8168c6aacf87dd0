extension PatternParser {
  /// Reads what follows a backslash outside a class.
  mutating func readAtomEscape(from start: Int) throws(PatternError) -> ScalarSet {
    switch peek() {
    case "b", "B":
      throw failure("word boundaries are not supported", at: start)
    case .some("1"..."9"), "k":
      throw failure("back-references are not supported", at: start)
    default:
      return try readEscape(from: start, isInClass: false)
    }
  }

  /// Reads an escape that means the same inside and outside a class.
  mutating func readEscape(
    from start: Int, isInClass: Bool
  ) throws(PatternError) -> ScalarSet {
    guard let next = peek() else { throw failure("a lone \"\\\" ends the pattern", at: start) }
    index += 1
    switch next {
    case "d": return .digits
    case "D": return ScalarSet.digits.inverted
    case "w": return .wordCharacters
    case "W": return ScalarSet.wordCharacters.inverted
    case "s": return .whiteSpace
    case "S": return ScalarSet.whiteSpace.inverted
    case "p", "P": throw failure("unicode properties are not supported", at: start)
    default: return ScalarSet(scalar: try readCharacterEscape(next, from: start, isInClass))
    }
  }

  private mutating func readCharacterEscape(
    _ next: Unicode.Scalar, from start: Int, _ isInClass: Bool
  ) throws(PatternError) -> UInt32 {
    switch next {
    case "t": return 0x09
    case "n": return 0x0A
    case "v": return 0x0B
    case "f": return 0x0C
    case "r": return 0x0D
    case "b" where isInClass: return 0x08
    case "-" where isInClass: return next.value
    case "0":
      if let digit = peek(), ("0"..."9").contains(digit) {
        throw failure("octal escapes are not supported; write \\xHH", at: start)
      }
      return 0
    case "c": return try readControlLetter(from: start)
    case "x":
      guard let value = readHex(digits: 2) else {
        throw failure("\\x needs two hexadecimal digits", at: start)
      }
      return value
    case "u": return try readUnicodeEscape(from: start)
    case "^", "$", "\\", ".", "*", "+", "?", "(", ")", "[", "]", "{", "}", "|", "/":
      return next.value
    default:
      throw failure(
        "\"\\\(next)\" is not an escape; write the character without \"\\\"", at: start)
    }
  }

  private mutating func readControlLetter(from start: Int) throws(PatternError) -> UInt32 {
    guard let letter = peek()?.value, (0x41...0x5A).contains(letter & ~0x20) else {
      throw failure("\\c needs a letter from A to Z", at: start)
    }
    index += 1
    return letter & 0x1F
  }

  private mutating func readUnicodeEscape(from start: Int) throws(PatternError) -> UInt32 {
    if skip("{") {
      var value: UInt32 = 0
      let first = index
      while let digit = peek().flatMap(Self.hexValue) {
        value = value << 4 | digit
        guard value <= ScalarSet.lastScalar else {
          throw failure("\\u{...} is at most 10FFFF", at: start)
        }
        index += 1
      }
      guard index > first, skip("}") else {
        throw failure("\\u{...} needs hexadecimal digits and \"}\"", at: start)
      }
      return value
    }
    guard let value = readHex(digits: 4) else {
      throw failure("\\u needs four hexadecimal digits, or \\u{...}", at: start)
    }
    // Two escaped surrogates make one code point.
    guard (0xD800...0xDBFF).contains(value), peek() == "\\", peek(1) == "u" else { return value }
    let afterHigh = index
    index += 2
    guard let low = readHex(digits: 4), (0xDC00...0xDFFF).contains(low) else {
      index = afterHigh
      return value
    }
    return 0x1_0000 + (value - 0xD800) << 10 + (low - 0xDC00)
  }

  private mutating func readHex(digits: Int) -> UInt32? {
    var value: UInt32 = 0
    for ahead in 0..<digits {
      guard let digit = peek(ahead).flatMap(Self.hexValue) else { return nil }
      value = value << 4 | digit
    }
    index += digits
    return value
  }

  private static func hexValue(_ scalar: Unicode.Scalar) -> UInt32? {
    switch scalar {
    case "0"..."9": scalar.value - 0x30
    case "A"..."F": scalar.value - 0x41 + 10
    case "a"..."f": scalar.value - 0x61 + 10
    default: nil
    }
  }
}
