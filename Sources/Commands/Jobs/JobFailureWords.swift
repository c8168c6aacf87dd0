import Applying
import Findings
import Reports
import Runs

extension CommandFailure {
  init(_ failure: JobFailure) {
    switch failure {
    case .run(let failure, let input): self.init(failure, file: input)
    case .ledger(let error): self.init(error)
    case .state(let error): self.init(error)
    case .input(let error): self.init(.noInput, error.message, help: error.help)
    case .output(let error): self.init(error)
    case .limits(let limits):
      let sentences = limits.map(Self.sentence)
      let names = limits.map { "--override \($0.name)" }.joined(separator: " ")
      self.init(
        .gate,
        "A limit stopped the job, and nothing was signed: "
          + sentences.joined(separator: " "),
        help:
          "Look at muster plan, or for a delivery at its --dry-run; if this is meant, run again "
          + "with \(names).")
    case .stale(let reasons):
      self.init(
        .gate, "The plan is stale, and nothing was done: " + reasons.joined(separator: " "),
        help: "Make a new one with muster plan.")
    case .clock(let reason):
      self.init(
        .gate, reason + " Nothing was done.",
        help: "Set the clock; if it is right, run again with --override \(JobGates.clock).")
    }
  }

  private static func sentence(_ limit: JobReport.Limit) -> String {
    let isOfUsers = ["max-change", "max-vanished"].contains(limit.name)
    let found = "and there \(limit.actual == 1 ? "is" : "are") \(limit.actual)"
    guard let base = limit.base else {
      return "\(limit.name) allows \(limit.allowed), \(found)."
    }
    if base == 0 && isOfUsers {
      return
        "\(limit.name) allows \(limit.allowed) of the users whom the ledger knows, \(found); it "
        + "knows nobody yet, as before the first run, or as another ledger than the last time."
    }
    let whole = isOfUsers ? Terminal.count(base, "known user") : Terminal.count(base, "row")
    return "\(limit.name) allows \(limit.allowed) of \(whole), \(found)."
  }
}
