import GRDB

/// What a ledger's file looks like.
///
/// A migration that was released is never changed; a change of the format is a new one at the end,
/// which also raises ``version`` and sets it.
enum LedgerFormat {
  /// `MstL`: tells a ledger from other programs' SQLite files.
  static let applicationID: Int64 = 0x4D73_744C
  /// The file's `user_version`: how many migrations made it.
  static let version = 2
  static let names = ["members-and-runs", "tickets-rosters-deliveries"]
  /// The first version that has tickets, rosters and deliveries. What was there before it is read as it
  /// is, because later migrations only added to it.
  static let ticketsVersion = 2
  /// The oldest version that can be read without being brought up to date.
  static let readableVersion = 1

  /// The facts about the ledger itself, in the table `meta`.
  enum Fact: String {
    case id
    case keyCheck = "key_check"
  }

  static var migrator: DatabaseMigrator {
    var migrator = DatabaseMigrator()
    migrator.registerMigration(names[0]) { database in
      try database.execute(sql: first)
      try database.execute(sql: "PRAGMA user_version = 1")
    }
    migrator.registerMigration(names[1]) { database in
      try database.execute(sql: second)
      try database.execute(sql: "PRAGMA user_version = 2")
    }
    return migrator
  }

  /// Run numbers are never used again; members' numbers are, so that they stay small. A member's
  /// runs may have been pruned, so nothing holds them.
  private static let first = """
    CREATE TABLE meta (
      name TEXT NOT NULL PRIMARY KEY,
      value BLOB NOT NULL
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE jobs (
      id INTEGER PRIMARY KEY,
      name TEXT NOT NULL UNIQUE,
      serial INTEGER NOT NULL DEFAULT 0,
      known INTEGER NOT NULL DEFAULT 0,
      contract BLOB CHECK (length(contract) = 16),
      last_finished_at INTEGER,
      last_success_at INTEGER,
      last_success_run INTEGER
    ) STRICT;

    CREATE TABLE runs (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      job_id INTEGER NOT NULL REFERENCES jobs (id),
      state TEXT NOT NULL
        CHECK (state IN ('running', 'finishing', 'done', 'failed', 'abandoned')),
      started_at INTEGER NOT NULL,
      finished_at INTEGER,
      is_success INTEGER NOT NULL DEFAULT 0,
      profile_name TEXT NOT NULL,
      profile BLOB NOT NULL CHECK (length(profile) = 16),
      job_file BLOB NOT NULL CHECK (length(job_file) = 16),
      input BLOB NOT NULL CHECK (length(input) = 16),
      keys BLOB NOT NULL CHECK (length(keys) = 16),
      contract BLOB NOT NULL CHECK (length(contract) = 16),
      artifact_path TEXT NOT NULL,
      partial_path TEXT NOT NULL,
      artifact_bytes INTEGER NOT NULL DEFAULT 0,
      issued INTEGER NOT NULL DEFAULT 0,
      earliest_best_before INTEGER,
      commits INTEGER NOT NULL DEFAULT 0,
      failure TEXT,
      failed_at INTEGER,
      row_count INTEGER NOT NULL,
      new_count INTEGER NOT NULL,
      changed_count INTEGER NOT NULL,
      unchanged_count INTEGER NOT NULL,
      vanished_count INTEGER NOT NULL,
      returned_count INTEGER NOT NULL,
      rejected_count INTEGER NOT NULL,
      held_back_count INTEGER NOT NULL,
      suppressed_count INTEGER NOT NULL
    ) STRICT;
    CREATE INDEX runs_of_job ON runs (job_id, id);
    CREATE UNIQUE INDEX one_unfinished_run ON runs (job_id)
      WHERE state IN ('running', 'finishing');

    CREATE TABLE renames (
      run_id INTEGER NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
      position INTEGER NOT NULL,
      temporary TEXT NOT NULL,
      final TEXT NOT NULL,
      PRIMARY KEY (run_id, position)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE members (
      id INTEGER PRIMARY KEY,
      job_id INTEGER NOT NULL,
      identity BLOB NOT NULL CHECK (length(identity) = 16),
      claims BLOB CHECK (length(claims) = 16),
      first_run INTEGER NOT NULL,
      run_id INTEGER NOT NULL,
      change INTEGER NOT NULL CHECK (change IN (0, 1)),
      gone_run INTEGER,
      gone_at INTEGER,
      outcome TEXT NOT NULL,
      expires_at INTEGER,
      jti BLOB CHECK (length(jti) = 16),
      row INTEGER NOT NULL,
      input INTEGER NOT NULL
    ) STRICT;
    CREATE UNIQUE INDEX members_by_identity ON members (job_id, identity);
    """
}
