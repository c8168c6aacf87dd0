/// What happened, in a word and in a sentence.
struct Headline {
  /// How it is coloured.
  enum Tone: String, CaseIterable { case good, calm, warning, bad, info }

  let tone: Tone
  let word: String
  let sentence: String

  init(_ report: JobReport) {
    let counts = report.counts
    let left = counts.rejected + counts.held
    switch report.outcome {
    case .planned:
      (tone, word) = (.info, "Planned")
      sentence = Self.planned(report)
    case .done where left > 0 || report.exitCode != 0:
      (tone, word) = (.warning, "Done, in part")
      sentence = Self.done(report)
    case .done:
      (tone, word) = (.good, "Done")
      sentence = Self.done(report)
    case .unchanged:
      (tone, word) = left > 0 ? (.warning, "Nothing new") : (.calm, "Nothing to do")
      sentence = "No row is new or changed, and nothing was issued" + Self.leftOver(counts) + "."
    case .stopped:
      (tone, word) = (.warning, "Stopped")
      let exceeded = report.limits.filter { $0.isExceeded && !$0.isOverridden }.map(\.name)
      let why = exceeded.isEmpty ? "" : " by \(Self.list(exceeded))"
      sentence = "The job was stopped\(why), and nothing was signed."
    case .failed:
      (tone, word) = (.bad, "Failed")
      sentence = "The job did not come to its end."
    }
  }

  private static func planned(_ report: JobReport) -> String {
    let counts = report.counts
    let wanted = counts.new + counts.changed
    if wanted == 0 {
      return "An apply would issue nothing: no row is new or changed" + leftOver(counts) + "."
    }
    return "An apply would issue \(Words.count(wanted, "artifact"))\(origin(counts))"
      + leftOver(counts) + "."
  }

  private static func done(_ report: JobReport) -> String {
    let counts = report.counts
    return "\(Words.count(counts.issued, "artifact")) \(counts.issued == 1 ? "was" : "were") issued"
      + origin(counts) + leftOver(counts) + "."
  }

  private static func origin(_ counts: JobReport.Counts) -> String {
    switch (counts.new, counts.changed) {
    case (0, 0): ""
    case (_, 0): " for new users"
    case (0, _): " for users who have changed"
    default: ", \(Words.number(counts.new)) new and \(Words.number(counts.changed)) changed"
    }
  }

  private static func leftOver(_ counts: JobReport.Counts) -> String {
    let parts = [
      counts.rejected > 0 ? "\(Words.count(counts.rejected, "row")) rejected" : nil,
      counts.held > 0 ? "\(Words.number(counts.held)) held back" : nil,
    ]
    let left = parts.compactMap { $0 }
    return left.isEmpty ? "" : "; " + list(left)
  }

  private static func list(_ parts: [String]) -> String {
    guard let last = parts.last, parts.count > 1 else { return parts.first ?? "" }
    return parts.dropLast().joined(separator: ", ") + " and " + last
  }
}
