import Bytes
import Testing

@testable import Tickets
@testable import Tokens

struct TicketCodeTests {
  private func parse(_ text: String) -> TicketCode? {
    let bytes = Array(text.utf8)
    return TicketCode(bytes.span)
  }

  private func link(_ text: String) -> TicketCode? {
    let bytes = Array(text.utf8)
    return TicketCode(link: bytes.span)
  }

  private func text(_ code: TicketCode?) -> String? {
    guard let code else { return nil }
    var text: [UInt8] = []
    code.append(to: &text)
    return String(decoding: text, as: UTF8.self)
  }

  @Test func has22CharactersForEveryBitPattern() {
    for byte in [UInt8(0), 0x55, 0xAA, 0xFF] {
      let code = TicketCode(bytes: [UInt8](repeating: byte, count: 16))
      let spelled = text(code) ?? ""
      #expect(spelled.utf8.count == 22)
      #expect(text(parse(spelled)) == spelled)
    }
    #expect(
      text(TicketCode(bytes: (0..<16).map { UInt8($0) })) == "AAECAwQFBgcICQoLDA0ODw")
  }

  @Test func isDrawnAnewEachTime() {
    let entropy = Entropy.system()
    let codes = Set((0..<10_000).compactMap { _ in text(TicketCode(entropy)) })
    #expect(codes.count == 10_000)
  }

  @Test(arguments: [
    "", "A", "AAECAwQFBgcICQoLDA0OD", "AAECAwQFBgcICQoLDA0ODwA",
    // Padding, other alphabets, blanks.
    "AAECAwQFBgcICQoLDA0ODw==", "AAECAwQFBgcICQoLDA0OD/", "AAECAwQFBgcICQoLDA0OD+",
    "AAECAwQFBgcICQoLDA0OD ", " AAECAwQFBgcICQoLDA0OD", "AAECAwQFBgcICQoLDA0OD\n",
    // Bits that mean nothing: one ticket has one spelling.
    "AAECAwQFBgcICQoLDA0ODx", "AAECAwQFBgcICQoLDA0ODy", "AAECAwQFBgcICQoLDA0ODz",
    // 22 characters that are more bytes.
    "AAECAwQFBgcICQoLDA0OÄ", "%41AECAwQFBgcICQoLDA0O",
  ])
  func takesNothingElse(text: String) {
    #expect(parse(text) == nil)
  }

  @Test(arguments: [
    "AAECAwQFBgcICQoLDA0ODw", "https://sso.example.com/t/AAECAwQFBgcICQoLDA0ODw",
    "  https://sso.example.com/sub/t/AAECAwQFBgcICQoLDA0ODw\r\n", "/t/AAECAwQFBgcICQoLDA0ODw\n",
  ])
  func isFoundInALink(text: String) {
    #expect(self.text(link(text)) == "AAECAwQFBgcICQoLDA0ODw")
  }

  @Test(arguments: [
    "", "https://sso.example.com/t/", "https://sso.example.com/t/AAECAwQFBgcICQoLDA0ODw?x=1",
    "https://sso.example.com/t/AAECAwQFBgcICQoLDA0ODw/", "AAECAwQFBgcICQoLDA0ODw rest",
  ])
  func linkWithMoreOrLessIsNone(text: String) {
    #expect(link(text) == nil)
  }

  @Test func isShownNowhere() {
    let code = TicketCode(bytes: (0..<16).map { UInt8($0) })
    #expect("\(code)" == "<redacted>")
    #expect(String(reflecting: code) == "<redacted>")
    var dumped = ""
    dump(code, to: &dumped)
    #expect(!dumped.contains("15"))
  }
}
