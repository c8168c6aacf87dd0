import ArgumentParser
import Authoring
import Batches
import Findings
import Runs

extension ProfileCommand {
  /// Writes the start of a profile.
  struct New: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "new",
      abstract: "Writes the commented start of a profile, from the columns of a batch.",
      discussion: """
        Types, formats and required claims are guessed from the first rows; comments
        ask what only the platform's document can say. The result passes lint and
        accepts those rows. No value of the batch goes into it.

        Examples:
          muster profile new acme --from users.csv > acme.yaml
          muster profile lint acme.yaml
          muster check users.csv --profile acme.yaml
        """)

    @Argument(help: ArgumentHelp("The profile's name.", valueName: "name"))
    var name: String

    @Option(
      name: .long,
      help: ArgumentHelp(
        "A batch, or - for standard input; none: a minimal start.", valueName: "batch"))
    var from: String?

    @Option(
      name: .long,
      help: ArgumentHelp(
        "How many rows to look at (at most \(BatchSurvey.rowsMax)).", valueName: "count"))
    var rows = BatchSurvey.rowsDefault

    @Option(
      name: .long,
      help: ArgumentHelp("csv, json or jsonl; found out otherwise.", valueName: "format"))
    var inputFormat: InputFormat?

    @Option(
      name: .long,
      help: ArgumentHelp("Delimiter of CSV: , ; | or tab; found out otherwise.", valueName: "char"))
    var delimiter: String?

    func run() throws {
      try conclude { () throws(CommandFailure) -> ExitStatus in
        try check()
        let survey = try from.map { path throws(CommandFailure) in try self.survey(path) }
        let text = Skeleton.text(
          name: name, batch: from.map(shown), survey: survey ?? BatchSurvey())
        try Terminal.answer(Array(text.utf8))
        return .done
      }
    }

    private func check() throws(CommandFailure) {
      guard Skeleton.isName(name) else {
        throw CommandFailure(
          .usage, "\"\(name)\" cannot name a profile.",
          help: "Use letters, digits, - and _, and begin with a letter.")
      }
      guard (1...BatchSurvey.rowsMax).contains(rows) else {
        throw CommandFailure(
          .usage, "--rows takes a number from 1 to \(BatchSurvey.rowsMax), not \(rows).")
      }
    }

    /// The file's own name: where it lies is nobody's business.
    private func shown(_ path: String) -> String {
      path == "-" ? "standard input" : path.split(separator: "/").last.map(String.init) ?? path
    }

    private func survey(_ path: String) throws(CommandFailure) -> BatchSurvey {
      var batch = BatchOptions()
      batch.batch = path
      batch.inputFormat = inputFormat
      batch.delimiter = delimiter
      let (format, dialect) = try batch.form()
      let input = try batch.open()
      var reader = BatchReader(format: format, dialect: dialect, source: input.batchSource)
      let survey: BatchSurvey
      do {
        survey = try BatchSurvey(&reader, rows: rows)
      } catch {
        throw CommandFailure(.unreadable, "\(batch.name): \(error.message)", help: error.help)
      }
      if let problem = survey.headerProblems.first {
        throw CommandFailure(
          .unreadable, "\(batch.name): \(problem)",
          help: "Mend the first line: each column needs a name of its own.")
      }
      if survey.isUnreadable {
        throw CommandFailure(
          .unreadable, "\(batch.name): no row here can be read, so there are no columns.",
          help: "Each row of a JSON batch is an object whose keys are the columns.")
      }
      if survey.headerLooksLikeData { sayThatNamesLookLikeData(survey, batch.name) }
      return survey
    }

    private func sayThatNamesLookLikeData(_ survey: BatchSurvey, _ file: String) {
      let finding =
        survey.isJSON
        ? Finding(
          .missingColumn, .warning, at: .batch(line: 1),
          "The keys of the objects look like data, and they are taken as the names of columns.",
          help: "Give each value a key that names it; the skeleton holds what stands there now.")
        : Finding(
          .missingColumn, .warning, at: .batch(line: 1),
          "The first line looks like a row of data, and it is taken as the names of columns.",
          help: "Put a line with names above it; the skeleton holds what stands there now.")
      Notices.say(FindingText(finding, file: file))
    }
  }
}
