import Schemas
import Testing

/// What a quick check of integers accepts, the schema accepts, and the other way round where the quick
/// one knows all that the schema says.
@Suite struct QuickValueTests {
  static let texts = [
    "0", "1", "-1", "7", "10", "11", "999999", "1000000", "-999999", "123456789012345678",
    "1234567890123456789", "-123456789012345678", "99999999999999999999",
  ]

  private func schema(_ change: (inout SchemaDescription) -> Void) -> Schema {
    var description = SchemaDescription()
    description.types = .integer
    change(&description)
    return Schema(description)
  }

  private func accepts(_ quick: QuickValue, _ text: String) -> Bool {
    let bytes = Array(text.utf8)
    return unsafe quick.takesInteger(bytes, bytes.count)
  }

  @Test(
    arguments: [
      (nil, nil, nil), ("0", nil, nil), ("1", "10", nil), (nil, "999999", nil), ("-1", nil, "11"),
      ("0", "123456789012345678", nil),
    ] as [(String?, String?, String?)])
  func agreesWithTheSchema(least: String?, most: String?, below: String?) {
    let schema = schema {
      $0.minimum = least
      $0.maximum = most
      $0.exclusiveMaximum = below
    }
    let quick = QuickValue(schema)
    var validator = SchemaValidator()
    for text in Self.texts {
      let bytes = Array(text.utf8)
      let isValid = validator.isValid(bytes.span, schema)
      let isQuick = accepts(quick, text)
      if isQuick { #expect(isValid, "\(text)") }
      if text.utf8.count <= 18 { #expect(isQuick == isValid, "\(text)") }
    }
  }

  @Test func leavesWhatItDoesNotKnow() {
    for quick in [
      QuickValue(schema { $0.multipleOf = "2" }), QuickValue(schema { $0.minimum = "1.5" }),
      QuickValue(schema { $0.types = .string }),
      QuickValue(schema { $0.enumeration = [Array("1".utf8)] }),
    ] {
      for text in Self.texts { #expect(!accepts(quick, text)) }
    }
  }
}
