/// What the two alphabets of base64 share.
enum Base64Words {
  /// Encodes six bytes at a time: eight characters in one word, each lane mapped from its six bits
  /// to its letter by adding, so that nothing is looked up. A lane never overflows into the next.
  @inline(__always)
  static func append(
    _ bytes: Span<UInt8>, to text: inout OutputSpan<UInt8>, char62: UInt8, char63: UInt8
  ) {
    // After "9" the lanes would go on with 58 and 59, which are ":" and ";".
    let step62 = 58 &- char62
    let step63 = char63 &- 59 &+ step62
    var index = 0
    while bytes.count &- index >= 6 {
      let six = bytes.extracting(index..<index &+ 6)
      var word = letters(spread(six), UInt64(step62), UInt64(step63))
      for _ in 0..<8 {
        text.append(UInt8(truncatingIfNeeded: word))
        word &>>= 8
      }
      index &+= 6
    }
    while index < bytes.count {
      let take = min(bytes.count - index, 3)
      var group = UInt64(bytes[index]) << 16
      if take > 1 { group |= UInt64(bytes[index + 1]) << 8 }
      if take > 2 { group |= UInt64(bytes[index + 2]) }
      var word = letters(lanes(group), UInt64(step62), UInt64(step63))
      for _ in 0...take {
        text.append(UInt8(truncatingIfNeeded: word))
        word &>>= 8
      }
      index += take
    }
  }

  @inline(__always)
  private static func spread(_ six: Span<UInt8>) -> UInt64 {
    let first = UInt64(six[0]) &<< 16 | UInt64(six[1]) &<< 8 | UInt64(six[2])
    let second = UInt64(six[3]) &<< 16 | UInt64(six[4]) &<< 8 | UInt64(six[5])
    return lanes(first) | lanes(second) &<< 32
  }

  /// 24 bits as four lanes of six, the first six bits in the lowest lane.
  @inline(__always)
  private static func lanes(_ group: UInt64) -> UInt64 {
    (group &>> 18) | (group &>> 4 & 0x3F00) | (group &<< 10 & 0x3F_0000)
      | (group &<< 24 & 0x3F00_0000)
  }

  @inline(__always)
  private static func letters(_ lanes: UInt64, _ step62: UInt64, _ step63: UInt64) -> UInt64 {
    let ones: UInt64 = 0x0101_0101_0101_0101
    let from26 = ((lanes &+ ones &* (128 - 26)) &>> 7) & ones
    let from52 = ((lanes &+ ones &* (128 - 52)) &>> 7) & ones
    let from62 = ((lanes &+ ones &* (128 - 62)) &>> 7) & ones
    let from63 = ((lanes &+ ones &* (128 - 63)) &>> 7) & ones
    let plain = lanes &+ ones &* 65 &+ from26 &* 6 &- from52 &* 75
    return plain &- from62 &* step62 &+ from63 &* step63
  }

  static let values = table(UInt8(ascii: "+"), UInt8(ascii: "/"))
  static let urlValues = table(UInt8(ascii: "-"), UInt8(ascii: "_"))

  /// The six bits of each character, 0xFF where there is none.
  private static func table(_ char62: UInt8, _ char63: UInt8) -> [UInt8] {
    var table = [UInt8](repeating: 0xFF, count: 256)
    let letters =
      Array(UInt8(ascii: "A")...UInt8(ascii: "Z")) + Array(UInt8(ascii: "a")...UInt8(ascii: "z"))
      + Array(UInt8(ascii: "0")...UInt8(ascii: "9")) + [char62, char63]
    for (value, letter) in letters.enumerated() { table[Int(letter)] = UInt8(value) }
    return table
  }

  /// Decodes the first `count` characters, which are without padding.
  static func decode(
    _ text: Span<UInt8>, count: Int, values: [UInt8], into output: inout [UInt8]
  ) -> Bool {
    output.removeAll(keepingCapacity: true)
    let rest = count % 4
    guard rest != 1 else { return false }
    output.reserveCapacity(count / 4 * 3 + rest)
    let table = values.span
    var index = 0
    var seen: UInt8 = 0
    while count - index >= 4 {
      let a = table[Int(text[index])], b = table[Int(text[index + 1])]
      let c = table[Int(text[index + 2])], d = table[Int(text[index + 3])]
      seen |= a | b | c | d
      output.append(a << 2 | b >> 4)
      output.append(b << 4 | c >> 2)
      output.append(c << 6 | d)
      index += 4
    }
    if rest >= 2 {
      let a = table[Int(text[index])], b = table[Int(text[index + 1])]
      let c = rest == 3 ? table[Int(text[index + 2])] : 0
      seen |= a | b | c
      output.append(a << 2 | b >> 4)
      if rest == 3 { output.append(b << 4 | c >> 2) }
      if (rest == 3 ? c & 0x03 : b & 0x0F) != 0 { seen = 0xFF }
    }
    guard seen < 64 else {
      output.removeAll(keepingCapacity: true)
      return false
    }
    return true
  }
}
