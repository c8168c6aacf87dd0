/// What a pattern may cost. All are fixed: a pattern is part of a profile, and a profile must mean the
/// same everywhere.
package enum PatternLimits {
  /// Code points in a pattern's source.
  package static let sourceMax = 1_000
  /// Groups inside one another.
  package static let nestingMax = 100
  /// The largest number inside `{n,m}`.
  package static let repetitionMax = 10_000
  /// States after every counted repetition has been written out.
  package static let statesMax = 10_000
  /// Byte ranges over all states.
  static let edgesMax = 200_000
  /// Parts visited while repetitions are written out: bounds those that make no state, as in `(){9999}`.
  static let expansionMax = 100_000

  /// Patterns whose tables one scratch remembers.
  static let cachedPatternsMax = 256
  /// States of one lazily built table, before matching goes on without one.
  static let cachedStatesMax = 2_000
  /// Cells of one lazily built table.
  static let cachedCellsMax = 1 << 18
  /// Members over all states of one lazily built table.
  static let cachedMembersMax = 1 << 18
}
