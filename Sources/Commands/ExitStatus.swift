/// How a command ends. Scripts rely on these numbers.
enum ExitStatus: Int32, CaseIterable {
  case done = 0
  case failed = 1
  case changes = 2
  case someRejected = 3
  case gate = 10
  case locked = 11
  case key = 12
  case usage = 64
  case unreadable = 65
  case noInput = 66
  case cannotWrite = 73
  case ledger = 74
  case badProfile = 78
  case interrupted = 130
  case terminated = 143

  /// What it means, for help and documentation.
  var meaning: String {
    switch self {
    case .done: "all done"
    case .failed: "failed"
    case .changes: "plan --detailed-exitcode: there is something to do"
    case .someRejected: "finished, and some rows were rejected or held back"
    case .gate: "a gate stopped the run; nothing was signed"
    case .locked: "another run of the same job is at work"
    case .key: "key missing or unfit"
    case .usage: "wrong use of the command line"
    case .unreadable: "the input cannot be read, or its header does not fit"
    case .noInput: "no such input"
    case .cannotWrite: "an output cannot be written"
    case .ledger: "the ledger cannot be used"
    case .badProfile: "bad profile or job"
    case .interrupted: "interrupted"
    case .terminated: "terminated"
    }
  }

  /// The table in `--help`.
  ///
  /// - Parameter others: those with which a command never ends.
  static func help(without others: ExitStatus...) -> String {
    allCases.filter { !others.contains($0) }.map { status in
      let number = String(status.rawValue)
      let blanks = String(repeating: " ", count: 5 - number.count)
      return "  \(number)\(blanks)\(status.meaning)"
    }.joined(separator: "\n")
  }
}

/// A command's early end: what to say, and the exit status.
struct CommandFailure: Error {
  var status: ExitStatus
  /// In one sentence what is wrong; nil where it has been said already.
  var message: String?
  var help: String?
  var findings: [FindingText] = []

  init(
    _ status: ExitStatus, _ message: String?, help: String? = nil, findings: [FindingText] = []
  ) {
    self.status = status
    self.message = message
    self.help = help
    self.findings = findings
  }
  /// What is said of it.
  var words: String {
    (findings.map(\.text)
      + [message.map { "muster: \($0)" }, help.map { "    help: \($0)" }]
      .compactMap { $0 }).joined(separator: "\n")
  }
}
