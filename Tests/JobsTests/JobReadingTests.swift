import Batches
import Findings
import Jobs
import Profiles
import Testing
import Tokens

/// A job file becomes the job that it describes.
@Suite struct JobReadingTests {
  private func read(_ text: String) -> (job: Job?, findings: [Finding]) {
    JobReader.read(Array(text.utf8), file: "a.yaml")
  }

  @Test func readsEveryKey() throws {
    let (found, findings) = read(
      """
      muster: 1
      name: nightly
      description: Readers.
      profile: acme
      parameters: { domain: forum.example.com, spaces: [a, 7], level: 3, isOpen: true }
      algorithm: HS384
      lifetime: 5m
      artifact: url
      allow: [clear-tags, eternal]
      identity: inputs.user
      inputs:
        - file: exports/*.csv
        - stdin: true
        - command: zcat a.gz
        - sqlite: { file: crm.db, query: select 1 }
        - postgresql: { connection: service=crm, query: select 2 }
      format: csv
      delimiter: tab
      columns: { email: E-Mail }
      separators: { tags: ";" }
      ignoreUnknown: true
      keys: { field: sub, values: { 7: { file: a.key }, x: { environment: K }, y: { command: pass } } }
      output: { file: "out/{job}.csv", format: csv }
      rejects: "out/{input}.csv"
      findings: out/findings.jsonl
      suppression: [{ file: gone.txt, match: email }, { file: g.csv, column: mail, match: [a, b] }]
      limits: { max-change: 20%, max-vanished: 2.5%, max-destructive: 0, max-rejected: 0.05% }
      ledger: { file: l.db, key: l.key }
      report: { html: r.html, json: r.json, metrics: r.prom, ping: { url: https://x.example.com } }

      """)
    #expect(findings == [])
    let job = try #require(found)
    #expect(job.name == "nightly" && job.description == "Readers." && job.profile == "acme")
    #expect(
      job.parameters.map { "\($0.name)=\($0.value)" }
        == ["domain=forum.example.com", "spaces=[\"a\",7]", "level=3", "isOpen=true"])
    #expect(job.algorithm == .hs384 && job.lifetimeSeconds == 300 && job.artifact == "url")
    #expect(job.allowedEffects == ["clear-tags", "eternal"] && job.identity == "inputs.user")
    #expect(
      job.inputs == [
        .files("exports/*.csv"), .standardInput, .command("zcat a.gz"),
        .sqlite(file: "crm.db", query: "select 1"),
        .postgresql(connection: "service=crm", query: "select 2"),
      ])
    #expect(job.inputFormat == .csv && job.delimiter == 0x09 && job.ignoresUnknownColumns)
    #expect(job.columns.map { "\($0.name)=\($0.column)" } == ["email=E-Mail"])
    #expect(job.separators.map { "\($0.name)=\($0.separator)" } == ["tags=;"])
    guard case .perValue(let field, let keys) = job.key else {
      Issue.record("no keys")
      return
    }
    #expect(field == "sub" && keys.map(\.value) == ["7", "x", "y"])
    #expect(keys.map(\.secret) == [.file("a.key"), .environment("K"), .command("pass")])
    #expect(job.output == Job.Output(path: "out/{job}.csv", format: .csv))
    #expect(job.rejects == "out/{input}.csv" && job.findings == "out/findings.jsonl")
    #expect(
      job.suppressions == [
        Job.Suppression(file: "gone.txt", matches: ["email"]),
        Job.Suppression(file: "g.csv", column: "mail", matches: ["a", "b"]),
      ])
    #expect(job.limits.maxChange == .share(2_000) && job.limits.maxVanished == .share(250))
    #expect(job.limits.maxDestructive == .count(0) && job.limits.maxRejected == .share(5))
    #expect(job.ledger.file == "l.db" && job.ledger.key == "l.key")
    #expect(job.report.html == "r.html" && job.report.json == "r.json")
    #expect(job.report.metrics == "r.prom" && job.report.ping == .url("https://x.example.com"))
  }

  private static let least = """
    muster: 1
    name: a
    profile: acme
    inputs: [{ stdin: true }]
    key: { command: pass show sso }
    output: { file: out.txt }

    """

  @Test func takesTheLeast() throws {
    let (found, findings) = read(Self.least)
    #expect(findings == [])
    let job = try #require(found)
    guard case .one(.command("pass show sso")) = job.key else {
      Issue.record("another key")
      return
    }
    #expect(job.output == Job.Output(path: "out.txt", format: .lines))
    #expect(job.limits == Job.Limits() && job.ledger == Job.LedgerPlace())
    #expect(job.report == Job.ReportPlaces())
    #expect(job.rejects == nil && job.identity == nil && job.inputFormat == nil)
  }

  /// Doubts do not keep a job from use, and reading does not say them.
  @Test func leavesDoubtsToLint() {
    let text = Self.least + "report: { metrics: m.txt, ping: { url: http://x.example.com } }\n"
    #expect(read(text).findings == [])
    let lint = JobReader.lint(Array(text.utf8), file: "a.yaml", profile: nil) { _ in true }
    #expect(
      MarkedJob.shown(lint) == [
        "1:1 warning no-limit", "7:20 warning bad-value", "7:40 warning bad-value",
      ])
  }

  @Test func readsNoJobFromBrokenYAML() {
    let (job, findings) = read("muster: [1\n")
    #expect(job == nil && findings.map(\.code) == [.yamlSyntax])
    #expect(read("").job == nil)
    #expect(read("[]").findings.map(\.code) == [.wrongKind])
  }

  @Test(arguments: [
    ("0", Job.Threshold.count(0)), ("250", .count(250)), ("0%", .share(0)), ("20%", .share(2_000)),
    ("2.5%", .share(250)), ("0.05%", .share(5)), ("100%", .share(10_000)),
  ])
  func readsThresholds(text: String, expected: Job.Threshold) {
    let read = Job.Threshold(text: text)
    #expect(read == expected)
    #expect(read?.text == text)
  }

  @Test(arguments: [
    "", "%", "-1", "+1", "1.5", "101%", "100.01%", "2.555%", ".5%", "5.%", "1e3", " 5%", "5 %",
    "99999999999999999999", "99999999999999999999%", "٥%",
  ])
  func refusesWhatIsNoThreshold(text: String) {
    #expect(Job.Threshold(text: text) == nil)
  }

  @Test(arguments: [
    ("service=crm", false), ("host=db user=me", false), ("postgres://me@db/crm", false),
    ("postgres://db:5432/crm", false), ("host=db password=x", true), ("PASSWORD = x", true),
    ("postgres://me:x@db/crm", true), ("postgresql://me:x@[::1]:5432/crm", true),
    ("postgres://db/crm?user=me&password=x", true), ("postgres://db/crm?sslpassword=x", true),
    ("postgres://me:@db/crm", true), ("postgres://db/a:b@c", false),
    ("service=crm passfile=/etc/pgpass", false), ("postgresql://u@h/db?pass%77ord=x", true),
    ("postgresql://u@h/db?%50ASSWORD%3Dx", true), ("postgresql://u@h/db%", false),
  ])
  func findsPasswordsInConnections(connection: String, isRefused: Bool) {
    let input = "inputs: [{ postgresql: { connection: \"\(connection)\", query: select 1 } }]"
    let text = Self.least.split(separator: "\n").map {
      $0.hasPrefix("inputs") ? input : String($0)
    }.joined(separator: "\n")
    #expect(read(text).findings.map(\.code) == (isRefused ? [.clearSecret] : []))
  }
}
