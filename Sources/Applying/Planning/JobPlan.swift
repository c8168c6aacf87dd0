package import Bytes
package import Reports
import Runs

/// What an apply would do.
package struct JobPlan {
  package var counts = JobReport.Counts()
  package var effects: [JobReport.Effect] = []
  /// Rows to be issued that have a destructive effect.
  package var destructive = 0
  package var limits: [JobReport.Limit] = []
  package var groups: [JobReport.Group] = []
  package var inputs: [JobReport.Input] = []
  /// The findings of the inputs that a person is shown, each with its input's name.
  package var shown: [JobReport.Located] = []
  package var findingCount = 0
  package var earliestBestBefore: NumericDate?
  package var latestBestBefore: NumericDate?
  /// Whether the profile's claims, or the parameters, are others than in the last run.
  package var hasNewContract = false
  /// Whether it goes on with a run that was killed.
  package var isResumed = false

  /// For each input the rows to issue.
  var wanted: [RowSet] = []
  /// For each input what is open for it; nil in a plan that writes nothing.
  var outputs: [RunOutputs] = []
  /// Members of the ledger whose rows were seen.
  var seen = RowSet()

  /// Rows that are to be issued.
  package var issueCount: Int { wanted.reduce(0) { $0 + $1.count } }

  /// Whether an apply would change anything.
  package var hasChanges: Bool { issueCount > 0 || counts.vanished > 0 || isResumed }

  package var exceeded: [JobReport.Limit] {
    limits.filter { $0.isExceeded && !$0.isOverridden }
  }

  mutating func add(bestBefore earliest: NumericDate?, _ latest: NumericDate?) {
    if let earliest { earliestBestBefore = min(earliestBestBefore ?? earliest, earliest) }
    if let latest { latestBestBefore = max(latestBestBefore ?? latest, latest) }
  }
}
