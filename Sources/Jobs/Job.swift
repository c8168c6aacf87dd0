package import Batches
package import Tokens

/// What should be, as a job file says it. Paths are as they are written; ``JobPaths`` finds the files.
package struct Job: Sendable {
  /// What the ledger knows the job by.
  package var name: String
  package var description: String?
  /// A built-in profile's name, or a file.
  package var profile: String
  /// Values of parameters, and of inputs for all rows.
  package var parameters: [(name: String, value: String)] = []
  package var algorithm: Algorithm?
  package var lifetimeSeconds: Int?
  package var artifact: String?
  /// Effects that are allowed, and `eternal`.
  package var allowedEffects: [String] = []
  /// The claim or input that the ledger knows a user by (`sub`, `inputs.user`); nil for the profile's
  /// first identity that the row has.
  package var identity: String?

  package var inputs: [Input] = []
  package var inputFormat: BatchFormat?
  package var delimiter: UInt8?
  /// Columns that feed claims or inputs, by the name of the claim.
  package var columns: [(name: String, column: String)] = []
  package var separators: [(name: String, separator: String)] = []
  package var ignoresUnknownColumns = false

  package var key: Key

  package var output: Output
  package var rejects: String?
  package var findings: String?
  package var suppressions: [Suppression] = []
  package var limits = Limits()
  package var ledger = LedgerPlace()
  package var report = ReportPlaces()

  package init(name: String, profile: String, key: Key, output: Output) {
    self.name = name
    self.profile = profile
    self.key = key
    self.output = output
  }
}

extension Job {
  /// Where rows come from.
  package enum Input: Sendable, Hashable {
    /// A path, or a pattern with `*`, `?` and `[…]`: all files that fit, by name.
    case files(String)
    case standardInput
    /// A command for the shell, whose standard output is the batch.
    case command(String)
    /// A query that `sqlite3` runs over a database file.
    case sqlite(file: String, query: String)
    /// A query that `psql` runs; the connection is a connection string without a password.
    case postgresql(connection: String, query: String)
  }

  /// Where a secret comes from; never the job file itself.
  package enum Secret: Sendable, Hashable {
    case file(String)
    case environment(String)
    case command(String)
  }

  /// A monitor's address: in the job file, or from where secrets come.
  package enum Ping: Sendable, Hashable {
    case url(String)
    case secret(Secret)
  }

  package enum Key: Sendable {
    case one(Secret)
    /// One key for each value of a claim or input: `website_id`, `inputs.site`.
    case perValue(field: String, keys: [(value: String, secret: Secret)])
  }

  package enum OutputFormat: String, Sendable, CaseIterable { case lines, csv, jsonl }

  /// The artifacts. The path may hold `{job}`, `{run}` and `{date}`.
  package struct Output: Sendable, Hashable {
    package var path: String
    package var format = OutputFormat.lines

    package init(path: String, format: OutputFormat = .lines) {
      self.path = path
      self.format = format
    }
  }

  /// Values that are never to be enrolled again.
  package struct Suppression: Sendable, Hashable {
    /// One value a line; or a CSV file, where a column is named.
    package var file: String
    package var column: String?
    /// Claims or inputs that must have none of the values; letters are compared without their case.
    package var matches: [String]

    package init(file: String, column: String? = nil, matches: [String]) {
      self.file = file
      self.column = column
      self.matches = matches
    }
  }

  /// How many rows at most: a count, or a share of all.
  package enum Threshold: Sendable, Hashable {
    case count(Int)
    /// Hundredths of a per cent: `2.5%` is 250.
    case share(Int)
  }

  /// What stops an apply before anything is signed.
  package struct Limits: Sendable, Hashable {
    /// New and changed rows; a share is one of the users that the ledger knows.
    package var maxChange: Threshold?
    /// Users that the ledger knows and that no input has; a share is one of those it knows.
    package var maxVanished: Threshold?
    /// Rows to be issued that have a destructive effect; a share is one of the rows.
    package var maxDestructive: Threshold?
    /// Rows that are rejected; a share is one of the rows.
    package var maxRejected: Threshold?

    package init() {}
  }

  package struct LedgerPlace: Sendable, Hashable {
    /// The database; nil for the one of the user.
    package var file: String?
    /// The file with the key that hides identities; nil for one beside the ledger.
    package var key: String?

    package init() {}
  }

  package struct ReportPlaces: Sendable, Hashable {
    package var html: String?
    package var json: String?
    /// In the text format of Prometheus, for a textfile collector.
    package var metrics: String?
    /// Told at start and finish.
    package var ping: Ping?

    package init() {}
  }
}
