package import Bytes
package import Findings
import Profiles
package import Provisioning

/// What a run did: counts, and the findings that are worth showing.
package struct RunReport: Sendable {
  /// Findings that are kept for the screen; all of them go to the findings file.
  package static let shownFindingsMax = 20

  package var profileName = ""
  package var artifactName = ""
  package var accepted = 0
  package var rejected = 0
  package var held = 0
  /// Effects of accepted rows, and of held ones.
  package var acceptedEffects: [Int] = []
  package var heldEffects: [Int] = []
  package var effectIDs: [String] = []
  package var earliestBestBefore: NumericDate?
  package var latestBestBefore: NumericDate?
  /// The first findings, of the run, the batch and the rows.
  package var shown: [Finding] = []
  package var findingCount = 0
  /// All findings by kind.
  package var groups = FindingGroups()

  package init() {}

  /// A report of a run with this profile, in which nothing has happened yet.
  package init(_ compiled: CompiledProfile) {
    profileName = compiled.profile.name
    artifactName = compiled.artifact.name
    effectIDs = compiled.profile.effects.map(\.id)
    acceptedEffects = Array(repeating: 0, count: effectIDs.count)
    heldEffects = acceptedEffects
  }

  package var rows: Int { accepted + rejected + held }

  /// Counts a finding without keeping it.
  package mutating func count(_ finding: Finding) {
    groups.add(finding)
  }

  package mutating func add(_ finding: Finding) {
    findingCount += 1
    count(finding)
    if shown.count < Self.shownFindingsMax { shown.append(finding) }
  }

  mutating func add(accepted verdict: borrowing Verdict) {
    accepted += 1
    for effect in verdict.effects { acceptedEffects[effect] += 1 }
    if let bestBefore = verdict.bestBefore { add(bestBefore: bestBefore) }
  }

  mutating func add(refused verdict: borrowing Verdict) {
    guard verdict.outcome == .held else {
      rejected += 1
      return
    }
    held += 1
    for effect in verdict.effects { heldEffects[effect] += 1 }
  }

  mutating func forgetBestBefore() {
    earliestBestBefore = nil
    latestBestBefore = nil
  }

  package mutating func add(bestBefore: NumericDate) {
    earliestBestBefore = min(earliestBestBefore ?? bestBefore, bestBefore)
    latestBestBefore = max(latestBestBefore ?? bestBefore, bestBefore)
  }

  /// Adds what happened in later rows.
  mutating func merge(_ later: RunReport) {
    accepted += later.accepted
    rejected += later.rejected
    held += later.held
    groups.merge(later.groups)
    for index in later.acceptedEffects.indices {
      acceptedEffects[index] += later.acceptedEffects[index]
      heldEffects[index] += later.heldEffects[index]
    }
    if let date = later.earliestBestBefore { add(bestBefore: date) }
    if let date = later.latestBestBefore { add(bestBefore: date) }
    findingCount += later.findingCount
    shown += later.shown.prefix(Self.shownFindingsMax - shown.count)
  }
}
