import Bytes
import Findings

/// Watches the clock of a run: steps of the time of day, and artifacts that will be dead before the
/// run is over.
struct RunWatch {
  /// The time of day may differ from the steady clock by this much before it counts as a step.
  private static let stepSecondsMax = 2.0
  /// Before that a forecast says nothing.
  private static let forecastAfterSeconds = 2.0

  private let clock: WallClock
  private var first: (wall: NumericDate, uptime: Double)?
  private var last: (wall: NumericDate, uptime: Double)?
  private var step: Double?
  private var hasForecast = false

  init(_ clock: WallClock) { self.clock = clock }

  /// Reads the clock.
  mutating func read() -> NumericDate {
    let now = clock.now()
    guard let uptime = clock.uptimeSeconds?() else { return now }
    if let last {
      let wall = Double(now.secondsSinceEpoch - last.wall.secondsSinceEpoch)
      let difference = wall - (uptime - last.uptime)
      if difference.magnitude > Self.stepSecondsMax { step = difference }
    }
    last = (now, uptime)
    if first == nil { first = last }
    return now
  }

  /// What is worth telling since the last call.
  ///
  /// - Parameters:
  ///   - report: what has been done.
  ///   - share: how much of the batch that was, up to 1; nil if nobody knows.
  mutating func findings(_ report: RunReport, share: Double?) -> [Finding] {
    var findings: [Finding] = []
    if let step {
      self.step = nil
      findings.append(
        Finding(
          .clockStep, .warning, at: .run,
          "The clock was set \(step < 0 ? "back" : "forward") by about "
            + "\(Int(step.magnitude.rounded())) seconds during the run.",
          help:
            "Lifetimes count from the clock; check it, and issue the batch anew if it was wrong."
        ))
    }
    if !hasForecast, let finding = forecast(report, share: share) {
      hasForecast = true
      findings.append(finding)
    }
    return findings
  }

  /// Warns when the first artifacts will die before the last one is made, by the rate so far.
  private func forecast(_ report: RunReport, share: Double?) -> Finding? {
    guard let first, let last, let share, share > 0, let earliest = report.earliestBestBefore
    else { return nil }
    let elapsed = last.uptime - first.uptime
    guard elapsed >= Self.forecastAfterSeconds, share < 1 else { return nil }
    let left = elapsed * (1 - share) / share
    let end = last.wall.advanced(bySeconds: Int(left.rounded(.up)))
    guard end >= earliest else { return nil }
    return Finding(
      .perishable, .warning, at: .run,
      "The first artifacts expire at \(earliest), and at the present rate the run ends at about "
        + "\(end).",
      help: "Split the batch, or use a longer --lifetime where the platform allows it.")
  }
}

/// The watch of a run, which all its workers ask for the time.
final class SharedWatch: @unchecked Sendable {
  private let monitor = POSIXMonitor()
  /// Guarded by the monitor.
  private var watch: RunWatch

  init(_ clock: WallClock) { watch = RunWatch(clock) }

  func read() -> NumericDate { monitor.locked { watch.read() } }

  func findings(_ report: RunReport, share: Double?) -> [Finding] {
    monitor.locked { watch.findings(report, share: share) }
  }
}
