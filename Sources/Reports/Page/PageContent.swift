import Bytes
import Findings

/// What the page's template asks for, by name. A name that an inner part lacks is looked up in the
/// outer ones: names are therefore used once.
struct PageContent {
  let title: String
  let verb: String
  let job: String
  let tone: String
  let word: String
  let sentence: String
  let failure: String?
  let failureHelp: String?
  let facts: [Fact]
  let hasSteps: Bool
  let steps: [String]
  let bar: RowsBar
  let hasRows: Bool
  let people: [Fact]
  let hasEffects: Bool
  let effects: [Effect]
  let issuedHeading: String
  let hasLimits: Bool
  let limits: [Limit]
  let perishing: Perishing?
  let findingsHeading: String
  let hasGroups: Bool
  let groups: [Group]
  let hasInputs: Bool
  let inputs: [Input]
  let hasOutputs: Bool
  let outputs: [Output]

  struct Fact {
    let term: String
    let value: String
    /// For the attribute `datetime`.
    var machineTime: String?
  }

  struct Effect {
    let effectID: String
    let effectMeaning: String
    let isDestructive: Bool
    let effectRows: String
    let effectHeld: String
    let isHeld: Bool
  }

  struct Limit {
    let limitName: String
    let allowed: String
    let actual: String
    let verdict: String
    let verdictTone: String
  }

  struct Perishing {
    let perishingTone: String
    let dates: [PerishingDate]
  }

  struct PerishingDate {
    let dateTerm: String
    let dateText: String
    let dateMachine: String
    let relation: String
  }

  struct Group {
    let isOpen: Bool
    let severity: String
    let code: String
    let rule: String?
    let groupCount: String
    let summary: [PagePhrase]
    let remedy: [PagePhrase]
    let hasFirst: Bool
    let first: [Row]
    let more: String?
  }

  struct Row {
    let input: String
    let place: String
    let column: String?
    let message: String
    let excerpt: String?
    let rowHelp: String?
  }

  struct Input {
    let inputName: String
    let inputRows: String
    let inputBytes: String
  }

  struct Output {
    let outputKind: String
    let path: String
  }

  init(_ report: JobReport) {
    let headline = Headline(report)
    job = PageText.shown(report.job, 120)
    verb = report.verb.rawValue
    title = "\(headline.word): \(job)"
    tone = headline.tone.rawValue
    word = headline.word
    sentence = headline.sentence
    failure = PageText.shown(report.failure, 1_000)
    failureHelp = PageText.shown(report.help, 1_000)
    facts = Self.facts(report)
    steps = NextSteps.of(report).map { PageText.shown($0, 600) }
    hasSteps = !steps.isEmpty
    bar = RowsBar(report.counts)
    hasRows = report.counts.rows > 0
    people = Self.people(report)
    effects = report.effects.map(Effect.init)
    hasEffects = !effects.isEmpty
    issuedHeading = report.verb == .plan ? "To be issued" : "Issued"
    limits = report.limits.map(Limit.init)
    hasLimits = !limits.isEmpty
    perishing = Perishing(report)
    groups = report.groups.enumerated().map { Group($1, isOpen: $0 == 0) }
    hasGroups = !groups.isEmpty
    let findings = report.groups.reduce(0) { $0 + $1.count }
    findingsHeading = groups.isEmpty ? "Findings" : Words.count(findings, "finding")
    inputs = report.inputs.map {
      Input(
        inputName: PageText.shown($0.name), inputRows: Words.number($0.rows),
        inputBytes: Words.bytes($0.bytes))
    }
    hasInputs = !inputs.isEmpty
    outputs = report.outputs.map {
      Output(outputKind: PageText.shown($0.kind, 60), path: PageText.shown($0.path, 600))
    }
    hasOutputs = !outputs.isEmpty
  }

  private static func facts(_ report: JobReport) -> [Fact] {
    var facts = [
      time("Began", report.startedAt), time("Ended", report.finishedAt),
      Fact(term: "Took", value: Seconds.words(report.durationSeconds)),
    ]
    if let run = report.run {
      let note = report.isResumed ? ", taken up after it was cut off" : ""
      facts.append(Fact(term: "Run", value: "\(run)\(note)"))
    }
    if !report.profile.isEmpty {
      let artifact = report.artifact.isEmpty ? "" : ", \(PageText.shown(report.artifact, 60))"
      facts.append(Fact(term: "Profile", value: PageText.shown(report.profile, 120) + artifact))
    }
    facts.append(Fact(term: "Exit code", value: "\(report.exitCode)"))
    if let date = report.lastSuccessAt, date != report.finishedAt {
      facts.append(time("Last success", date))
    }
    return facts
  }

  private static func time(_ term: String, _ date: NumericDate) -> Fact {
    Fact(term: term, value: Words.time(date), machineTime: date.description)
  }

  private static func people(_ report: JobReport) -> [Fact] {
    let counts = report.counts
    var facts = [
      Fact(term: "Known before", value: Words.count(counts.known, "user")),
      Fact(term: "Vanished", value: Words.count(counts.vanished, "user")),
    ]
    if report.verb == .apply {
      facts.insert(Fact(term: "Issued", value: Words.count(counts.issued, "artifact")), at: 0)
    }
    return facts
  }
}

extension PageContent.Effect {
  init(_ effect: JobReport.Effect) {
    effectID = PageText.shown(effect.id, 120)
    effectMeaning = PageText.shown(effect.meaning, 600)
    isDestructive = effect.isDestructive
    effectRows = Words.number(effect.rows)
    effectHeld = Words.number(effect.held)
    isHeld = effect.held > 0
  }
}

extension PageContent.Limit {
  init(_ limit: JobReport.Limit) {
    limitName = PageText.shown(limit.name, 60)
    allowed = PageText.shown(limit.words, 60)
    actual = Words.number(limit.actual)
    switch (limit.isExceeded, limit.isOverridden) {
    case (false, _): (verdict, verdictTone) = ("kept", "good")
    case (true, true): (verdict, verdictTone) = ("exceeded, overridden", "warning")
    case (true, false): (verdict, verdictTone) = ("exceeded", "bad")
    }
  }
}

extension PageContent.Perishing {
  /// Nil where nothing perishes.
  init?(_ report: JobReport) {
    guard let earliest = report.earliestBestBefore else { return nil }
    let end = report.finishedAt
    perishingTone = earliest <= end ? "bad" : "calm"
    let latest = report.latestBestBefore ?? earliest
    let dates =
      earliest == latest ? [("All expire", earliest)] : [("First", earliest), ("Last", latest)]
    self.dates = dates.map { term, date in
      PageContent.PerishingDate(
        dateTerm: term, dateText: Words.time(date), dateMachine: date.description,
        relation: Self.relation(date, end))
    }
  }

  private static func relation(_ date: NumericDate, _ end: NumericDate) -> String {
    let (left, isTooFar) = date.secondsSinceEpoch.subtractingReportingOverflow(
      end.secondsSinceEpoch)
    if isTooFar { return "" }
    if left == 0 { return "as the run ended" }
    return left > 0
      ? "\(Seconds.roughly(left)) after the run ended"
      : "\(Seconds.roughly(-left)) before the run ended"
  }
}

extension PageContent.Group {
  init(_ group: JobReport.Group, isOpen: Bool) {
    self.isOpen = isOpen
    severity = group.severity.rawValue
    code = group.code.rawValue
    rule = PageText.shown(group.rule, 120)
    groupCount = Words.number(group.count)
    summary = PageText.phrases(group.code.summary)
    remedy = PageText.phrases(group.code.remedy)
    first = group.first.map(PageContent.Row.init)
    hasFirst = !first.isEmpty
    let rest = group.count - group.first.count
    more = rest > 0 && !group.first.isEmpty ? "and \(Words.number(rest)) more" : nil
  }
}

extension PageContent.Row {
  init(_ located: JobReport.Located) {
    let finding = located.finding
    switch finding.place {
    case .run: (input, place) = (PageText.shown(located.input), "the whole run")
    case .source(let location):
      input = PageText.shown(location.file)
      place = "line \(location.line), position \(location.column)"
    case .batch(let line):
      (input, place) = (PageText.shown(located.input), "line \(Words.number(line))")
    case .row(let row, let line):
      input = PageText.shown(located.input)
      place = "row \(Words.number(row)), line \(Words.number(line))"
    }
    column = PageText.shown(finding.column, 120)
    message = PageText.shown(finding.message, 600)
    excerpt = PageText.shown(finding.excerpt, 200)
    rowHelp = PageText.shown(finding.help, 600)
  }
}
