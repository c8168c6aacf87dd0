import Bytes
import Findings
import Jobs
import Pings
import Reports
import Runs
import Tokens

/// Tells of a job wherever it is to be told: pages, metrics, a monitor. None of it changes how the job
/// ended.
struct JobReporter {
  let html: [String]
  let json: [String]
  let metrics: [String]
  private let ping: Ping?
  private let runID: String

  /// - Parameters:
  ///   - metrics: from the command line, beside the job's own.
  ///   - pingURL: from the command line, in place of the job's own.
  init(
    _ loaded: LoadedJob, _ paths: JobPaths, _ options: JobRunOptions, metrics: String?,
    pingURL: String?, pings: Bool, entropy: Entropy
  ) {
    let own = loaded.job.report
    func places(_ template: String?, _ given: String?) -> [String] {
      // A plan leaves alone what tells of the last apply.
      (pings ? [template.map { paths.resolve(template: $0) }, given] : [given]).compactMap { $0 }
    }
    html = places(own.html, options.report)
    json = places(own.json, options.reportJson)
    self.metrics = places(own.metrics, metrics)
    runID = Self.newID(entropy)
    ping = pings ? Self.ping(pingURL.map { .url($0) } ?? own.ping, loaded) : nil
  }

  /// A random UUID (RFC 9562, 5.4).
  private static func newID(_ entropy: Entropy) -> String {
    var bytes: [UInt8] = []
    entropy.append(16, to: &bytes)
    bytes[6] = bytes[6] & 0x0F | 0x40
    bytes[8] = bytes[8] & 0x3F | 0x80
    let digits = KeyedDigest(bytes.span).hexadecimal
    var text = ""
    for (index, digit) in digits.enumerated() {
      if [8, 12, 16, 20].contains(index) { text += "-" }
      text.append(digit)
    }
    return text
  }

  private static func ping(_ place: Job.Ping?, _ loaded: LoadedJob) -> Ping? {
    do {
      switch place {
      case nil: return nil
      case .url(let url): return try Ping(url)
      case .secret(let secret):
        var (bytes, _) = try loaded.source(secret).load()
        while let last = bytes.last, last == 0x0A || last == 0x0D { bytes.removeLast() }
        return try Ping(String(decoding: bytes, as: Unicode.UTF8.self))
      }
    } catch let error as PingError {
      say(error.message, error.help)
    } catch let error as SecretSourceError {
      say("The monitor's address cannot be had: \(error.message)", error.help)
    } catch {
      preconditionFailure("Nothing else is thrown here.")
    }
    return nil
  }

  /// Said under --quiet, too: whoever waits for what was not delivered is to know.
  private static func say(_ message: String, _ help: String?) {
    Notices.sayAlways(
      FindingText(Finding(.reportUndelivered, .warning, at: .run, message, help: help)))
  }

  // MARK: Telling

  /// Tells of a job whose file, or whose profile, cannot be used, wherever the command line says.
  static func tell(
    of failure: CommandFailure, _ jobFile: String, at now: NumericDate, metrics: String?,
    pingURL: String?
  ) {
    var report = JobReport(
      job: JobSource.name(ofJobIn: jobFile), verb: .apply, startedAt: now)
    report.exitCode = failure.status.rawValue
    report.failure = failure.message
    if let metrics, !FileIdentity.areSame(metrics, jobFile) { write(report, toMetrics: metrics) }
    guard let pingURL, let ping = try? Ping(pingURL) else { return }
    let note = ping.send(
      .failure(exitCode: report.exitCode), runID: newID(.system()),
      body: Array((failure.message ?? "").utf8))
    if let note { say(note.message, nil) }
  }

  private static func write(_ report: JobReport, toMetrics path: String) {
    let previous = try? ProfileSource.read(path, status: .noInput)
    write(Metrics.text(report, previous: previous), to: path, isPublic: true)
  }

  /// Tells the monitor that the job begins.
  func start() { send(.start, []) }

  /// Writes what there is to write, and tells the monitor how the job ended.
  func finish(_ report: JobReport, summary: String) {
    for path in html { Self.write(ReportPage.html(report), to: path) }
    for path in json { Self.write(ReportJSON.text(report), to: path) }
    for path in metrics { Self.write(report, toMetrics: path) }
    let isGood = report.exitCode == 0
    send(isGood ? .success : .failure(exitCode: report.exitCode), Array(summary.utf8))
  }

  /// Tells the monitor alone, where nothing may be written.
  func fail(_ failure: CommandFailure) {
    send(.failure(exitCode: failure.status.rawValue), Array((failure.message ?? "").utf8))
  }

  private func send(_ event: Ping.Event, _ body: [UInt8]) {
    guard let note = ping?.send(event, runID: runID, body: body) else { return }
    Self.say(note.message, nil)
  }

  /// - Parameter isPublic: whether a program of another user is to read it.
  private static func write(_ bytes: [UInt8], to path: String, isPublic: Bool = false) {
    do throws(FileError) {
      let file = try OutputFile(path, permissions: isPublic ? 0o644 : 0o600)
      try file.write(bytes.span)
      try file.finish()
    } catch {
      say(error.message, error.help)
    }
  }
}
