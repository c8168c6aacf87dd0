import Bytes
import Testing

@testable import Authoring

@Suite struct FormulaTests {
  private func has(_ name: String) -> Formula { .exact([.init("required", .texts([name]))]) }

  private static let note = "Nobody knows."
  private var unknown: Formula { .unknown(Self.note) }

  @Test func saysExactThingsOnBothSides() {
    let formula = Formula.all([has("a"), .not(has("b"))])
    #expect(formula.isExact)
    #expect(
      formula.tree(.wide).compact == #"{ "required": ["a"], "not": { "required": ["b"] } }"#)
    #expect(formula.tree(.narrow).compact == formula.tree(.wide).compact)
  }

  /// The wide side takes what nobody knows, the narrow side does not, and `not` turns the sides.
  @Test func errsToTheSideThatIsAsked() {
    let note = #"{ "$comment": "Nobody knows." }"#
    #expect(unknown.tree(.wide).compact == note)
    #expect(unknown.tree(.narrow).compact == "false")
    #expect(Formula.not(unknown).tree(.wide).compact == "true")
    #expect(Formula.not(unknown).tree(.narrow).compact == "false")
    let both = Formula.all([has("a"), unknown])
    #expect(both.tree(.wide).compact == #"{ "$comment": "Nobody knows.", "required": ["a"] }"#)
    #expect(both.tree(.narrow).compact == "false")
    #expect(Formula.not(both).tree(.wide).compact == "true")
    #expect(Formula.not(both).tree(.narrow).compact == #"{ "not": { "required": ["a"] } }"#)
    let either = Formula.any([has("a"), unknown])
    #expect(either.tree(.wide).compact == note)
    #expect(either.tree(.narrow).compact == #"{ "required": ["a"] }"#)
  }

  @Test func simplifiesConstants() {
    #expect(Formula.all([]).tree(.wide).compact == "true")
    #expect(Formula.any([]).tree(.wide).compact == "false")
    #expect(
      Formula.all([has("a"), .constant(true)]).tree(.wide).compact == #"{ "required": ["a"] }"#)
    #expect(Formula.all([has("a"), .constant(false)]).tree(.wide).compact == "false")
    #expect(Formula.any([has("a"), .constant(true)]).tree(.wide).compact == "true")
  }

  @Test func keepsKeywordsApartThatMeet() {
    #expect(
      Formula.all([has("a"), has("b")]).tree(.wide).compact
        == #"{ "required": ["a"], "allOf": [{ "required": ["b"] }] }"#)
  }

  @Test func countsExactlyOne() {
    let one = Formula.one(of: [has("a"), has("b")], orNone: false)
    #expect(
      one.tree(.wide).compact == #"{ "oneOf": [{ "required": ["a"] }, { "required": ["b"] }] }"#)
    let open = Formula.one(of: [has("a"), unknown], orNone: false)
    #expect(!open.isExact)
    #expect(open.tree(.narrow).compact == "false")
  }
}
