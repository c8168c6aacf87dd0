package import Bytes
package import Findings

/// What a plan or an apply found and did: everything that the report, the metrics and the screen say.
/// It holds no token, no secret, and no value of a row but the excerpts of findings.
package struct JobReport: Sendable {
  package enum Verb: String, Sendable { case plan, apply }

  package enum Outcome: String, Sendable, CaseIterable {
    /// A plan that was made.
    case planned
    /// Everything was done.
    case done
    /// There was nothing to do.
    case unchanged
    /// A limit or another gate stopped it; nothing was signed.
    case stopped
    case failed
  }

  package var job: String
  package var verb: Verb
  package var outcome = Outcome.failed
  package var exitCode: Int32 = 1
  /// Why it was stopped or failed, and what to do, in sentences.
  package var failure: String?
  package var help: String?
  package var profile = ""
  package var artifact = ""
  /// The number of the run in the ledger.
  package var run: Int?
  /// Whether an earlier run that had been killed was taken up again.
  package var isResumed = false
  package var startedAt: NumericDate
  package var finishedAt: NumericDate
  package var durationSeconds: Double = 0
  package var inputs: [Input] = []
  package var counts = Counts()
  package var effects: [Effect] = []
  package var limits: [Limit] = []
  package var groups: [Group] = []
  /// When the first and the last artifact that was, or would be, issued can no longer be used.
  package var earliestBestBefore: NumericDate?
  package var latestBestBefore: NumericDate?
  package var outputs: [Output] = []
  /// What to do next, in sentences, most urgent first.
  package var advice: [String] = []
  /// When the job last came to a good end: now, if this was one.
  package var lastSuccessAt: NumericDate?

  package init(job: String, verb: Verb, startedAt: NumericDate) {
    self.job = job
    self.verb = verb
    self.startedAt = startedAt
    finishedAt = startedAt
  }

  package struct Input: Sendable, Hashable {
    package var name: String
    package var rows: Int
    package var bytes: Int

    package init(name: String, rows: Int, bytes: Int) {
      self.name = name
      self.rows = rows
      self.bytes = bytes
    }
  }

  package struct Counts: Sendable, Hashable {
    package var rows = 0
    /// Accepted rows of users whom the ledger did not know, or who had vanished.
    package var new = 0
    /// Accepted rows whose claims are others than last time.
    package var changed = 0
    package var unchanged = 0
    package var rejected = 0
    /// Held back because of an effect that is not allowed.
    package var held = 0
    package var suppressed = 0
    /// Users whom the ledger knows and no input has.
    package var vanished = 0
    /// Users whom the ledger knew before, the vanished of earlier runs left out.
    package var known = 0
    /// Artifacts that were written; 0 in a plan.
    package var issued = 0

    package init() {}
  }

  package struct Effect: Sendable, Hashable {
    package var id: String
    package var meaning: String
    package var isDestructive: Bool
    /// Rows to be issued that have it.
    package var rows: Int
    /// Rows that are held back because of it.
    package var held: Int

    package init(id: String, meaning: String, isDestructive: Bool, rows: Int, held: Int) {
      self.id = id
      self.meaning = meaning
      self.isDestructive = isDestructive
      self.rows = rows
      self.held = held
    }
  }

  package struct Limit: Sendable, Hashable {
    /// `max-change` and so on.
    package var name: String
    /// As the job says it: `10%`, `500`.
    package var allowed: String
    package var actual: Int
    /// What a share is one of: users that the ledger knows, or rows; nil for a count.
    package var base: Int?
    package var isExceeded: Bool
    package var isOverridden: Bool

    package init(
      name: String, allowed: String, actual: Int, base: Int? = nil, isExceeded: Bool,
      isOverridden: Bool
    ) {
      self.name = name
      self.allowed = allowed
      self.actual = actual
      self.base = base
      self.isExceeded = isExceeded
      self.isOverridden = isOverridden
    }
  }

  /// Findings of one kind.
  package struct Group: Sendable {
    package var code: FindingCode
    /// The rule's or effect's id, where the code has one.
    package var rule: String?
    package var severity: Severity
    package var count: Int
    /// The first of them, each with the name of its input.
    package var first: [Located]

    package init(
      code: FindingCode, rule: String?, severity: Severity, count: Int, first: [Located]
    ) {
      self.code = code
      self.rule = rule
      self.severity = severity
      self.count = count
      self.first = first
    }
  }

  package struct Located: Sendable {
    package var input: String
    package var finding: Finding

    package init(input: String, finding: Finding) {
      self.input = input
      self.finding = finding
    }
  }

  package struct Output: Sendable, Hashable {
    /// `artifacts`, `rejects`, `findings`, `report`.
    package var kind: String
    package var path: String

    package init(kind: String, path: String) {
      self.kind = kind
      self.path = path
    }
  }
}

extension JobReport.Limit {
  /// What is allowed, and of how many: `20% of 4,000`.
  var words: String { base.map { "\(allowed) of \(Words.number($0))" } ?? allowed }
}
