package import Findings

/// The unique values that the accepted rows of a batch have shown so far. Rows come in their order, so
/// that of two rows with one value the first is good.
package struct SeenValues {
  /// How many values are remembered at most, of all claims together: some 4 GiB.
  package static let valuesMax = 100_000_000

  /// A value of a row that an earlier row has shown.
  package struct Repetition: Sendable, Hashable {
    /// The value's index among the unique ones.
    package var index: Int
    /// The row that showed it first.
    package var first: Int
    /// The input in which that row stands, where it is another one.
    package var input: String?

    package init(index: Int, first: Int) {
      self.index = index
      self.first = first
    }
  }

  private var tables: [FingerprintTable]
  private let valuesMax: Int
  private var count = 0
  /// So that no look is without a use.
  private var touched: UInt32 = 0

  /// - Parameter count: how many unique values a row has.
  package init(count: Int, valuesMax: Int = SeenValues.valuesMax) {
    tables = Array(repeating: FingerprintTable(), count: count)
    self.valuesMax = valuesMax
  }

  /// Whether the next row may show more values than can be remembered.
  package var isFull: Bool { count + tables.count > valuesMax }

  /// What ends a run that would show more.
  package var limitFinding: Finding {
    Finding(
      .uniquenessLimit, at: .run,
      "The batch has more than \(valuesMax) values that may occur once (valuesMax), and whether "
        + "others repeat them cannot be said.",
      help: "Split the batch, or do without this with --allow duplicates.")
  }

  /// Gets ready for rows whose fingerprints are these.
  package mutating func prepare(_ fingerprints: [Fingerprint?], _ range: Range<Int>) {
    var index = range.lowerBound
    while index < range.upperBound {
      for table in tables.indices {
        if let value = fingerprints[index + table] { touched ^= tables[table].touch(value) }
      }
      index += tables.count
    }
  }

  /// Holds an accepted row against those before it, and remembers its values unless one was there.
  ///
  /// - Parameter fingerprints: those of all rows of a chunk; the row's begin at `start`.
  /// - Returns: what the row repeats.
  package mutating func add(
    _ fingerprints: [Fingerprint?], from start: Int, row: Int
  ) -> [Repetition] {
    if tables.count == 1 {
      guard let value = fingerprints[start] else { return [] }
      if let first = tables[0].insert(value, row: row) {
        return [Repetition(index: 0, first: first)]
      }
      count += 1
      return []
    }
    var repeated: [Repetition] = []
    for index in tables.indices {
      guard let value = fingerprints[start + index] else { continue }
      if let first = tables[index].row(showing: value) {
        repeated.append(Repetition(index: index, first: first))
      }
    }
    // A row that is rejected leaves no trace.
    guard repeated.isEmpty else { return repeated }
    for index in tables.indices {
      guard let value = fingerprints[start + index] else { continue }
      _ = tables[index].insert(value, row: row)
      count += 1
    }
    return []
  }
}
