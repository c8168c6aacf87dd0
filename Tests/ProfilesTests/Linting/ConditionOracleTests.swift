import Findings
import Profiles
import Testing

/// Random conditions over claims with few values, judged by lint and by trying every row.
@Suite struct ConditionOracleTests {
  private struct Dice {
    var state: UInt64
    mutating func roll(_ sides: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % sides
    }
  }

  private indirect enum Tree {
    case present(Int), absent(Int), const(Int, String), among(Int, [String])
    case all([Tree]), any([Tree]), not(Tree)

    static func random(_ dice: inout Dice, depth: Int) -> Tree {
      let claim = dice.roll(3)
      switch dice.roll(depth > 0 ? 7 : 4) {
      case 0: return .present(claim)
      case 1: return .absent(claim)
      case 2: return .const(claim, values[dice.roll(4)])
      case 3:
        let first = dice.roll(4)
        return .among(claim, [values[first], values[(first + 1 + dice.roll(3)) % 4]])
      case 4: return .not(random(&dice, depth: depth - 1))
      case 5: return .all((0...dice.roll(3)).map { _ in random(&dice, depth: depth - 1) })
      default: return .any((0...dice.roll(3)).map { _ in random(&dice, depth: depth - 1) })
      }
    }

    var yaml: String {
      switch self {
      case .present(let claim): "{ c\(claim): present }"
      case .absent(let claim): "{ c\(claim): absent }"
      case .const(let claim, let value): "{ c\(claim): { const: \(value) } }"
      case .among(let claim, let values):
        "{ c\(claim): { enum: [\(values.joined(separator: ", "))] } }"
      case .all(let parts): "{ all: [\(parts.map(\.yaml).joined(separator: ", "))] }"
      case .any(let parts): "{ any: [\(parts.map(\.yaml).joined(separator: ", "))] }"
      case .not(let inner): "{ not: \(inner.yaml) }"
      }
    }

    func holds(_ row: [String?]) -> Bool {
      switch self {
      case .present(let claim): row[claim] != nil
      case .absent(let claim): row[claim] == nil
      case .const(let claim, let value): row[claim] == value
      case .among(let claim, let values): row[claim].map(values.contains) ?? false
      case .all(let parts): parts.allSatisfy { $0.holds(row) }
      case .any(let parts): parts.contains { $0.holds(row) }
      case .not(let inner): !inner.holds(row)
      }
    }
  }

  private static let values = ["p", "q", "r", "s"]

  /// c0 is required and one of p and q; c1 may be absent, p, q or r; c2 may be any text.
  private static let rows: [[String?]] = ["p", "q"].flatMap { first -> [[String?]] in
    [nil, "p", "q", "r"].flatMap { second -> [[String?]] in
      [nil, "p", "q", "r", "s", "other"].map { third in [first, second, third] }
    }
  }

  private func isDoubtful(when: String, assertion: String) -> Bool {
    let text = """
      muster: 1
      name: small
      title: Small
      documents: { doc: { title: A document } }
      token: { algorithms: [HS256] }
      key: { kind: secret }
      lifetime: {}
      claims:
        required: [c0]
        properties: { c0: { enum: [p, q] }, c1: { enum: [p, q, r] }, c2: {}, other: {} }
      rules:
        - { id: r, message: M., \(when)\(assertion) }
      artifacts: { t: { kind: token } }
      """
    let findings = ProfileReader.lint(Array(text.utf8), file: "p.yaml")
    #expect(findings.allSatisfy { $0.severity == .warning }, "\(findings)")
    return !findings.isEmpty
  }

  /// Whether some part of the condition, by itself, holds in all rows or in none.
  private func hasConstantTest(_ tree: Tree) -> Bool {
    switch tree {
    case .all(let parts), .any(let parts): return parts.contains(where: hasConstantTest)
    case .not(let inner): return hasConstantTest(inner)
    default:
      let count = Self.rows.count { tree.holds($0) }
      return count == 0 || count == Self.rows.count
    }
  }

  @Test func agreesWithTryingEveryRow() {
    var dice = Dice(state: 11)
    var doubtful = 0
    for _ in 0..<500 {
      let tree = Tree.random(&dice, depth: 2)
      let count = Self.rows.count { tree.holds($0) }
      let isConstant = count == 0 || count == Self.rows.count || hasConstantTest(tree)
      doubtful += isConstant ? 1 : 0
      #expect(
        isDoubtful(when: "when: \(tree.yaml), ", assertion: "requires: [other]") == isConstant,
        "\(tree.yaml)")
    }
    #expect(doubtful > 100)
  }

  @Test func agreesOnRulesThatNothingBreaks() {
    var dice = Dice(state: 13)
    for _ in 0..<400 {
      let when = Tree.random(&dice, depth: 1)
      let holds = Tree.random(&dice, depth: 1)
      let applies = Self.rows.count { when.holds($0) }
      let broken = Self.rows.count { when.holds($0) && !holds.holds($0) }
      let isDoubtful =
        applies == 0 || applies == Self.rows.count || broken == 0 || hasConstantTest(when)
        || hasConstantTest(holds)
      #expect(
        self.isDoubtful(when: "when: \(when.yaml), ", assertion: "holds: \(holds.yaml)")
          == isDoubtful, "when \(when.yaml) holds \(holds.yaml)")
    }
  }
}
