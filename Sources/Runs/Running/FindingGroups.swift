package import Findings

/// Findings by kind: how many there are, and the first of each.
package struct FindingGroups: Sendable {
  /// The first findings of a kind that are kept.
  package static let firstMax = 5

  package struct Kind: Sendable, Hashable {
    package var code: FindingCode
    /// The id of the rule or effect, where the code has one.
    package var rule: String?
    package var severity: Severity
  }

  package struct Group: Sendable {
    package var count = 0
    /// Those of the first rows, in their order.
    package var first: [Finding] = []
  }

  package private(set) var groups: [Kind: Group] = [:]

  package init() {}

  /// How many findings of each code there are.
  package var countByCode: [FindingCode: Int] {
    groups.reduce(into: [:]) { $0[$1.key.code, default: 0] += $1.value.count }
  }

  /// How often each rule was broken, by its id.
  package var countByRule: [String: Int] {
    groups.reduce(into: [:]) { counts, entry in
      guard entry.key.code == .rule, let rule = entry.key.rule else { return }
      counts[rule, default: 0] += entry.value.count
    }
  }

  package mutating func add(_ finding: Finding) {
    let kind = Kind(code: finding.code, rule: finding.rule, severity: finding.severity)
    groups[kind, default: Group()].count += 1
    keep(finding, kind)
  }

  package mutating func merge(_ later: FindingGroups) {
    for (kind, group) in later.groups {
      groups[kind, default: Group()].count += group.count
      for finding in group.first { keep(finding, kind) }
    }
  }

  private mutating func keep(_ finding: Finding, _ kind: Kind) {
    let row = Self.row(finding)
    groups[kind]?.first.withRoom(for: row) { first in
      let place = first.firstIndex { Self.row($0) > row } ?? first.count
      first.insert(finding, at: place)
      if first.count > Self.firstMax { first.removeLast() }
    }
  }

  fileprivate static func row(_ finding: Finding) -> Int {
    if case .row(let row, _) = finding.place { row } else { 0 }
  }
}

extension [Finding] {
  /// Calls `body` unless the array is full of findings that come first.
  fileprivate mutating func withRoom(for row: Int, _ body: (inout [Finding]) -> Void) {
    if count == FindingGroups.firstMax, let last, FindingGroups.row(last) <= row { return }
    body(&self)
  }
}
