import Bytes
import Testing

/// The reference implementation's vectors for 128 bits of output: key 00..0f, text 00..(n-1).
@Suite struct SipHashTests {
  @Test(arguments: [
    (0, "a3817f04ba25a8e66df67214c7550293"), (1, "da87c1d86b99af44347659119b22fc45"),
    (2, "8177228da4a45dc7fca38bdef60affe4"), (3, "9c70b60c5267a94e5f33b6b02985ed51"),
    (4, "f88164c12d9c8faf7d0f6e7c7bcd5579"), (5, "1368875980776f8854527a07690e9627"),
    (6, "14eeca338b208613485ea0308fd7a15e"), (7, "a1f1ebbed8dbc153c0b84aa61ff08239"),
    (8, "3b62a9ba6258f5610f83e264f31497b4"),
  ])
  func hashesAsTheReferenceDoes(count: Int, expected: String) {
    let hash = SipHash(key: Array(0..<16))
    let (first, second) = hash.digest(Array(0..<UInt8(count)).span)
    var bytes: [UInt8] = []
    for word in [first, second] {
      for shift in 0..<8 { bytes.append(UInt8(truncatingIfNeeded: word >> UInt64(shift * 8))) }
    }
    var hex: [UInt8] = []
    Hex.append(bytes.span, to: &hex)
    #expect(String(decoding: hex, as: UTF8.self) == expected)
  }

  @Test func dependsOnEveryByteOfTextAndKey() {
    let text = (0..<100).map { UInt8($0) }
    let plain = SipHash(key: Array(0..<16)).digest(text.span)
    for index in text.indices {
      var other = text
      other[index] ^= 1
      let hash = SipHash(key: Array(0..<16)).digest(other.span)
      #expect(hash != plain)
    }
    for index in 0..<16 {
      var key = (0..<16).map { UInt8($0) }
      key[index] ^= 1
      let hash = SipHash(key: key).digest(text.span)
      #expect(hash != plain)
    }
  }
}
