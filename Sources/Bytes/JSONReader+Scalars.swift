private typealias Ascii = JSONWriter.Ascii

extension JSONReader {
  /// Reads the string literal that begins at `start` and appends it as `JSONWriter` would write
  /// it. Returns the offset behind its closing quote.
  static func readString(
    _ source: Span<UInt8>, from start: Int, into output: inout [UInt8]
  ) throws(JSONProblem) -> Int {
    output.append(Ascii.quote)
    let end = try readContents(source, from: start, escaping: true, into: &output)
    output.append(Ascii.quote)
    return end
  }

  /// Reads the string literal that begins at `start` and appends the text it stands for. Returns
  /// the offset behind its closing quote. On a problem `output` may hold a part of the text.
  package static func readText(
    _ source: Span<UInt8>, from start: Int, into output: inout [UInt8]
  ) throws(JSONProblem) -> Int {
    try readContents(source, from: start, escaping: false, into: &output)
  }

  private static func readContents(
    _ source: Span<UInt8>, from start: Int, escaping: Bool, into output: inout [UInt8]
  ) throws(JSONProblem) -> Int {
    var index = start + 1
    var runStart = index
    while true {
      index = skipPlain(source, from: index)
      guard index < source.count else { break }
      let byte = source[index]
      if byte >= 0x80 {
        let length = UTF8Bytes.sequenceLength(source, at: index)
        if length == 0 { throw JSONProblem(.invalidUTF8, at: index) }
        index += length
      } else if byte == Ascii.quote {
        JSONWriter.appendRaw(source.extracting(runStart..<index), to: &output)
        return index + 1
      } else if byte == Ascii.backslash {
        JSONWriter.appendRaw(source.extracting(runStart..<index), to: &output)
        index = try readEscape(source, at: index, escaping: escaping, into: &output)
        runStart = index
      } else if byte < 0x20 {
        throw JSONProblem(byte == 0 ? .nulCharacter : .controlCharacter, at: index)
      } else {
        index += 1
      }
    }
    throw JSONProblem(.unexpectedEnd, at: index)
  }

  /// The first offset from `start` on whose byte needs a look: beyond ASCII, a control character, a
  /// quote or a backslash. Past whole words only, so it may also stop at a byte that needs none.
  private static func skipPlain(_ source: Span<UInt8>, from start: Int) -> Int {
    let ones: UInt64 = 0x0101_0101_0101_0101
    var index = start
    while index + 8 <= source.count {
      // The load checks its bounds, and every bit pattern is an integer.
      let loaded = unsafe source.bytes.unsafeLoadUnaligned(fromByteOffset: index, as: UInt64.self)
      let word = UInt64(littleEndian: loaded)
      let quotes = word ^ (ones &* UInt64(Ascii.quote))
      let backslashes = word ^ (ones &* UInt64(Ascii.backslash))
      // A subtraction borrows into the high bit of a byte that is too small; borrows run upwards
      // only, so the lowest mark is a true one.
      let marks =
        ((word &- ones &* 0x20) | (quotes &- ones) | (backslashes &- ones) | word)
        & (ones &* 0x80)
      if marks != 0 { return index + marks.trailingZeroBitCount / 8 }
      index += 8
    }
    return index
  }

  private static func readEscape(
    _ source: Span<UInt8>, at start: Int, escaping: Bool, into output: inout [UInt8]
  ) throws(JSONProblem) -> Int {
    guard start + 1 < source.count else {
      throw JSONProblem(.unexpectedEnd, at: source.count)
    }
    let plain: UInt8
    switch source[start + 1] {
    case Ascii.quote: plain = Ascii.quote
    case Ascii.backslash: plain = Ascii.backslash
    case UInt8(ascii: "/"): plain = UInt8(ascii: "/")
    case UInt8(ascii: "b"): plain = 0x08
    case UInt8(ascii: "f"): plain = 0x0C
    case UInt8(ascii: "n"): plain = 0x0A
    case UInt8(ascii: "r"): plain = 0x0D
    case UInt8(ascii: "t"): plain = 0x09
    case UInt8(ascii: "u"):
      return try readUnicodeEscape(source, at: start, escaping: escaping, into: &output)
    default: throw JSONProblem(.badEscape, at: start)
    }
    appendASCII(plain, escaping: escaping, to: &output)
    return start + 2
  }

  private static func readUnicodeEscape(
    _ source: Span<UInt8>, at start: Int, escaping: Bool, into output: inout [UInt8]
  ) throws(JSONProblem) -> Int {
    let unit = try readHex(source, at: start)
    if unit == 0 { throw JSONProblem(.nulCharacter, at: start) }
    if unit < 0x80 {
      appendASCII(UInt8(unit), escaping: escaping, to: &output)
      return start + 6
    }
    if unit < 0xD800 || unit > 0xDFFF {
      UTF8Bytes.append(codePoint: unit, to: &output)
      return start + 6
    }
    let next = start + 6
    guard unit < 0xDC00, next + 1 < source.count, source[next] == Ascii.backslash,
      source[next + 1] == UInt8(ascii: "u")
    else { throw JSONProblem(.loneSurrogate, at: start) }
    let low = try readHex(source, at: next)
    guard low >= 0xDC00 && low <= 0xDFFF else { throw JSONProblem(.loneSurrogate, at: start) }
    UTF8Bytes.append(codePoint: 0x10000 + (unit - 0xD800) << 10 + (low - 0xDC00), to: &output)
    return next + 6
  }

  /// Reads the four digits of the `\u` escape at `start`.
  private static func readHex(
    _ source: Span<UInt8>, at start: Int
  ) throws(JSONProblem) -> UInt32 {
    var unit: UInt32 = 0
    for index in (start + 2)..<(start + 6) {
      guard index < source.count else { throw JSONProblem(.unexpectedEnd, at: source.count) }
      let byte = source[index]
      let digit: UInt8
      switch byte {
      case Ascii.zero...Ascii.nine: digit = byte - Ascii.zero
      case 0x41...0x46: digit = byte - 0x41 + 10
      case 0x61...0x66: digit = byte - 0x61 + 10
      default: throw JSONProblem(.badEscape, at: start)
      }
      unit = unit << 4 | UInt32(digit)
    }
    return unit
  }

  private static func appendASCII(_ byte: UInt8, escaping: Bool, to output: inout [UInt8]) {
    if escaping && (byte < 0x20 || byte == Ascii.quote || byte == Ascii.backslash) {
      JSONWriter.appendEscape(byte, to: &output)
    } else {
      output.append(byte)
    }
  }

  /// Reads a number by the grammar of RFC 8259 section 6 and appends its literal as it is.
  static func readNumber(
    _ source: Span<UInt8>, from start: Int, into output: inout [UInt8]
  ) throws(JSONProblem) -> Int {
    var index = start
    if source[index] == Ascii.minus { index += 1 }
    let whole = skipDigits(source, from: index)
    if whole - index > 1 && source[index] == Ascii.zero {
      throw JSONProblem(.badNumber, at: start)
    }
    try requireDigits(source, index, whole, start)
    index = whole
    if index < source.count && source[index] == UInt8(ascii: ".") {
      let end = skipDigits(source, from: index + 1)
      try requireDigits(source, index + 1, end, start)
      index = end
    }
    if index < source.count && source[index] | 0x20 == UInt8(ascii: "e") {
      index += 1
      if index < source.count, source[index] == UInt8(ascii: "+") || source[index] == Ascii.minus {
        index += 1
      }
      let end = skipDigits(source, from: index)
      try requireDigits(source, index, end, start)
      index = end
    }
    JSONWriter.appendRaw(source.extracting(start..<index), to: &output)
    return index
  }

  private static func requireDigits(
    _ source: Span<UInt8>, _ first: Int, _ end: Int, _ numberStart: Int
  ) throws(JSONProblem) {
    if end > first { return }
    throw first >= source.count
      ? JSONProblem(.unexpectedEnd, at: first) : JSONProblem(.badNumber, at: numberStart)
  }

  private static func skipDigits(_ source: Span<UInt8>, from start: Int) -> Int {
    var index = start
    while index < source.count && source[index] >= Ascii.zero && source[index] <= Ascii.nine {
      index += 1
    }
    return index
  }
}
