extension Judge {
  // MARK: Pieces of text

  /// The range without ASCII white space at its ends.
  static func trimmed(_ bytes: [UInt8], _ range: Range<Int>) -> Range<Int> {
    var range = range
    while !range.isEmpty && isBlank(bytes[range.lowerBound]) {
      range = (range.lowerBound + 1)..<range.upperBound
    }
    while !range.isEmpty && isBlank(bytes[range.upperBound - 1]) {
      range = range.lowerBound..<(range.upperBound - 1)
    }
    return range
  }

  private static func isBlank(_ byte: UInt8) -> Bool {
    byte == 0x20 || (0x09...0x0D).contains(byte)
  }

  static func find(_ wanted: [UInt8], in bytes: [UInt8], from start: Int) -> Int? {
    guard bytes.count >= wanted.count else { return nil }
    var index = start
    while index <= bytes.count - wanted.count {
      if bytes[index] == wanted[0] && bytes[index..<(index + wanted.count)].elementsEqual(wanted) {
        return index
      }
      index += 1
    }
    return nil
  }

  /// Folds case: ASCII by byte, the rest by Unicode's default mapping, which knows no locale.
  static func fold(_ bytes: [UInt8], isUpper: Bool, into output: inout [UInt8]) {
    if bytes.contains(where: { $0 >= 0x80 }) {
      let text = String(decoding: bytes, as: Unicode.UTF8.self)
      output += Array((isUpper ? text.uppercased() : text.lowercased()).utf8)
      return
    }
    let letters: ClosedRange<UInt8> = isUpper ? 0x61...0x7A : 0x41...0x5A
    for byte in bytes { output.append(letters.contains(byte) ? byte ^ 0x20 : byte) }
  }

  /// Whether the text is a JSON number.
  static func isNumber(_ text: some Collection<UInt8>) -> Bool {
    var rest = text[...]
    func digits() -> Int {
      let run = rest.prefix { (0x30...0x39).contains($0) }
      return run.count
    }
    if rest.first == UInt8(ascii: "-") { rest = rest.dropFirst() }
    let isZero = rest.first == 0x30
    let whole = digits()
    guard whole == 1 || (whole > 1 && !isZero) else { return false }
    rest = rest.dropFirst(whole)
    if rest.first == UInt8(ascii: ".") {
      rest = rest.dropFirst()
      let fraction = digits()
      guard fraction > 0 else { return false }
      rest = rest.dropFirst(fraction)
    }
    if let letter = rest.first, letter | 0x20 == UInt8(ascii: "e") {
      rest = rest.dropFirst()
      if let sign = rest.first, sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-") {
        rest = rest.dropFirst()
      }
      let exponent = digits()
      guard exponent > 0 else { return false }
      rest = rest.dropFirst(exponent)
    }
    return rest.isEmpty
  }

  /// In lower case where it is an ASCII letter.
  static func asciiFolded(_ text: some Collection<UInt8>) -> [UInt8] {
    text.map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }
  }

  /// `true` or `false` in any case, as spreadsheets write them.
  static func boolean(_ text: some Collection<UInt8>) -> String? {
    let folded = asciiFolded(text)
    if folded.elementsEqual("true".utf8) { return "true" }
    if folded.elementsEqual("false".utf8) { return "false" }
    return nil
  }
}
