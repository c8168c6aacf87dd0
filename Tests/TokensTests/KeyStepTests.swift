import Testing
import Tokens

struct KeyStepTests {
  private static func outcome(_ steps: [KeyStep], _ material: String) -> Result<String, KeyError> {
    do throws(KeyError) {
      return .success(text(content(try KeyStep.apply(steps, to: secret(Material(material))))))
    } catch {
      return .failure(error)
    }
  }

  @Test(arguments: [
    ([KeyStep](), "as it is", "as it is"),
    ([.md5, .hex], "abc", "900150983cd24fb0d6963f7d28e17f72"),
    ([.sha1, .hex], "abc", "a9993e364706816aba3e25717850c26c9cd0d89d"),
    (
      [.sha256, .hex], "abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    ),
    (
      [.sha512, .base64, .split(separator: "/", take: 1)], "abc",
      "3a81oZNherrMQXNJriBBMRLm+k6JqX6iCp7u5ktV05ohkpkqJ0"
    ),
    ([.hex], "Az~", "417a7e"), ([.hexDecode], "417A7e", "Az~"), ([.base64], "a", "YQ=="),
    ([.base64Decode], "YQ==", "a"), ([.base64URLDecode], "Pz8_", "???"),
    ([.trim], " \t\r\n a b \n\u{B}", "a b"), ([.trim], " \n", ""),
    ([.split(separator: ":", take: 1)], "a:b:c", "a"),
    ([.split(separator: ":", take: 3)], "a:b:c", "c"),
    ([.split(separator: "::", take: 2)], "a::b:c", "b:c"),
    ([.split(separator: ":", take: 2)], "a:", ""),
    ([.split(separator: ":", take: 1)], "abc", "abc"),
    (
      [.jsonMember("key")], #" {"a":[1,{"key":"no"}],"key":"y\u00e9s\n\ud83d\ude00","z":null} "#,
      "yés\n😀"
    ),
    ([.jsonMember("a.b")], #"{"a.b":"x"}"#, "x"),
  ])
  func appliesTheStepsInOrder(steps: [KeyStep], material: String, expected: String) {
    #expect(Self.outcome(steps, material) == .success(expected))
  }

  @Test(arguments: [
    ([KeyStep.hexDecode], "abc", 1, "hexDecode", DerivationFault.notHex),
    ([.trim, .hexDecode], " xy ", 2, "hexDecode", .notHex),
    ([.base64Decode], "YQ", 1, "base64Decode", .notBase64),
    ([.base64Decode], "YQ==\n", 1, "base64Decode", .notBase64),
    ([.base64URLDecode], "YQ==", 1, "base64urlDecode", .notBase64URL),
    ([.split(separator: ":", take: 4)], "a:b:c", 1, "split", .noSuchPiece),
    ([.split(separator: ":", take: 0)], "a:b:c", 1, "split", .noSuchPiece),
    ([.split(separator: "", take: 1)], "a:b:c", 1, "split", .noSuchPiece),
    ([.jsonMember("k")], "no JSON", 1, "member", .notAJSONObject),
    ([.jsonMember("k")], #"["k"]"#, 1, "member", .notAJSONObject),
    ([.jsonMember("k")], #"{"k":"a","k":"b"}"#, 1, "member", .notAJSONObject),
    ([.jsonMember("k")], #"{"k":"a"} x"#, 1, "member", .notAJSONObject),
    ([.jsonMember("k")], #"{"k":"a",}"#, 1, "member", .notAJSONObject),
    ([.jsonMember("k")], #"{"k":"\ud83d"}"#, 1, "member", .notAJSONObject),
    ([.jsonMember("k")], "{\"k\":\"\n\"}", 1, "member", .notAJSONObject),
    ([.jsonMember("k")], "\u{FEFF}{\"k\":\"a\"}", 1, "member", .notAJSONObject),
    ([.jsonMember("k")], #"{"k":01}"#, 1, "member", .notAJSONObject),
    ([.jsonMember("k")], #"{"K":"a"}"#, 1, "member", .noSuchMember),
    ([.jsonMember("k")], #"{"k":1.5e-3}"#, 1, "member", .memberIsNoString),
    ([.jsonMember("k")], #"{"k":["a"]}"#, 1, "member", .memberIsNoString),
  ])
  func saysWhichStepFailed(
    steps: [KeyStep], material: String, number: Int, name: String, fault: DerivationFault
  ) {
    let expected = KeyError.derivationFailed(step: number, name: name, fault)
    #expect(Self.outcome(steps, material) == .failure(expected))
  }

  /// é composed and decomposed are equal as String, and are two names here.
  @Test func comparesMemberNamesByteByByte() {
    let object = "{\"e\u{301}\":\"two scalars\",\"\u{E9}\":\"one scalar\"}"
    #expect(Self.outcome([.jsonMember("\u{E9}")], object) == .success("one scalar"))
    #expect(Self.outcome([.jsonMember("e\u{301}")], object) == .success("two scalars"))
  }

  @Test(arguments: [(15, true), (16, false)])
  func readsJSONUpToADepth(depth: Int, isRead: Bool) {
    let nested = String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
    let read = Self.outcome([.jsonMember("k")], "{\"a\":\(nested),\"k\":\"v\"}")
    #expect((read == .success("v")) == isRead)
  }

  @Test(arguments: [(255, true), (256, false)])
  func readsJSONUpToACountOfMembers(others: Int, isRead: Bool) {
    let members = (0..<others).map { "\"\($0)\":0," }.joined()
    let read = Self.outcome([.jsonMember("k")], "{\(members)\"k\":\"v\"}")
    #expect((read == .success("v")) == isRead)
  }

  @Test func refusesAKeyThatTheDerivationLeavesEmpty() {
    #expect(refusal(secret("  "), .hs256, derivation: [.trim]) == .empty)
  }
}
