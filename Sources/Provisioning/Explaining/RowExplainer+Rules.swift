import Bytes
import Profiles
import Schemas

extension RowExplainer {
  /// What a rule says of the row; the judge is asked again, and has the same answer.
  mutating func story(_ rule: Rule, isAsked: Bool) -> RuleStory {
    var story = RuleStory(id: rule.id, severity: rule.severity, outcome: .notAsked)
    guard isAsked else { return story }
    story.when = rule.when.map { self.story($0) }
    if let when = rule.when, !judge.holds(when) {
      story.outcome = .notApplicable
      return story
    }
    story.outcome = judge.holds(rule.assertion) ? .holds : .broken
    describe(rule.assertion, in: &story)
    return story
  }

  private mutating func describe(_ assertion: Assertion, in story: inout RuleStory) {
    story.assertion = assertion.keyword
    switch assertion {
    case .requires, .excludes, .atLeastOneOf, .exactlyOneOf, .atMostOneOf:
      story.values = parts(assertion.references)
    case .holds(let condition): story.condition = self.story(condition)
    case .compare(let it):
      story.values = parts(assertion.references)
      story.bounds = [
        it.minus.map { "minus \($0.text)" }, it.minimum.map { "minimum \($0)" },
        it.maximum.map { "maximum \($0)" }, it.equals.map { "equals \($0.text)" },
        it.lessThan.map { "lessThan \($0.text)" },
        it.hostEquals.map { "hostEquals \($0.text)" },
      ].compactMap { $0 }
    }
  }

  private func parts(_ references: [Reference]) -> [Making.Part] {
    references.map { Making.Part(name: $0.text, value: value(of: $0)) }
  }

  /// A condition with each of its parts.
  mutating func story(_ condition: Condition) -> ConditionStory {
    let holds = judge.holds(condition)
    switch condition {
    case .all(let parts): return .all(parts.map { story($0) }, holds: holds)
    case .any(let parts): return .any(parts.map { story($0) }, holds: holds)
    case .not(let inner): return .not(story(inner))
    case .present(let reference): return .present(reference.text, value(of: reference))
    case .absent(let reference): return .absent(reference.text, value(of: reference))
    case .matches(let reference, let schema):
      var json: [UInt8] = []
      var outcomes: [KeywordOutcome] = []
      if judge.appendJSON(of: reference, to: &json) {
        outcomes = judge.validator.outcomes(of: json.span, schema)
      }
      if secrets.isSecret(reference) { outcomes = outcomes.map(\.withoutMeasure) }
      return .matches(reference.text, value(of: reference), checks: outcomes, holds: holds)
    }
  }
}

extension Assertion {
  /// As the profile writes it.
  var keyword: String {
    switch self {
    case .requires: "requires"
    case .excludes: "excludes"
    case .atLeastOneOf: "atLeastOneOf"
    case .exactlyOneOf: "exactlyOneOf"
    case .atMostOneOf: "atMostOneOf"
    case .holds: "holds"
    case .compare: "compare"
    }
  }
}
