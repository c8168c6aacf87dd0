/// Counts of the suite's tests by file, and the reasons of what differs, as Markdown.
struct SuiteReport {
  private(set) var total = (tests: 0, agree: 0)
  private var files: [(name: String, tests: Int, agree: Int)] = []

  mutating func add(_ file: String, agrees: Bool) {
    if files.last?.name != file { files.append((file, 0, 0)) }
    files[files.count - 1].tests += 1
    total.tests += 1
    if agrees {
      files[files.count - 1].agree += 1
      total.agree += 1
    }
  }

  var text: String {
    var lines = ["| File | Tests | Agree | Differ |", "|---|---|---|---|"]
    for file in files + [("all", total.tests, total.agree)] {
      lines.append("| `\(file.0)` | \(file.1) | \(file.2) | \(file.1 - file.2) |")
    }
    lines += ["", "| Place | Why |", "|---|---|"]
    for reason in SuiteDifference.Reason.allCases {
      let places = SuiteDifference.all.filter { $0.reason == reason }.map(\.file)
      let once = places.indices.filter { !places[..<$0].contains(places[$0]) }.map { places[$0] }
      lines.append(
        "| \(once.map { "`\($0)`" }.joined(separator: ", ")) | \(reason.rawValue) |")
    }
    return lines.joined(separator: "\n") + "\n"
  }
}
