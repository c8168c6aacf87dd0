import Bytes
import CScan
import TestKit
import Testing

/// Looking at many bytes at once gives what looking at each gives.
@Suite struct ScanTests {
  /// Bytes that mean something, and any.
  static func bytes(_ count: Int, _ generator: inout SplitMix) -> [UInt8] {
    let special = Array("\",\n\r\0\\{}[].-_+@/?=&aZ09 ~\u{7F}\u{1F}".utf8) + [0x80, 0xC3, 0xFF]
    return (0..<count).map { _ in
      generator.below(3) > 0
        ? special[generator.below(special.count)] : UInt8(generator.below(256))
    }
  }

  private static func mask(_ bytes: [UInt8], _ isWanted: (UInt8) -> Bool) -> UInt64 {
    bytes.prefix(64).enumerated().reduce(0) { $0 | (isWanted($1.element) ? 1 << $1.offset : 0) }
  }

  private static func isWord(_ byte: UInt8) -> Bool {
    (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
  }

  @Test func marksWhatIsThere() {
    var generator = SplitMix(1)
    for _ in 0..<2_000 {
      let bytes = Self.bytes(64, &generator)
      let delimiter = Array(",;\t|".utf8)[generator.below(4)]
      let csv = unsafe scan_csv(bytes, delimiter)
      #expect(
        csv.special == Self.mask(bytes) { [delimiter, 0x22, 0x0A, 0x0D, 0].contains($0) })
      #expect(csv.odd == Self.mask(bytes) { $0 >= 0x80 })
      let json = unsafe scan_json(bytes)
      #expect(json.quotes == Self.mask(bytes) { $0 == 0x22 })
      #expect(json.backslashes == Self.mask(bytes) { $0 == 0x5C })
      #expect(json.openers == Self.mask(bytes) { "{[".utf8.contains($0) })
      #expect(json.closers == Self.mask(bytes) { "}]".utf8.contains($0) })
      #expect(json.commas == Self.mask(bytes) { $0 == 0x2C })
      let name = unsafe scan_name(bytes)
      #expect(name.words == Self.mask(bytes, Self.isWord))
      #expect(name.dots == Self.mask(bytes) { $0 == 0x2E })
      #expect(name.hyphens == Self.mask(bytes) { $0 == 0x2D })
      #expect(name.joiners == Self.mask(bytes) { "_+".utf8.contains($0) })
      #expect(name.slashes == Self.mask(bytes) { $0 == 0x2F })
      #expect(name.ats == Self.mask(bytes) { $0 == 0x40 })
      #expect(name.queries == Self.mask(bytes) { "?=&".utf8.contains($0) })
    }
  }

  @Test func stopsAtWhatJSONEscapes() {
    var generator = SplitMix(2)
    for _ in 0..<2_000 {
      let count = generator.below(80)
      let text = (0..<count).map { _ in
        generator.below(30) > 0 ? UInt8(0x20 + generator.below(0xE0)) : UInt8(generator.below(128))
      }
      let padded = text + Self.bytes(scan_slack, &generator)
      let stop = text.firstIndex { $0 < 0x20 || $0 == 0x22 || $0 == 0x5C } ?? count
      var output = [UInt8](repeating: 7, count: count + scan_slack)
      let copied = unsafe scan_copy_unescaped(&output, padded, count)
      #expect(copied == stop)
      #expect(output.prefix(stop).elementsEqual(text.prefix(stop)))
      var odd: UInt32 = 0
      let found = unsafe scan_string(padded, 0, count, &odd)
      #expect(found == stop)
      // Bytes in the same group of 16 behind the end may be seen, and cost a check only.
      if text.prefix(stop).contains(where: { $0 >= 0x80 }) { #expect(odd != 0) }
    }
  }

  @Test func encodesBase64URL() {
    var generator = SplitMix(3)
    for count in 0..<200 {
      let bytes = (0..<count).map { _ in UInt8(generator.below(256)) }
      let padded = bytes + Self.bytes(scan_slack, &generator)
      var wanted: [UInt8] = []
      Base64URL.append(bytes.span, to: &wanted)
      var output = [UInt8](repeating: 7, count: wanted.count + scan_slack)
      let written = unsafe scan_base64url(&output, padded, count)
      #expect(output.prefix(written).elementsEqual(wanted))
      let plain = unsafe scan_base64url_plain(&output, padded, count)
      #expect(output.prefix(plain).elementsEqual(wanted))
    }
  }
}
