import Bytes
import Testing

@testable import Tokens

struct SealedBytesTests {
  struct Vector: Sendable, CustomTestStringConvertible {
    let name: String
    let key: String
    let nonce: String
    let context: String
    let plain: String
    /// The sealed text and the tag.
    let sealed: String

    var testDescription: String { name }
  }

  private static let longKey = "feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308"
  private static let longText =
    "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72"
    + "1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39"

  /// Test cases 13 to 16 of McGrew and Viega, "The Galois/Counter Mode of Operation", which NIST refers
  /// to; and one that Python's `cryptography` made.
  static let vectors = [
    Vector(
      name: "case 13", key: String(repeating: "00", count: 32),
      nonce: String(repeating: "00", count: 12), context: "", plain: "",
      sealed: "530f8afbc74536b9a963b4f1c4cb738b"),
    Vector(
      name: "case 14", key: String(repeating: "00", count: 32),
      nonce: String(repeating: "00", count: 12), context: "",
      plain: String(repeating: "00", count: 16),
      sealed: "cea7403d4d606b6e074ec5d3baf39d18d0d1c8a799996bf0265b98b5d48ab919"),
    Vector(
      name: "case 15", key: longKey, nonce: "cafebabefacedbaddecaf888", context: "",
      plain: longText + "1aafd255",
      sealed: "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa8cb08e48590dbb3d"
        + "a7b08b1056828838c5f61e6393ba7a0abcc9f662898015ad" + "b094dac5d93471bdec1a502270e3cc6c"),
    Vector(
      name: "case 16", key: longKey, nonce: "cafebabefacedbaddecaf888",
      context: "feedfacedeadbeeffeedfacedeadbeefabaddad2", plain: longText,
      sealed: "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa8cb08e48590dbb3d"
        + "a7b08b1056828838c5f61e6393ba7a0abcc9f662" + "76fc6ece0f4e1768cddf8853bb2d551b"),
    Vector(
      name: "cryptography", key: Hex.text((0..<32).map { UInt8($0) }),
      nonce: Hex.text((0..<12).map { UInt8($0) }),
      context: Hex.text(Array("muster ticket row\0\0\0\0\0\0\0\u{7}".utf8)),
      plain: Hex.text(Array("Ada Lovelace,ada@example.com".utf8)),
      sealed: "0666b73b898ab47ee120f4ee9d881c0cc3b3ff559d0b331916048ae8561868a4ef725b8c09e3f8bb"
        + "49e6aa1a"),
  ]

  private func bytes(_ hexadecimal: String) -> [UInt8] {
    let digits = Array(hexadecimal.utf8)
    return stride(from: 0, to: digits.count, by: 2).map {
      UInt8(String(decoding: digits[$0..<$0 + 2], as: UTF8.self), radix: 16) ?? 0
    }
  }

  @Test(arguments: vectors)
  func sealsAndOpensAsOthersDo(vector: Vector) throws {
    let key = SecretBytes(bytes(vector.key))
    let (nonce, context, plain) = (
      bytes(vector.nonce), bytes(vector.context), bytes(vector.plain)
    )
    let sealed = try SealedBytes.seal(
      plain.span, key: key, nonce: nonce, context: context.span)
    #expect(Hex.text(sealed) == vector.nonce + vector.sealed)
    #expect(SealedBytes.open(sealed.span, key: key, context: context.span) == plain)
  }

  private let key = SecretBytes([UInt8](repeating: 7, count: 32))
  private let text = Array("Ada Lovelace,ada@example.com".utf8)
  private let context = Array("run 7".utf8)

  @Test func everyByteThatIsChangedIsSeen() throws {
    let sealed = try SealedBytes.seal(text.span, key: key, context: context.span, .seeded(1))
    #expect(sealed.count == text.count + SealedBytes.overhead)
    for index in sealed.indices {
      for bit in 0..<8 {
        var changed = sealed
        changed[index] ^= 1 << bit
        #expect(SealedBytes.open(changed.span, key: key, context: context.span) == nil)
      }
    }
    for count in 0..<sealed.count {
      let shorter = Array(sealed.prefix(count))
      #expect(SealedBytes.open(shorter.span, key: key, context: context.span) == nil)
    }
    let longer = sealed + [0]
    #expect(SealedBytes.open(longer.span, key: key, context: context.span) == nil)
  }

  @Test func opensWithItsKeyAndContextAlone() throws {
    let sealed = try SealedBytes.seal(text.span, key: key, context: context.span, .seeded(1))
    var other = [UInt8](repeating: 7, count: 32)
    other[31] ^= 1
    #expect(SealedBytes.open(sealed.span, key: SecretBytes(other), context: context.span) == nil)
    for wrong in [[], Array("run 8".utf8), Array("run 7 ".utf8)] {
      #expect(SealedBytes.open(sealed.span, key: key, context: wrong.span) == nil)
    }
    #expect(SealedBytes.open(sealed.span, key: key, context: context.span) == text)
  }

  @Test func noTwoSealsAreAlike() throws {
    let entropy = Entropy.system()
    var seen: Set<[UInt8]> = []
    for _ in 0..<1_000 {
      let sealed = try SealedBytes.seal(text.span, key: key, context: context.span, entropy)
      seen.insert(Array(sealed.prefix(12)))
    }
    #expect(seen.count == 1_000)
  }

  @Test func takesWhatRowsMayBe() throws {
    for count in [0, 1, 15, 16, 17, 4 << 20] {
      let plain = (0..<count).map { UInt8(truncatingIfNeeded: $0) }
      let sealed = try SealedBytes.seal(plain.span, key: key, context: [UInt8]().span, .seeded(2))
      #expect(SealedBytes.open(sealed.span, key: key, context: [UInt8]().span) == plain)
    }
  }
}
