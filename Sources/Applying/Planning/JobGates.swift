package import Jobs
package import Reports

/// Holds what a job would do against its limits.
package enum JobGates {
  /// The names of the limits, as job files and `--override` write them.
  package static let names = ["max-change", "max-vanished", "max-destructive", "max-rejected"]
  /// Overrides the refusal of a clock that runs behind the ledger.
  package static let clock = "clock"

  /// - Parameters:
  ///   - destructive: rows to be issued that have a destructive effect.
  ///   - overridden: names of limits that do not stop this run.
  package static func limits(
    _ limits: Job.Limits, _ counts: JobReport.Counts, destructive: Int, overridden: Set<String>
  ) -> [JobReport.Limit] {
    let actual = [counts.new + counts.changed, counts.vanished, destructive, counts.rejected]
    let base = [counts.known, counts.known, counts.rows, counts.rows]
    let thresholds = [
      limits.maxChange, limits.maxVanished, limits.maxDestructive, limits.maxRejected,
    ]
    return names.indices.compactMap { index in
      thresholds[index].map { threshold in
        JobReport.Limit(
          name: names[index], allowed: words(threshold), actual: actual[index],
          base: threshold.isShare ? base[index] : nil,
          isExceeded: isExceeded(threshold, actual[index], of: base[index]),
          isOverridden: overridden.contains(names[index]))
      }
    }
  }

  private static func isExceeded(_ threshold: Job.Threshold, _ actual: Int, of base: Int) -> Bool {
    switch threshold {
    case .count(let most): return actual > most
    case .share(let hundredths):
      // Of nobody every change is too much: another ledger, as that of another user, knows nobody, and
      // would have everybody issued again.
      return actual.multipliedFullWidth(by: 10_000)
        > hundredths.multipliedFullWidth(by: base)
    }
  }

  static func words(_ threshold: Job.Threshold) -> String {
    switch threshold {
    case .count(let most): return "\(most)"
    case .share(let hundredths):
      let (whole, rest) = hundredths.quotientAndRemainder(dividingBy: 100)
      if rest == 0 { return "\(whole)%" }
      let digits = rest < 10 ? "0\(rest)" : "\(rest)"
      return "\(whole).\(rest % 10 == 0 ? String(rest / 10) : digits)%"
    }
  }
}

extension Job.Threshold {
  var isShare: Bool {
    if case .share = self { true } else { false }
  }
}
