import Bytes
import Testing

private func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }

private func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

/// Bytes that look random and are the same in every run.
private func sample(_ count: Int) -> [UInt8] {
  var state: UInt64 = 0x9E37_79B9_7F4A_7C15
  return (0..<count).map { _ in
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return UInt8(truncatingIfNeeded: state >> 56)
  }
}

/// The slow twin: one bit after the other.
private func slow(_ bytes: [UInt8], _ alphabet: [UInt8], padded: Bool) -> [UInt8] {
  var bits = bytes.flatMap { byte in (0..<8).map { byte >> UInt8(7 - $0) & 1 } }
  while bits.count % 6 != 0 { bits.append(0) }
  var letters: [UInt8] = []
  for start in stride(from: 0, to: bits.count, by: 6) {
    letters.append(alphabet[bits[start..<start + 6].reduce(0) { $0 * 2 + Int($1) }])
  }
  while padded && letters.count % 4 != 0 { letters.append(UInt8(ascii: "=")) }
  return letters
}

private let letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"

struct EncodingTests {
  @Test(arguments: [
    ("", "", ""), ("f", "Zg", "Zg=="), ("fo", "Zm8", "Zm8="), ("foo", "Zm9v", "Zm9v"),
    ("foob", "Zm9vYg", "Zm9vYg=="), ("fooba", "Zm9vYmE", "Zm9vYmE="),
    ("foobar", "Zm9vYmFy", "Zm9vYmFy"), ("????>>", "Pz8_Pz4-", "Pz8/Pz4+"),
  ])
  func encodesTheVectorsOfRFC4648(plain: String, url: String, padded: String) {
    var output: [UInt8] = []
    Base64URL.append(bytes(plain).span, to: &output)
    #expect(text(output) == url)
    #expect(Base64URL.encodedCount(plain.utf8.count) == url.utf8.count)
    var decoded = bytes("old")
    #expect(Base64URL.decode(output.span, into: &decoded))
    #expect(text(decoded) == plain)

    output.removeAll()
    Base64.append(bytes(plain).span, to: &output)
    #expect(text(output) == padded)
    #expect(Base64.encodedCount(plain.utf8.count) == padded.utf8.count)
    #expect(Base64.decode(output.span, into: &decoded))
    #expect(text(decoded) == plain)
  }

  @Test func encodesAsTheSlowTwinForEveryLengthAndEveryByte() {
    for count in 0...300 {
      let plain = count == 256 ? (0...255).map { UInt8($0) } : sample(count)
      var output = bytes("kept:")
      Base64URL.append(plain.span, to: &output)
      #expect(output == bytes("kept:") + slow(plain, bytes(letters + "-_"), padded: false))
      var padded: [UInt8] = []
      Base64.append(plain.span, to: &padded)
      #expect(padded == slow(plain, bytes(letters + "+/"), padded: true))
      var decoded: [UInt8] = []
      #expect(Base64URL.decode(output.span.extracting(5..<output.count), into: &decoded))
      #expect(decoded == plain)
      #expect(Base64.decode(padded.span, into: &decoded))
      #expect(decoded == plain)
    }
  }

  @Test(arguments: [
    "Z", "Zg=", "Zg==", "Zm9vY", "Zh", "Zm9", "Zm9v\n", " Zm9v", "Zm9+", "Zm9/", "Zm=v", "Zm9v.",
    "Zmé",
  ])
  func refusesBase64URLThatIsNotTheOnlySpelling(spelling: String) {
    var output = bytes("old")
    #expect(!Base64URL.decode(bytes(spelling).span, into: &output))
    #expect(output.isEmpty)
  }

  @Test(arguments: [
    "Zg", "Zg=", "Zg===", "Zh==", "Zm9=", "Zm8", "====", "=", "Zm9v\n", "Zm-v", "Zm_v", "Z===",
    "Zg==Zg==",
  ])
  func refusesBase64ThatIsNotTheOnlySpelling(spelling: String) {
    var output = bytes("old")
    #expect(!Base64.decode(bytes(spelling).span, into: &output))
    #expect(output.isEmpty)
  }

  @Test func writesLowerCaseHexAndReadsBothCases() {
    var output = bytes("x")
    Hex.append([0x00, 0x09, 0x0A, 0x7F, 0xF0, 0xFF].span, to: &output)
    #expect(text(output) == "x00090a7ff0ff")
    var decoded = bytes("old")
    #expect(Hex.decode(bytes("00090a7FF0Ff").span, into: &decoded))
    #expect(decoded == [0x00, 0x09, 0x0A, 0x7F, 0xF0, 0xFF])
  }

  @Test(arguments: ["0", "0g", "g0", "0x00", "00 ", "/0", ":0", "@0", "`0"])
  func refusesWhatIsNotHex(spelling: String) {
    var output = bytes("old")
    #expect(!Hex.decode(bytes(spelling).span, into: &output))
    #expect(output.isEmpty)
  }
}
