import Findings
import Reports
import Runs

/// The findings of all inputs by kind.
struct FoundGroups {
  private var found: [FindingGroups.Kind: (count: Int, first: [JobReport.Located])] = [:]

  mutating func add(_ groups: FindingGroups, _ input: String) {
    for (kind, group) in groups.groups {
      var entry = found[kind] ?? (0, [])
      entry.count += group.count
      entry.first += group.first.prefix(FindingGroups.firstMax - entry.first.count).map {
        JobReport.Located(input: input, finding: $0)
      }
      found[kind] = entry
    }
  }

  /// Errors first, then by their number.
  var groups: [JobReport.Group] {
    found.map { kind, entry in
      JobReport.Group(
        code: kind.code, rule: kind.rule, severity: kind.severity, count: entry.count,
        first: entry.first)
    }
    .sorted { one, other in
      let (left, right) = (one.severity == .error, other.severity == .error)
      if left != right { return left }
      if one.count != other.count { return one.count > other.count }
      return (one.code.rawValue, one.rule ?? "") < (other.code.rawValue, other.rule ?? "")
    }
  }
}
