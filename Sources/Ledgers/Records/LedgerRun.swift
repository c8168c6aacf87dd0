package import Bytes

/// Where a run stands.
package enum RunState: String, Sendable {
  /// It writes its artifacts and commits members.
  case running
  /// Everything is committed; files get their final names.
  case finishing
  case done
  /// It failed before it had committed anything.
  case failed
  /// It was given up; what it had committed is forgotten.
  case abandoned

  package var isUnfinished: Bool { self == .running || self == .finishing }
}

/// How many rows a run met, by what they came to.
package struct RunCounts: Sendable, Equatable {
  package var rows = 0
  package var new = 0
  package var changed = 0
  package var unchanged = 0
  package var vanished = 0
  package var returned = 0
  package var rejected = 0
  package var heldBack = 0
  package var suppressed = 0

  package init() {}
}

/// What a run is begun with.
package struct NewRun: Sendable {
  package var job: Int64
  package var startedAt: NumericDate
  package var profileName: String
  /// Digests of the files and keys that the run goes by; an unfinished run goes on with the same only.
  package var profile: KeyedDigest
  package var jobFile: KeyedDigest
  package var input: KeyedDigest
  package var keys: KeyedDigest
  package var contract: KeyedDigest
  /// Where the tokens will be, and where they are while the run is not finished.
  package var artifactPath: String
  package var partialPath: String
  package var counts: RunCounts

  package init(
    job: Int64, startedAt: NumericDate, profileName: String, profile: KeyedDigest,
    jobFile: KeyedDigest, input: KeyedDigest, keys: KeyedDigest, contract: KeyedDigest,
    artifactPath: String, partialPath: String, counts: RunCounts = RunCounts()
  ) {
    self.job = job
    self.startedAt = startedAt
    self.profileName = profileName
    self.profile = profile
    self.jobFile = jobFile
    self.input = input
    self.keys = keys
    self.contract = contract
    self.artifactPath = artifactPath
    self.partialPath = partialPath
    self.counts = counts
  }
}

/// How far a run is: what the partial file is cut to when the run goes on.
package struct RunProgress: Sendable, Equatable {
  package var artifactBytes: Int64
  package var issued: Int64
  /// When the first of the issued tokens should have been used.
  package var earliestBestBefore: NumericDate?

  package init(
    artifactBytes: Int64 = 0, issued: Int64 = 0, earliestBestBefore: NumericDate? = nil
  ) {
    self.artifactBytes = artifactBytes
    self.issued = issued
    self.earliestBestBefore = earliestBestBefore
  }
}

/// A file that waits under a temporary name for the end of its run.
package struct RunRename: Sendable, Equatable {
  package var temporary: String
  package var final: String

  package init(temporary: String, final: String) {
    self.temporary = temporary
    self.final = final
  }
}

/// How a run ended.
package struct RunEnd: Sendable {
  package var finishedAt: NumericDate
  /// Of these, `vanished` and `returned` are replaced by what the ledger finds.
  package var counts: RunCounts
  package var contract: KeyedDigest
  package var isSuccess: Bool

  package init(
    finishedAt: NumericDate, counts: RunCounts, contract: KeyedDigest, isSuccess: Bool
  ) {
    self.finishedAt = finishedAt
    self.counts = counts
    self.contract = contract
    self.isSuccess = isSuccess
  }
}

/// A run that the ledger remembers.
package struct LedgerRun: Sendable, Equatable {
  package var id: Int64
  package var job: Int64
  package var jobName: String
  package var state: RunState
  package var startedAt: NumericDate
  /// When it was finished, abandoned or failed for good.
  package var finishedAt: NumericDate?
  package var isSuccess: Bool
  package var profileName: String
  package var profile: KeyedDigest
  package var jobFile: KeyedDigest
  package var input: KeyedDigest
  package var keys: KeyedDigest
  package var contract: KeyedDigest
  package var artifactPath: String
  package var partialPath: String
  package var progress: RunProgress
  /// How many commits there were.
  package var commits: Int
  package var counts: RunCounts
  /// What went wrong the last time that something did, and when.
  package var failure: String?
  package var failedAt: NumericDate?
  /// In the order in which they are done.
  package var renames: [RunRename]
}
