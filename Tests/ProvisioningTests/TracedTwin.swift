import Batches
import Bytes
import Findings
import Profiles
import Provisioning
import Schemas
import Testing
import Tokens

/// A judge that tells what it does, beside each judge of the tests: both must come to the same, and
/// the explanation must say what the findings and claims say.
struct TracedTwin {
  private var twin: Judge
  private let entropy: Entropy
  private let compiled: CompiledProfile

  init(_ compiled: CompiledProfile, isHeader: Bool, _ entropy: Entropy) {
    twin = Judge(compiled, isHeader: isHeader)
    self.entropy = entropy
    self.compiled = compiled
  }

  mutating func bind(_ table: ColumnTable, line: Int) { twin.bind(table, line: line) }

  mutating func judge(
    _ record: Record, _ context: IssueContext, expecting verdict: Verdict, claims: [UInt8]
  ) {
    twin.trace = JudgingTrace()
    let other = twin.judge(record, context, entropy)
    #expect(other.outcome == verdict.outcome)
    #expect(other.findings == verdict.findings)
    #expect(other.effects == verdict.effects)
    #expect(other.expiresAt == verdict.expiresAt)
    #expect(other.bestBefore == verdict.bestBefore)
    #expect(text(twin.claims) == text(claims))
  }

  /// The explanation of the row, held against its verdict.
  mutating func explanation(
    _ record: Record, _ verdict: Verdict, _ context: IssueContext
  ) -> RowExplanation {
    var explainer = RowExplainer(twin, record, verdict, context)
    let it = explainer.explanation()
    checkClaims(it, explainer.tracedClaims)
    checkValues(it.claims + it.inputs)
    checkRules(it, verdict)
    #expect(it.outcome == verdict.outcome)
    #expect(it.findings.map(\.code) == verdict.findings.map(\.code))
    #expect((it.artifact != nil) == (verdict.outcome != .rejected))
    return it
  }

  /// The traced claims are those of the token, in its order; others follow behind them.
  private func checkClaims(_ it: RowExplanation, _ traced: [UInt8]) {
    let claims = text(twin.claims)
    if claims.isEmpty {
      #expect(traced == [])
      return
    }
    let expected = "{" + text(traced)
    #expect(claims.hasPrefix(expected))
    let hasExtras = it.columns.contains { $0.fate == .claim }
    if !hasExtras { #expect(claims == expected + "}") }
    let hidesNothing = !text(it.finalClaims).contains("\"<redacted>\"")
    if hidesNothing { #expect(text(it.finalClaims) == claims) }
  }

  /// A value stands only where all that was checked holds, and is refused where something does not.
  private func checkValues(_ stories: [ValueStory]) {
    for story in stories {
      let holds = story.checks.allSatisfy(\.holds)
      if !story.checks.isEmpty {
        #expect(holds == (story.value != nil), "\(story.path) \(story.checks)")
      }
      checkValues(story.members)
    }
  }

  private func checkRules(_ it: RowExplanation, _ verdict: Verdict) {
    let broken = it.rules.filter { $0.outcome == .broken }.map(\.id)
    #expect(broken == verdict.findings.filter { $0.code == .rule }.compactMap(\.rule))
    for rule in it.rules where rule.outcome != .notAsked {
      #expect((rule.when?.holds ?? true) == (rule.outcome != .notApplicable))
      if let condition = rule.condition { #expect(condition.holds == (rule.outcome == .holds)) }
    }
    let present = it.effects.filter { $0.outcome != .absent && $0.outcome != .notAsked }
    #expect(present.map(\.id) == verdict.effects.map { compiled.profile.effects[$0].id })
    for effect in it.effects where effect.outcome != .notAsked {
      #expect(effect.when?.holds == (effect.outcome != .absent))
    }
  }
}
