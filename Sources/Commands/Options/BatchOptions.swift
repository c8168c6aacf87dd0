import ArgumentParser
import Batches
import Bytes
import Runs
import Tokens

/// The batch, and how it is read.
struct BatchOptions: ParsableArguments {
  @Argument(help: ArgumentHelp("The batch, or - for standard input.", valueName: "batch"))
  var batch = "-"

  @Option(
    name: .long,
    help: ArgumentHelp("csv, json or jsonl; found out otherwise.", valueName: "format"))
  var inputFormat: InputFormat?

  @Option(
    name: .long,
    help: ArgumentHelp("Delimiter of CSV: , ; | or tab; found out otherwise.", valueName: "char"))
  var delimiter: String?

  /// The batch's name in findings.
  var name: String { batch == "-" ? "<stdin>" : batch }

  /// The file that no output may replace.
  var file: String? { batch == "-" ? nil : batch }

  func open() throws(CommandFailure) -> InputFile {
    do {
      return try InputFile(batch)
    } catch {
      throw CommandFailure(error, status: .noInput)
    }
  }

  func dialect() throws(CommandFailure) -> CSVDialect? { try Self.dialect(delimiter) }

  /// The dialect of a delimiter from the command line.
  static func dialect(_ delimiter: String?) throws(CommandFailure) -> CSVDialect? {
    guard let delimiter else { return nil }
    let text = delimiter == "tab" || delimiter == "\\t" ? "\t" : delimiter
    guard text.utf8.count == 1, let byte = text.utf8.first,
      let dialect = CSVDialect(delimiter: byte)
    else {
      throw CommandFailure(
        .usage, "--delimiter takes a comma, a semicolon, a bar or tab, not \"\(delimiter)\".")
    }
    return dialect
  }

  /// Format and dialect: as given, as the file's name promises, or nil where the text decides.
  func form() throws(CommandFailure) -> (format: BatchFormat?, dialect: CSVDialect?) {
    let given = try dialect()
    if let inputFormat { return (BatchFormat(rawValue: inputFormat.rawValue), given) }
    if given != nil { return (.csv, given) }
    guard let promised = BatchFormat.promised(byFileName: batch) else { return (nil, nil) }
    return (promised.format, promised.dialect)
  }
}

/// The clock, which a run may fix.
struct ClockOptions: ParsableArguments {
  @Option(
    name: .long,
    help: ArgumentHelp(
      "Fix the time: seconds since 1970, or 2026-11-21T03:56:30Z.", valueName: "time"))
  var now: String?

  func clock() throws(CommandFailure) -> WallClock {
    guard let now else {
      return WallClock(
        now: { NumericDate(secondsSinceEpoch: SystemClock.wallSeconds()) },
        uptimeSeconds: { SystemClock.uptimeSeconds() })
    }
    guard let date = NumericDate(text: now) else {
      throw CommandFailure(
        .usage, "--now takes a time, and \"\(now)\" is none.",
        help: "Give seconds since 1970, or a time such as 2026-11-21T03:56:30Z.")
    }
    return .fixed(date)
  }
}

/// The formats of a batch, as the command line names them.
enum InputFormat: String, ExpressibleByArgument, CaseIterable {
  case csv, json, jsonl
}
