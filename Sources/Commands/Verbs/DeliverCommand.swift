import Applying
import ArgumentParser
import Deliveries
import Runs

struct DeliverCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "deliver",
    abstract: "Presents each row's token to the platform itself, and remembers what it answered.",
    discussion: """
      For platforms that make or update a user when the URL is visited. Each token
      is minted at the moment of sending. What was delivered before, and has not
      changed, is left out.

      Examples:
        muster deliver users.csv --profile bettermode \\
          --set domain=community.example.com \\
          --key-file sso.key --confirm community.example.com --rejects rejects.csv
        muster deliver newsletter.yaml --confirm community.example.com --rate 10/s
        muster deliver newsletter.yaml --confirm community.example.com --dry-run \\
          --rows rows.jsonl

      Exit codes:
      \(ExitStatus.help(without: .changes))
      """)

  @Argument(
    help: ArgumentHelp(
      "A job file (.yaml), or a batch; - for standard input.", valueName: "job|batch"))
  var source: String

  @Option(
    name: .long,
    help: ArgumentHelp(
      "The host, with its port if that is unusual, that all rows lead to; nothing is sent without.",
      valueName: "host"))
  var confirm: String?

  @Option(
    name: .long,
    help: ArgumentHelp("Profile of a batch: a built-in name, or a file.", valueName: "name|file"))
  var profile: String?

  @OptionGroup var choices: ProfileChoices
  @OptionGroup var key: KeyOptions

  @Option(
    name: .long,
    help: ArgumentHelp(
      "Format of a batch: csv, json or jsonl; found out otherwise.", valueName: "format"))
  var inputFormat: InputFormat?

  @Option(
    name: .long,
    help: ArgumentHelp("Delimiter of CSV: , ; | or tab; found out otherwise.", valueName: "char"))
  var delimiter: String?

  @OptionGroup var sending: SendingOptions

  @Option(
    name: .long,
    help: ArgumentHelp(
      "What the ledger remembers the delivery by; otherwise profile@host, or job@host.",
      valueName: "name"))
  var name: String?

  @Option(
    name: .long,
    help: ArgumentHelp("The ledger, in place of the job's or the user's.", valueName: "file"))
  var ledger: String?

  @Option(
    name: .long,
    help: ArgumentHelp(
      "Let this limit of the job not stop it: \(JobGates.names.joined(separator: ", ")); may be given again.",
      valueName: "limit"))
  var override: [String] = []

  @Option(
    name: .long,
    help: ArgumentHelp(
      "Write what is known of each row, and what becomes of it, as JSON Lines.", valueName: "file"))
  var rows: String?

  @Flag(name: .long, help: "Present unchanged rows, too.")
  var all = false

  @Flag(name: .long, help: "Judge and count, and send nothing; needs no key.")
  var dryRun = false

  @OptionGroup var outputs: OutputOptions
  @OptionGroup var clock: ClockOptions
  @OptionGroup var jobs: JobOptions

  func validate() throws {
    for name in override where !JobGates.names.contains(name) {
      throw ValidationError(
        "There is no limit \"\(name)\" to override; there are "
          + "\(JobGates.names.joined(separator: ", ")).")
    }
    if clock.now != nil && !dryRun {
      throw ValidationError(
        "--now fixes the time of a --dry-run: a token that is sent is signed at the moment it is sent."
      )
    }
    if let confirm, ConfirmedHost(confirm) == nil {
      throw ValidationError(
        "--confirm takes a host, such as community.example.com, without a scheme or a path.")
    }
  }

  func run() throws {
    try conclude(json: outputs.json) { () throws(CommandFailure) -> ExitStatus in
      // Cron mails whatever is said: under --quiet nothing is, unless there is trouble.
      if outputs.quiet && !outputs.json { Notices.keep(forJSON: false) }
      let subject = try DeliverySubject(self)
      return try DeliverySession(self, subject, try clock.clock()).run()
    }
  }
}

/// How tokens are sent.
struct SendingOptions: ParsableArguments {
  @Option(
    name: .long,
    help: ArgumentHelp("How many tokens are presented at once, 1 to 256.", valueName: "count"))
  var concurrency = 4

  @Option(
    name: .long,
    help: ArgumentHelp("How many are presented at most: 10/s, 90/m, 600/h.", valueName: "rate"))
  var rate: String?

  @Option(
    name: .long,
    help: ArgumentHelp("Trust this certificate authority, too (PEM).", valueName: "file"))
  var ca: String?

  @Option(
    name: .long,
    help: ArgumentHelp(
      "Stop when so many rows in a row were refused; 0 for never.", valueName: "count"))
  var refusedMax = DeliveryPolicy().refusedInRowMax ?? 0

  private static let concurrencies = 1...256

  func validate() throws {
    if !Self.concurrencies.contains(concurrency) {
      throw ValidationError(
        "--concurrency takes a number from 1 to 256, and \(concurrency) is none.")
    }
    if let rate, SendingRate(rate) == nil {
      throw ValidationError("--rate takes a number for a time, such as 10/s, 90/m or 600/h.")
    }
    if refusedMax < 0 { throw ValidationError("--refused-max takes a number from 0 on.") }
  }
}
