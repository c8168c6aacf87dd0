import Bytes

/// What to do next, from what happened.
enum NextSteps {
  /// The report's own advice first, then what follows from the counts; most urgent first.
  static func of(_ report: JobReport) -> [String] {
    var steps = report.advice
    for step in derived(report) where !steps.contains(where: { $0.utf8.elementsEqual(step.utf8) }) {
      steps.append(step)
    }
    return steps
  }

  private static func derived(_ report: JobReport) -> [String] {
    let counts = report.counts
    var steps: [String] = []
    if report.outcome == .stopped { steps += limits(report) }
    if let step = expired(report) { steps.append(step) }
    if counts.vanished > 0 {
      steps.append(
        "Check that the export is whole: \(Words.count(counts.vanished, "user")) whom the ledger "
          + "knows \(counts.vanished == 1 ? "is" : "are") in no input. Muster withdraws nothing "
          + "from anybody.")
    }
    steps += held(report)
    if counts.rejected > 0 { steps.append(rejected(report)) }
    if report.outcome == .planned, counts.new + counts.changed > 0 {
      steps.append("To issue what this plan says, apply the job: muster apply.")
    }
    if let step = delivery(report) { steps.append(step) }
    return steps
  }

  private static func limits(_ report: JobReport) -> [String] {
    report.limits.filter { $0.isExceeded && !$0.isOverridden }.map { limit in
      "\(limit.name) allows \(limit.words), and there are \(Words.number(limit.actual)). Look at "
        + "the rows first; if they are right, apply once with --override \(limit.name), or raise "
        + "the limit in the job."
    }
  }

  private static func held(_ report: JobReport) -> [String] {
    let effects = report.effects.filter { $0.held > 0 }
    if effects.isEmpty, report.counts.held > 0 {
      return [
        "If the effects of the \(Words.count(report.counts.held, "held row")) are meant, allow them "
          + "by name in the job, and run it again."
      ]
    }
    return effects.map { effect in
      "\(Words.count(effect.held, "row")) \(effect.held == 1 ? "is" : "are") held back because of "
        + "\(effect.id)\(effect.isDestructive ? ", which is destructive" : ""). If that is meant, "
        + "allow \(effect.id) by name in the job, and run it again."
    }
  }

  private static func rejected(_ report: JobReport) -> String {
    let count = report.counts.rejected
    let rows = Words.count(count, "rejected row")
    let it = count == 1 ? "it" : "them"
    let begin =
      "Correct the \(rows) at \(count == 1 ? "its" : "their") source, and the next run takes "
    guard let file = report.outputs.first(where: { $0.kind == "rejects" }) else {
      return begin + "\(it) up."
    }
    return begin + "\(it) up; or correct \(file.path), which holds \(it), and run that."
  }

  private static func expired(_ report: JobReport) -> String? {
    guard report.counts.issued > 0, let earliest = report.earliestBestBefore,
      earliest <= report.finishedAt
    else { return nil }
    return
      "Some artifacts had expired before the run was over. Issue them anew in smaller batches, "
      + "or with a longer lifetime where the platform allows it."
  }

  private static func delivery(_ report: JobReport) -> String? {
    guard report.counts.issued > 0, let earliest = report.earliestBestBefore,
      earliest > report.finishedAt
    else { return nil }
    let left = earliest.secondsSinceEpoch - report.finishedAt.secondsSinceEpoch
    return
      "Deliver the \(Words.count(report.counts.issued, "artifact")) in time: the first expires "
      + "\(Seconds.roughly(left)) after the run ended."
  }
}
