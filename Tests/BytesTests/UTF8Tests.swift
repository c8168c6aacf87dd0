import Bytes
import Testing

@Suite struct UTF8Tests {
  @Test(
    arguments: [
      ([], nil), ([0x61], nil), ([0x7F], nil), ([0xC2, 0x80], nil), ([0xDF, 0xBF], nil),
      ([0xE0, 0xA0, 0x80], nil), ([0xED, 0x9F, 0xBF], nil), ([0xEE, 0x80, 0x80], nil),
      ([0xEF, 0xBF, 0xBF], nil), ([0xF0, 0x90, 0x80, 0x80], nil), ([0xF4, 0x8F, 0xBF, 0xBF], nil),
      ([0x80], 0), ([0xC0, 0x80], 0), ([0xC1, 0xBF], 0), ([0xC2], 0), ([0xC2, 0x41], 0),
      ([0xE0, 0x9F, 0xBF], 0), ([0xE1, 0x80], 0), ([0xED, 0xA0, 0x80], 0), ([0xED, 0xBF, 0xBF], 0),
      ([0xF0, 0x8F, 0xBF, 0xBF], 0), ([0xF4, 0x90, 0x80, 0x80], 0), ([0xF5, 0x80, 0x80, 0x80], 0),
      ([0xF1, 0x80, 0x80], 0), ([0xFF], 0), ([0x61, 0xC3, 0xA9, 0xC3], 3),
      ([0x61, 0x62, 0x63, 0x64, 0x65, 0x66, 0x67, 0x68, 0x69, 0xFE], 9),
    ] as [([UInt8], Int?)])
  func findsTheFirstIllFormedSequence(bytes: [UInt8], expected: Int?) {
    #expect(UTF8Bytes.firstInvalid(bytes.span) == expected)
  }

  @Test func agreesWithTheStandardLibraryOnAllShortSequences() {
    for first in UInt8(0x7E)...0xFF {
      for second in stride(from: UInt8(0x70), through: 0xF0, by: 0x08) {
        for tail: [UInt8] in [
          [], [0x80], [0xBF, 0x80], [0x80, 0xBF], [0x41, 0x80], [0x80, 0x80],
        ] {
          let bytes = [first, second] + tail
          let isValid = String(validating: bytes, as: Unicode.UTF8.self) != nil
          #expect((UTF8Bytes.firstInvalid(bytes.span) == nil) == isValid, "\(bytes)")
        }
      }
    }
  }

  @Test(arguments: [("", 0, 0), ("abc", 3, 3), ("é", 1, 1), ("e\u{301}", 2, 2), ("😀a", 2, 3)])
  func countsScalarsAndUTF16Units(text: String, scalars: Int, units: Int) {
    let bytes = Array(text.utf8)
    #expect(UTF8Bytes.scalarCount(bytes.span) == scalars)
    #expect(UTF8Bytes.utf16Count(bytes.span) == units)
  }
}
