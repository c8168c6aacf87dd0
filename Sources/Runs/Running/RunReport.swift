package import Bytes
package import Findings

/// What a run did: counts, and the findings that are worth showing.
package struct RunReport: Sendable {
  /// Findings that are kept for the screen; all of them go to the findings file.
  package static let shownFindingsMax = 20

  package var profileName = ""
  package var artifactName = ""
  package var accepted = 0
  package var rejected = 0
  package var held = 0
  /// Rows with a finding of this code, and how many findings there are.
  package var countByCode: [FindingCode: Int] = [:]
  /// Broken rules by id.
  package var countByRule: [String: Int] = [:]
  /// Effects of accepted rows, and of held ones.
  package var acceptedEffects: [Int] = []
  package var heldEffects: [Int] = []
  package var effectIDs: [String] = []
  package var earliestBestBefore: NumericDate?
  package var latestBestBefore: NumericDate?
  /// The first findings, of the run, the batch and the rows.
  package var shown: [Finding] = []
  package var findingCount = 0

  package init() {}

  package var rows: Int { accepted + rejected + held }

  /// Counts a finding without keeping it.
  package mutating func count(_ finding: Finding) {
    countByCode[finding.code, default: 0] += 1
    if finding.code == .rule, let rule = finding.rule { countByRule[rule, default: 0] += 1 }
  }

  package mutating func add(_ finding: Finding) {
    findingCount += 1
    count(finding)
    if shown.count < Self.shownFindingsMax { shown.append(finding) }
  }

  package mutating func add(bestBefore: NumericDate) {
    earliestBestBefore = min(earliestBestBefore ?? bestBefore, bestBefore)
    latestBestBefore = max(latestBestBefore ?? bestBefore, bestBefore)
  }
}
