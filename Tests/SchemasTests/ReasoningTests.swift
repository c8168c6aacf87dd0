import Schemas
import Testing

/// What is said of schemas without trying values, held against values.
@Suite struct ReasoningTests {
  private static let pool: [String] = [
    "null", "true", "false", "0", "1", "2", "3", "4", "1.5", "-1", "\"\"", "\"a\"", "\"b\"",
    "\"ab\"", "\"abc\"", "\"é\"", "\"😀\"", "\"😀😀\"", "[]", "[1]", "[1,2]", "[\"a\"]",
    "[\"a\",1,true]", "{}", "{\"x\":1}", "{\"x\":\"a\"}", "{\"y\":2}", "{\"x\":1,\"y\":\"b\"}",
  ]

  /// Numbers in a fixed order: the same schemas in each run.
  private struct Dice {
    var state: UInt64
    mutating func roll(_ sides: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % sides
    }
  }

  private static func random(_ dice: inout Dice, depth: Int) -> Schema {
    var it = SchemaDescription()
    let types: [SchemaType] = [.string, .integer, .number, .boolean, .array, .object, .null]
    if dice.roll(2) == 0 { it.types = types[dice.roll(7)].union(types[dice.roll(7)]) }
    for _ in 0...dice.roll(3) {
      switch dice.roll(depth > 0 ? 16 : 10) {
      case 0: it.minLength = dice.roll(4)
      case 1: it.maxLength = dice.roll(4)
      case 2: it.lengthUnit = [.codePoints, .utf16, .bytes][dice.roll(3)]
      case 3: it.minimum = "\(dice.roll(4))"
      case 4: it.maximum = "\(dice.roll(4))"
      case 5: it.exclusiveMinimum = "\(dice.roll(4))"
      case 6: it.exclusiveMaximum = "\(dice.roll(4))"
      case 7: it.const = Array(pool[dice.roll(pool.count)].utf8)
      case 8:
        it.enumeration = (0...dice.roll(3)).map { _ in Array(pool[dice.roll(pool.count)].utf8) }
      case 9: (it.minItems, it.maxItems) = (dice.roll(2), dice.roll(3))
      case 10: it.items = random(&dice, depth: depth - 1)
      case 11: it.contains = random(&dice, depth: depth - 1)
      case 12:
        it.properties = ["x", "y"].map { (Array($0.utf8), random(&dice, depth: depth - 1)) }
      case 13: it.required = [Array(["x", "y", "z"][dice.roll(3)].utf8)]
      case 14: it.additionalProperties = .none
      default: it.allOf.append(random(&dice, depth: depth - 1))
      }
    }
    return Schema(it)
  }

  @Test func neverContradictsAValue() {
    var dice = Dice(state: 7)
    var validator = SchemaValidator()
    var disjoint = 0, within = 0
    for _ in 0..<5_000 {
      let one = Self.random(&dice, depth: 2)
      let other = Self.random(&dice, depth: 2)
      let isDisjoint = Schema.haveNoCommonValue([one, other])
      let isWithin = one.isWithin(other)
      guard isDisjoint || isWithin else { continue }
      disjoint += isDisjoint ? 1 : 0
      within += isWithin ? 1 : 0
      for text in Self.pool {
        let json = Array(text.utf8)
        guard validator.isValid(json.span, one) else { continue }
        let fits = validator.isValid(json.span, other)
        #expect(!(isDisjoint && fits), "\(text) is in both")
        #expect(!(isWithin && !fits), "\(text) is in the first alone")
      }
    }
    // The test is worth something only where there are answers.
    #expect(disjoint > 300)
    #expect(within > 300)
  }

  /// Without a limit the work would double with each level.
  @Test func givesUpInTimeWhereSchemasNestTwice() {
    var schema = Schema(SchemaDescription())
    for _ in 0..<60 {
      var it = SchemaDescription()
      (it.types, it.minItems, it.items) = (.array, 1, schema)
      var contained = SchemaDescription()
      contained.types = .array
      it.contains = Schema(contained)
      schema = Schema(it)
    }
    #expect(!Schema.haveNoCommonValue([schema]))
  }

  @Test func listsTheValuesThatAreLeft() {
    var it = SchemaDescription()
    it.enumeration = ["\"a\"", "7", "\"abcd\""].map { Array($0.utf8) }
    it.types = .string
    it.maxLength = 3
    #expect(Schema(it).possibleValues?.map { String(decoding: $0, as: UTF8.self) } == ["\"a\""])
    var flags = SchemaDescription()
    flags.types = [.boolean, .null]
    #expect(
      Schema(flags).possibleValues?.map { String(decoding: $0, as: UTF8.self) }
        == ["true", "false", "null"])
    #expect(Schema(SchemaDescription()).possibleValues == nil)
  }

  @Test(arguments: [
    (LengthUnit.codePoints, LengthUnit.bytes, true), (.codePoints, .utf16, true),
    (.utf16, .bytes, true), (.bytes, .codePoints, false), (.bytes, .utf16, false),
    (.bytes, .bytes, true),
  ])
  func comparesLengthsOfOneUnitAndOfWiderOnes(low: LengthUnit, high: LengthUnit, isCertain: Bool) {
    var least = SchemaDescription()
    (least.types, least.minLength, least.lengthUnit) = (.string, 3, low)
    var most = SchemaDescription()
    (most.types, most.maxLength, most.lengthUnit) = (.string, 2, high)
    #expect(Schema.haveNoCommonValue([Schema(least), Schema(most)]) == isCertain)
    most.maxLength = 3
    #expect(!Schema.haveNoCommonValue([Schema(least), Schema(most)]))
  }
}
