import Bytes
import Ledgers

/// A run as the ledger remembers it.
struct RunView {
  let run: LedgerRun

  /// Runs as a table, one to a line.
  static func table(_ runs: [LedgerRun]) -> String {
    if runs.isEmpty { return "The ledger has no runs." }
    let head = [
      "run", "job", "state", "started", "rows", "new", "changed", "vanished", "rejected", "issued",
    ]
    let rows = runs.map { run in
      [
        "\(run.id)", run.jobName, Self.word(run.state), "\(run.startedAt)", "\(run.counts.rows)",
        "\(run.counts.new)", "\(run.counts.changed)", "\(run.counts.vanished)",
        "\(run.counts.rejected)", "\(run.progress.issued)",
      ]
    }
    // Numbers stand to the right.
    return TextTable(head, rows, toTheRight: [0, 4, 5, 6, 7, 8, 9]).text
  }

  /// A run that is at work and one that was killed look alike: only the lock tells.
  private static func word(_ state: RunState) -> String {
    state.isUnfinished ? "unfinished" : state.rawValue
  }

  /// Everything, in lines.
  var text: String {
    var lines = [
      "run \(run.id) of \(run.jobName): \(Self.word(run.state))",
      "  started:    \(run.startedAt)",
    ]
    if let finished = run.finishedAt { lines.append("  finished:   \(finished)") }
    lines.append("  profile:    \(run.profileName)")
    if run.progress.issued > 0 { lines.append("  artifacts:  \(run.artifactPath)") }
    if run.state == .running { lines.append("  unfinished: \(run.partialPath)") }
    lines += counts.map { name, count in
      "  " + name + ":" + String(repeating: " ", count: 11 - name.utf8.count) + "\(count)"
    }
    if let failure = run.failure {
      lines.append("  failure:    \(failure)\(run.failedAt.map { ", at \($0)" } ?? "")")
    }
    lines.append("  input:      \(run.input.hexadecimal) (keyed digest)")
    return lines.joined(separator: "\n")
  }

  private var counts: [(String, Int)] {
    let counts = run.counts
    return [
      ("rows", counts.rows), ("new", counts.new), ("changed", counts.changed),
      ("unchanged", counts.unchanged), ("rejected", counts.rejected), ("held", counts.heldBack),
      ("suppressed", counts.suppressed), ("vanished", counts.vanished),
      ("returned", counts.returned), ("issued", Int(run.progress.issued)),
    ]
  }

  /// The same as a JSON object.
  var json: String {
    var line: [UInt8] = []
    var members = JSONMembers(&line)
    members.add("run", Int(run.id), &line)
    members.add("job", run.jobName, &line)
    members.add("state", run.state.rawValue, &line)
    members.add("started_at", "\(run.startedAt)", &line)
    members.add("finished_at", run.finishedAt.map { "\($0)" }, &line)
    members.add("profile", run.profileName, &line)
    members.add("artifacts", run.artifactPath, &line)
    for (name, count) in counts { members.add(name, count, &line) }
    members.add("failure", run.failure, &line)
    members.add("input_digest", run.input.hexadecimal, &line)
    members.close(&line)
    return String(decoding: line, as: UTF8.self)
  }
}
