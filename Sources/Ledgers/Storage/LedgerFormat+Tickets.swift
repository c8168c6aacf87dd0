/// What the second version of the format added: what a server and deliveries need.
extension LedgerFormat {
  /// Numbers of tickets, their runs, rosters and deliveries are never used again. `proof` is what makes
  /// a run's facts trustworthy to whoever has the ledger's key. A roster is loaded beside the old one,
  /// which it replaces when it is whole.
  static let second = """
    CREATE TABLE ticket_runs (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      mount TEXT NOT NULL,
      purpose TEXT NOT NULL,
      created_at INTEGER NOT NULL,
      not_before INTEGER NOT NULL,
      not_after INTEGER NOT NULL,
      uses_max INTEGER NOT NULL CHECK (uses_max > 0),
      form BLOB,
      proof BLOB CHECK (length(proof) = 16),
      completed_at INTEGER,
      revoked_at INTEGER
    ) STRICT;

    CREATE TABLE tickets (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      run_id INTEGER NOT NULL REFERENCES ticket_runs (id) ON DELETE CASCADE,
      hash BLOB NOT NULL CHECK (length(hash) = 16),
      user BLOB NOT NULL CHECK (length(user) = 16),
      row INTEGER NOT NULL,
      uses INTEGER NOT NULL DEFAULT 0,
      repeats INTEGER NOT NULL DEFAULT 0,
      last_used_at INTEGER,
      revoked_at INTEGER,
      sealed BLOB NOT NULL
    ) STRICT;
    CREATE UNIQUE INDEX tickets_by_hash ON tickets (hash);
    CREATE INDEX tickets_of_run ON tickets (run_id, id);
    CREATE INDEX tickets_of_user ON tickets (user, id);

    CREATE TABLE rosters (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      name TEXT NOT NULL,
      state TEXT NOT NULL CHECK (state IN ('loading', 'ready', 'gone')),
      loaded_at INTEGER NOT NULL,
      profile_name TEXT NOT NULL,
      row_count INTEGER NOT NULL DEFAULT 0,
      form BLOB,
      proof BLOB CHECK (length(proof) = 16)
    ) STRICT;
    CREATE UNIQUE INDEX one_ready_roster ON rosters (name) WHERE state = 'ready';

    CREATE TABLE roster_rows (
      id INTEGER PRIMARY KEY,
      roster_id INTEGER NOT NULL REFERENCES rosters (id) ON DELETE CASCADE,
      user BLOB NOT NULL CHECK (length(user) = 16),
      row INTEGER NOT NULL,
      sealed BLOB NOT NULL
    ) STRICT;
    CREATE UNIQUE INDEX roster_rows_by_user ON roster_rows (roster_id, user);

    CREATE TABLE delivery_names (
      id INTEGER PRIMARY KEY,
      name TEXT NOT NULL UNIQUE
    ) STRICT;

    CREATE TABLE delivery_runs (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      name_id INTEGER NOT NULL REFERENCES delivery_names (id),
      host TEXT NOT NULL,
      profile_name TEXT NOT NULL,
      state TEXT NOT NULL CHECK (state IN ('running', 'done', 'stopped')),
      started_at INTEGER NOT NULL,
      finished_at INTEGER,
      row_count INTEGER NOT NULL DEFAULT 0,
      delivered_count INTEGER NOT NULL DEFAULT 0,
      refused_count INTEGER NOT NULL DEFAULT 0,
      failed_count INTEGER NOT NULL DEFAULT 0,
      rejected_count INTEGER NOT NULL DEFAULT 0,
      unchanged_count INTEGER NOT NULL DEFAULT 0
    ) STRICT;
    CREATE INDEX delivery_runs_of_name ON delivery_runs (name_id, id);

    CREATE TABLE deliveries (
      id INTEGER PRIMARY KEY,
      name_id INTEGER NOT NULL,
      user BLOB NOT NULL CHECK (length(user) = 16),
      claims BLOB NOT NULL CHECK (length(claims) = 16),
      state TEXT NOT NULL
        CHECK (state IN ('presenting', 'delivered', 'refused', 'failed')),
      run_id INTEGER NOT NULL,
      row INTEGER NOT NULL,
      presentations INTEGER NOT NULL,
      attempts INTEGER NOT NULL DEFAULT 0,
      status INTEGER,
      at INTEGER NOT NULL
    ) STRICT;
    CREATE UNIQUE INDEX deliveries_by_user ON deliveries (name_id, user);
    """
}
