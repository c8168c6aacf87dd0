import Findings
import Profiles
import Provisioning
import TestKit
import Testing

/// Rules that a row cannot break are not asked. Every batch of these tests is judged beside an
/// explanation that asks every rule (``TracedTwin``), so a rule that is left out wrongly is seen.
@Suite struct RuleIndexTests {
  /// A linear congruential generator: the same rules and rows in every run.
  struct Dice {
    var state: UInt64

    mutating func roll(_ sides: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % sides
    }

    mutating func name() -> String {
      ["a", "b", "c", "d", "o.x", "o.y", "inputs.i", "inputs.j", "parameters.p", "parameters.q"][
        roll(10)]
    }

    mutating func names() -> String {
      (0...roll(3)).map { _ in name() }.joined(separator: ", ")
    }

    mutating func condition(_ depth: Int) -> String {
      switch roll(depth > 0 ? 7 : 4) {
      case 0: "{ \(name()): present }"
      case 1: "{ \(name()): absent }"
      case 2: "{ \(name()): { const: \"\(roll(2))\" } }"
      case 3: "{ \(name()): { maxLength: \(roll(2)) }, \(["k", "l"][roll(2)]): present }"
      case 4: "{ not: \(condition(depth - 1)) }"
      case 5: "{ all: [\(condition(depth - 1)), \(condition(depth - 1))] }"
      default: "{ any: [\(condition(depth - 1)), \(condition(depth - 1))] }"
      }
    }

    mutating func assertion() -> String {
      switch roll(7) {
      case 0: "requires: [\(names())]"
      case 1: "excludes: [\(names())]"
      case 2: "atLeastOneOf: [\(names())]"
      case 3: "exactlyOneOf: [\(names())]"
      case 4: "atMostOneOf: [\(names())]"
      case 5: "holds: \(condition(2))"
      default: "compare: { claim: \(["a", "b"][roll(2)]), equals: \(["c", "d"][roll(2)]) }"
      }
    }

    mutating func rules(_ count: Int) -> String {
      (0..<count).map { index in
        let when = roll(3) == 0 ? "" : ", when: \(condition(2))"
        return "- { id: r\(index), message: m, severity: warning\(when), \(assertion()) }"
      }.joined(separator: "\n")
    }

    mutating func row() -> String {
      (0..<9).map { _ in ["", "", "0", "1"][roll(4)] }.joined(separator: ",")
    }
  }

  private static func issuing(_ dice: inout Dice) throws -> Issuing {
    let effects = (0..<4).map {
      "- { id: e\($0), kind: access, description: x, when: \(dice.condition(2)) }"
    }.joined(separator: "\n")
    return try Issuing(
      yaml: EngineProfile.yaml(
        claims: """
          a: {}
          b: {}
          c: {}
          d: {}
          k: { default: "1" }
          l: { value: "{p}" }
          o: { type: object, properties: { x: {}, y: {} } }
          """, inputs: "properties: { i: {}, j: {} }",
        parameters: "properties: { p: {}, q: {} }", rules: dice.rules(70), effects: effects))
  }

  @Test(arguments: 0..<40)
  func asksEveryRuleThatCanBeBroken(seed: Int) throws {
    var dice = Dice(state: UInt64(seed))
    var issuing = try Self.issuing(&dice)
    if seed.isMultiple(of: 2) { issuing = issuing.setting("p", "\(seed / 2 % 2)") }
    let rows = (1...12).map { "\($0),\(dice.row())" }.joined(separator: "\n")
    let batch = try issuing.issue("sub,a,b,c,d,k,o.x,o.y,i,j\n\(rows)\n")
    #expect(batch.headerCodes == [])
    // Some of both, or the test says nothing.
    let found = batch.rows.flatMap(\.findings).count { $0.code == .rule }
    #expect(found > 0)
    #expect(found < 70 * 12)
  }
}
