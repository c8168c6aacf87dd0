/// How much structure one JSON value may have.
package struct JSONLimits: Sendable, Equatable {
  /// How deep arrays and objects may nest; a value that is neither has depth 0.
  package var depthMax: Int
  /// How many members one object may have.
  package var membersMax: Int

  /// The reader recurses once per level, so a depth beyond this could end the process.
  package static let depthCeiling = 1_000

  package init(depthMax: Int = 64, membersMax: Int = 1_024) {
    precondition(depthMax <= Self.depthCeiling, "the reader's depth limit is at most 1,000")
    self.depthMax = depthMax
    self.membersMax = membersMax
  }
}
