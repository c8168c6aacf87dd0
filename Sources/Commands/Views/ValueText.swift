import Provisioning
import Schemas

/// How one claim, input or member came about.
enum ValueText {
  static func lines(_ story: ValueStory) -> [String] {
    var lines = [head(story)]
    switch story.source {
    case .none, .run, .columns: break
    case .column(let name, let value):
      let before = story.empty.isEmpty ? "" : ", as \(empty(story.empty))"
      lines.append("  column \"\(name)\": \(ExplanationText.words(value))\(before)")
    case .made(let making): lines += made(making, story).map { "  \($0)" }
    }
    if case .none = story.source {
    } else if let when = story.when {
      lines += RuleText.lines("when", when).map { "  \($0)" }
    }
    lines += story.steps.map { "  \(words($0))" }
    lines += story.notes.map { "  \($0)" }
    lines += checks(story.checks).map { "  \($0)" }
    for member in story.members where member.source != .none || !member.empty.isEmpty {
      lines += self.lines(member).map { "  \($0)" }
    }
    if case .none = story.source, let when = story.when {
      lines += RuleText.lines("when", when).map { "  \($0)" }
    }
    return lines
  }

  private static func head(_ story: ValueStory) -> String {
    let name = shortName(story)
    if let value = story.value {
      let words = "\(name) = \(ExplanationText.words(value))"
      return switch story.source {
      case .run: "\(words), which the run gives to all rows"
      case .columns(let columns):
        "\(words), of the columns \(ExplanationText.list(columns))"
      default: words
      }
    }
    switch story.source {
    case .column: return "\(name): no value"
    case .made: return "\(name): absent"
    default:
      if !story.empty.isEmpty { return "\(name): absent, as \(empty(story.empty))" }
      if !story.notes.isEmpty { return "\(name): no value" }
      if !story.members.isEmpty { return "\(name): absent, as no member has a value" }
      if let when = story.when, !when.holds {
        return "\(name): absent, as its condition does not hold"
      }
      return "\(name): absent, as no column feeds it"
    }
  }

  private static func shortName(_ story: ValueStory) -> String {
    story.path.hasPrefix("inputs.") ? String(story.path.dropFirst("inputs.".count)) : story.path
  }

  private static func empty(_ columns: [String]) -> String {
    columns.count == 1
      ? "the column \"\(columns[0])\" is empty"
      : "the columns \(ExplanationText.list(columns)) are empty"
  }

  private static func made(_ making: Making, _ story: ValueStory) -> [String] {
    let why =
      story.empty.isEmpty
      ? (story.wanted.isEmpty ? "" : ", as no column feeds it") : ", as \(empty(story.empty))"
    let parts = making.parts.map { "\($0.name) \(ExplanationText.words($0.value))" }
    let with = parts.isEmpty ? "" : ", with \(parts.joined(separator: ", "))"
    return switch making.kind {
    case .value: ["value \(making.text)\(with)\(why)"]
    case .firstOf: ["first of \(making.text)\(with)\(why)"]
    case .join: ["join of \(making.text)\(with)\(why)"]
    case .default: ["default \(making.text)\(why)"]
    case .time, .random: ["generate \(making.text)\(why)"]
    }
  }

  private static func words(_ step: StepStory) -> String {
    guard let after = step.after else {
      return "\(step.step): cannot be done, \(step.problem ?? "")"
    }
    if after == .redacted { return "\(step.step): <redacted>" }
    return step.before == after
      ? "\(step.step): no change" : "\(step.step): \(ExplanationText.words(after))"
  }

  private static func checks(_ checks: [KeywordOutcome]) -> [String] {
    let good = checks.filter(\.holds).map(\.words)
    let bad = checks.filter { !$0.holds }.map(\.words)
    return (good.isEmpty ? [] : ["fits: \(good.joined(separator: "; "))"])
      + (bad.isEmpty ? [] : ["breaks: \(bad.joined(separator: "; "))"])
  }
}
