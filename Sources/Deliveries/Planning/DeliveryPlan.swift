package import Findings
import Minting
package import Runs

/// What a delivery would do.
package struct DeliveryPlan {
  package var rows = 0
  /// Users who were not delivered before.
  package var new = 0
  /// Users whose claims are others than were delivered.
  package var changed = 0
  package var unchanged = 0
  package var suppressed = 0
  package var rejected = 0
  package var held = 0
  /// Rows to be presented that an earlier run, which was killed, may have presented already.
  package var repeated = 0
  /// Rows to be presented, by all else, that lead elsewhere than was confirmed; they are refused.
  package var turnedAway = 0
  /// Users that the ledger knows as delivered, and those of them whom no input has.
  package var known = 0
  package var vanished = 0
  /// Rows to be presented that have a destructive effect.
  package var destructive = 0
  /// For each effect of the profile the rows to be presented that have it, and those held back.
  package var effectRows: [Int] = []
  package var heldEffects: [Int] = []
  /// Where the rows to be presented lead, at most ``hostsMax`` of them, and how many rows lead there.
  package var hosts: [(origin: DeliveryOrigin, rows: Int)] = []
  /// The findings that a person is shown, each with its input's name.
  package var shown: [(input: String, finding: Finding)] = []
  package var findingCount = 0
  package var groups = FindingGroups()

  /// For each input the rows to be presented, and those of them that may have been presented already.
  var wanted: [RowSet] = []
  var repeatedRows: [RowSet] = []
  /// For each input what is open for it; nil for one that has nothing to read.
  var outputs: [RunOutputs?] = []
  /// For each input how its rows stand in it; nil where none of them is wanted.
  var forms: [RowForm?] = []

  package static let hostsMax = 8

  /// Rows that are to be presented.
  package var presentCount: Int { wanted.reduce(0) { $0 + $1.count } }

  mutating func add(_ finding: Finding, input: String) {
    groups.add(finding)
    findingCount += 1
    if shown.count < RunReport.shownFindingsMax { shown.append((input, finding)) }
  }

  mutating func count(_ origin: DeliveryOrigin) {
    if let index = hosts.firstIndex(where: { $0.origin == origin }) {
      hosts[index].rows += 1
    } else if hosts.count < Self.hostsMax {
      hosts.append((origin, 1))
    }
  }
}
