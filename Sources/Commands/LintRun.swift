import Findings

/// Checks several files, and says everything at once.
struct LintRun {
  var files: [String]
  var format: LintFormat
  var isStrict: Bool
  /// What one file is: `profile`, `job`.
  var noun: String
  var showsUnverified = false

  func run(
    _ lint: (String) throws(CommandFailure) -> LintReport
  ) throws(CommandFailure) -> ExitStatus {
    var reports: [LintReport] = []
    var isBad = false
    for file in files {
      do throws(CommandFailure) {
        reports.append(try lint(file))
      } catch {
        // One that cannot be read does not hide what is wrong with the others.
        guard files.count > 1, error.status != .done else { throw error }
        Terminal.say(error.words)
        isBad = true
      }
    }
    let view = LintView(
      reports: reports, format: format, noun: noun, showsUnverified: showsUnverified)
    let answer = view.answer
    if !answer.isEmpty { try Terminal.answer(answer) }
    for line in view.counts { Terminal.say(line) }
    let worst = reports.flatMap(\.findings).map(\.severity).max() ?? .note
    isBad = isBad || worst == .error || (isStrict && worst == .warning)
    return isBad ? .badProfile : .done
  }
}
