/// Working storage for matching patterns: reuse one per worker, and matching allocates nothing once the
/// patterns' tables have been built.
package struct PatternScratch: Sendable {
  private var tables: [PatternTable] = []
  /// The table used last; patterns are usually asked in the same order for every row.
  private var latest = 0
  private var simulation = PatternSimulation()

  /// Makes empty storage.
  package init() {}

  mutating func matches(_ program: PatternProgram, _ text: Span<UInt8>) -> Bool {
    let slot = slot(for: program)
    latest = slot
    return tables[slot].matches(text, &simulation)
  }

  /// The table of `program`, searched from the one used last.
  private mutating func slot(for program: PatternProgram) -> Int {
    let count = tables.count
    var slot = latest
    for _ in 0..<count {
      if tables[slot].program === program { return slot }
      slot = slot + 1 < count ? slot + 1 : 0
    }
    guard count >= PatternLimits.cachedPatternsMax else {
      tables.append(PatternTable(program))
      return count
    }
    slot = latest + 1 < count ? latest + 1 : 0
    tables[slot] = PatternTable(program)
    return slot
  }
}
