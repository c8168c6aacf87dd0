/// The rows by what became of them: a bar of stacked parts, and the lines of the table under it.
struct RowsBar {
  /// Units of the drawing's width.
  private static let width = 1_000.0
  /// What even a single row among millions gets.
  private static let partMin = 6.0
  private static let gap = 2.0

  struct Part {
    let kind: String
    let x: String
    let partWidth: String
  }

  struct Line {
    let kind: String
    let name: String
    let count: String
    let share: String
    let meaning: String
    let isZero: Bool
  }

  let parts: [Part]
  let lines: [Line]
  /// The same in words, for whoever does not see it.
  let text: String

  init(_ counts: JobReport.Counts) {
    let outcomes = Self.outcomes(counts)
    let lines = outcomes.map { kind, name, meaning, count in
      Line(
        kind: kind, name: name, count: Words.number(count),
        share: Words.share(count, of: counts.rows), meaning: meaning, isZero: count == 0)
    }
    self.lines = lines
    parts = Self.parts(outcomes.map { ($0.kind, $0.count) })
    let words = lines.filter { !$0.isZero }.map { "\($0.count) \($0.name.lowercased())" }
    text = "\(Words.count(counts.rows, "row")): " + words.joined(separator: ", ")
  }

  private static func parts(_ counts: [(kind: String, count: Int)]) -> [Part] {
    let filled = counts.filter { $0.count > 0 }
    let sum = filled.reduce(0.0) { $0 + Double($1.count) }
    let room = width - gap * Double(max(filled.count - 1, 0)) - partMin * Double(filled.count)
    var x = 0.0
    return filled.map { kind, count in
      let partWidth = partMin + room * Double(count) / sum
      defer { x += partWidth + gap }
      return Part(kind: kind, x: Seconds.decimal(x), partWidth: Seconds.decimal(partWidth))
    }
  }

  private static func outcomes(
    _ counts: JobReport.Counts
  ) -> [(kind: String, name: String, meaning: String, count: Int)] {
    [
      ("new", "New", "The ledger did not know the user.", counts.new),
      ("changed", "Changed", "The claims are others than last time.", counts.changed),
      ("unchanged", "Unchanged", "As last time; nothing is issued.", counts.unchanged),
      ("held", "Held back", "An effect is not allowed.", counts.held),
      ("suppressed", "Suppressed", "On a list of users never to enrol again.", counts.suppressed),
      ("rejected", "Rejected", "Something in the row is wrong.", counts.rejected),
    ]
  }
}
