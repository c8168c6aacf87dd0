/// Where rows come from, as a job says it.
package enum InputSource: Sendable, Hashable {
  /// A path, or a ``FilePattern``.
  case files(String)
  case standardInput
  /// A command for the shell, whose standard output is the batch.
  case command(String)
  /// A query that `sqlite3` runs over a database file.
  case sqlite(file: String, query: String)
  /// A query that `psql` runs.
  case postgresql(connection: String, query: String)
}
