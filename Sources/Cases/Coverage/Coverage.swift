package import Findings
package import Profiles
import Provisioning
import Schemas

/// Which of the things that a profile says are shown by cases that pass.
package struct Coverage {
  /// Everything that should be shown, in the profile's order.
  package let items: [CoverageItem]
  package private(set) var shown: Set<CoverageItem> = []
  private let profile: Profile
  private let unreachable: [CaseFile.Unreachable]
  private var validator = SchemaValidator()

  package init(_ profile: Profile, _ file: CaseFile, _ results: [CaseResult]) {
    self.profile = profile
    items = CoverageCatalogue(profile).items
    unreachable = file.unreachable
    for result in results where result.hasPassed { count(result) }
  }

  /// What no case shows and nothing excuses.
  package var missing: [CoverageItem] {
    let excused = Set(unreachable.map(\.item))
    return items.filter { !shown.contains($0) && !excused.contains($0.words) }
  }

  /// Excuses that excuse nothing: of a thing that the profile does not say, or that a case shows.
  package var findings: [Finding] {
    let known = items.map(\.words)
    let covered = Set(shown.map(\.words))
    return unreachable.compactMap { excuse in
      if !known.contains(excuse.item) {
        return Finding(
          .unknownName, at: .source(excuse.location),
          "The profile says nothing that is called \"\(excuse.item)\".",
          help: nearest(excuse.item, in: known).map { "Did you mean \"\($0)\"?" })
      }
      guard covered.contains(excuse.item) else { return nil }
      return Finding(
        .contradiction, at: .source(excuse.location),
        "A case shows \"\(excuse.item)\", so it can be reached.", help: "Remove the line.")
    }
  }

  /// How many of the items count, excused ones left out, and how many of those are shown.
  package var counts: (shown: Int, all: Int) {
    let excused = Set(unreachable.map(\.item))
    let all = items.filter { !excused.contains($0.words) }
    return (all.count { shown.contains($0) }, all.count)
  }

  // MARK: Counting

  private mutating func show(_ subject: String, _ side: CoverageItem.Side) {
    shown.insert(CoverageItem(subject: subject, side: side))
  }

  private mutating func count(_ result: CaseResult) {
    countLifetime(result)
    for (row, expectation) in zip(result.rows, result.testCase.expectations ?? []) {
      countSignature(row, expectation)
      countRules(row)
      countEffects(row, expectation)
      countRequired(row)
      countValues(row)
      countArtifact(row, expectation, result.testCase.options)
    }
  }

  /// An artifact counts where the token or the signature stands in it, and no mark in their place.
  private mutating func countSignature(_ row: CaseRow, _ expectation: Expectation) {
    guard let signed = row.signedArtifact else { return }
    let isArtifact = expectation.artifact == signed && signed != row.artifact
    if expectation.token != nil || isArtifact { show("signature", .compared) }
  }

  private mutating func countRules(_ row: CaseRow) {
    for finding in row.findings where finding.code == .rule {
      if let rule = finding.rule { show("rule \(rule)", .broken) }
    }
    for index in row.trace.keptRules { show("rule \(profile.rules[index].id)", .kept) }
  }

  /// An effect counts where the case says so: among the effects, or by the finding that holds the
  /// row back.
  private mutating func countEffects(_ row: CaseRow, _ expectation: Expectation) {
    for finding in row.findings where finding.code == .effectHeld {
      if let effect = finding.rule { show("effect \(effect)", .had) }
    }
    if expectation.effects != nil {
      for effect in row.effects { show("effect \(effect)", .had) }
    }
    for index in row.trace.effectsNotHad {
      show("effect \(profile.effects[index].id)", .notHad)
    }
  }

  private mutating func countRequired(_ row: CaseRow) {
    for value in row.trace.present { show("\(value.path) required", .given) }
    for finding in row.findings {
      switch finding.code {
      case .requiredClaim, .missingColumn:
        if let claim = finding.claim { show("\(claim) required", .missing) }
      case .missingInput:
        for name in profile.inputs.names where finding.message.contains("\"\(name)\"") {
          show("inputs.\(name) required", .missing)
        }
      default: break
      }
    }
  }

  private mutating func countValues(_ row: CaseRow) {
    for value in row.trace.present {
      for (limit, standing) in validator.standings(of: value.json, value.schema, at: value.path)
      where standing == .atLimit {
        show(limit.words, .atLimit)
      }
    }
    for value in row.trace.refused {
      for (limit, standing) in validator.standings(of: value.json, value.schema, at: value.path)
      where standing == .justBeyond {
        show(limit.words, .justBeyond)
      }
    }
  }

  private mutating func countArtifact(
    _ row: CaseRow, _ expectation: Expectation, _ options: CaseOptions
  ) {
    let form = profile.artifacts.first { form in
      options.artifact.map { $0.utf8.elementsEqual(form.name.utf8) } ?? true
    }
    guard let form else { return }
    if expectation.artifact != nil, row.outcome == .accepted {
      show("artifact \(form.name)", .compared)
    }
    guard form.maxLength != nil else { return }
    let subject = "artifact \(form.name) maxLength"
    if row.outcome == .accepted { show(subject, .atLimit) }
    let isTooLong = row.findings.contains {
      $0.code == .artifactTooLong && $0.severity == .error
    }
    if isTooLong { show(subject, .justBeyond) }
  }

  private mutating func countLifetime(_ result: CaseResult) {
    let chosen = result.testCase.options.lifetimeSeconds ?? profile.lifetime.defaultSeconds
    guard let chosen, let first = result.rows.first else { return }
    let isTold = first.findings.contains { $0.code == .lifetime && $0.place == .run }
    let isRefused = first.outcome == .refused
    for (name, seconds) in profile.lifetime.bounds {
      let subject = "lifetime \(name) \(seconds)"
      let isWarning = name == "warnAbove"
      let isAccepted = first.outcome != .rejected && !isRefused && !(isWarning && isTold)
      if chosen == seconds, isAccepted { show(subject, .atLimit) }
      let beyond = name == "minimum" ? seconds - 1 : seconds + 1
      if chosen == beyond, isTold, isRefused != isWarning { show(subject, .justBeyond) }
    }
  }
}
