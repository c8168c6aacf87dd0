import CScan
import Schemas
import TestKit
import Testing

/// What a quick check accepts, the schema accepts.
@Suite struct QuickTextTests {
  static let good: [(Format, [String])] = [
    (.email, ["ada@example.com", "a.b+c_d-e@mail.example.co", "9ek.milner@staff.example.net"]),
    (.idnEmail, ["ada@example.com", "x@a-b.cd"]),
    (.httpURL, ["https://example.com", "http://img.example.com/a/b_c.png?x=1&y=2"]),
    (.httpsURL, ["https://example.com/", "https://a.b-c.example/x"]),
    (.relativePath, ["/", "/welcome", "/a/b-c_d"]),
  ]
  static let letters = Array("aZ09.-_+@/:%?=&#\\ \"<\u{E9}".utf8)

  private func schema(_ format: Format, _ change: (inout SchemaDescription) -> Void = { _ in })
    -> Schema
  {
    var description = SchemaDescription()
    description.types = .string
    description.format = format
    change(&description)
    return Schema(description)
  }

  private func accepts(_ quick: QuickText, _ text: [UInt8]) -> Bool {
    let padded = text + [UInt8](repeating: 0x61, count: scan_slack)
    return unsafe padded.withUnsafeBufferPointer { bytes in
      guard let start = bytes.baseAddress else { return false }
      return unsafe quick.accepts(start, text.count, isASCII: text.allSatisfy { $0 < 0x80 })
    }
  }

  @Test(arguments: good)
  func acceptsTheCommonestShapes(format: Format, texts: [String]) {
    let quick = QuickText(schema(format))
    #expect(quick.isComplete)
    for text in texts { #expect(accepts(quick, Array(text.utf8)), "\(text)") }
  }

  @Test(arguments: good)
  func acceptsNothingThatTheSchemaRefuses(format: Format, texts: [String]) {
    let schema = schema(format)
    let quick = QuickText(schema)
    var validator = SchemaValidator()
    var generator = SplitMix(1)
    var accepted = 0
    for _ in 0..<20_000 {
      var text = Array(texts[generator.below(texts.count)].utf8)
      for _ in 0..<(1 + generator.below(3)) {
        let letter = Self.letters[generator.below(Self.letters.count)]
        switch generator.below(3) {
        case 0: text[generator.below(text.count)] = letter
        case 1: text.insert(letter, at: generator.below(text.count + 1))
        default: if text.count > 1 { text.remove(at: generator.below(text.count)) }
        }
      }
      guard accepts(quick, text), String(validating: text, as: UTF8.self) != nil else { continue }
      accepted += 1
      let isValid = validator.isValidText(text.span, schema)
      #expect(isValid, "\(String(decoding: text, as: UTF8.self))")
    }
    #expect(accepted > 1_000)
  }

  @Test func longHostsAndLabelsAreLeftToTheSchema() {
    let quick = QuickText(schema(.email))
    for count in [62, 63, 64, 70] {
      let text = Array("a@\(String(repeating: "x", count: count)).com".utf8)
      #expect(!accepts(quick, text))
    }
  }

  /// Lengths are bounds on bytes from both sides, whatever they count.
  @Test(arguments: [LengthUnit.codePoints, .utf16, .bytes])
  func lengthsAreNeverTakenForMore(unit: LengthUnit) {
    var description = SchemaDescription()
    description.types = .string
    description.minLength = 2
    description.maxLength = 4
    description.lengthUnit = unit
    let schema = Schema(description)
    let quick = QuickText(schema)
    var validator = SchemaValidator()
    for scalar in ["a", "\u{E9}", "\u{20AC}", "\u{1F600}"] {
      for count in 0...6 {
        let text = Array(String(repeating: scalar, count: count).utf8)
        let isValid = validator.isValidText(text.span, schema)
        if accepts(quick, text) { #expect(isValid) }
      }
    }
    #expect(accepts(quick, Array("abc".utf8)))
  }
}
