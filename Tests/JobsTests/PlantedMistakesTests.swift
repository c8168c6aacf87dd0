import Findings
import Jobs
import Profiles
import Testing

/// Jobs with a mistake of each kind.
@Suite struct PlantedMistakesTests {
  static let job = MarkedJob(
    """
    muster: «wrong-kind»2
    name: «wrong-kind»night job
    «unknown-key»desription: Readers of the site
    profile: acme
    «missing-parameter»parameters: { domain: «bad-parameter»"https://x", «unknown-parameter»tenat: t, site: a }
    algorithm: «bad-value»HS265
    lifetime: «lifetime»10m
    artifact: «unknown-name»ulr
    allow: [clear-tags, «unknown-effect»clear-tag, «contradiction»duplicates]
    identity: «contradiction»jti
    inputs:
      - file: exports/*.csv
      - file: «contradiction»«warning missing-file»exports/a.csv
      - file: «warning missing-file»new.csv
      - file: «bad-value»"~/old.csv"
      - file: «bad-value»«warning missing-file»day-{date}.csv
      - file: «bad-value»all/**/*.csv
      - file: «bad-value»some/[a.csv
      - stdin: true
      - «contradiction»stdin: true
      - stdin: «bad-value»false
      - { file: x/*.csv, «contradiction»command: cat }
      - «missing-key»{}
      - «unknown-key»comand: cat
      - command: «bad-value»""
      - sqlite: «missing-key»{ file: «warning missing-file»crm.db }
      - sqlite: { file: here.db, query: «warning bad-value»delete from users }
      - postgresql: { connection: «clear-secret»"host=db password=hunter2", query: select 1 }
      - postgresql: { connection: «clear-secret»postgres://me:hunter2@db/crm, query: select 1 }
    format: «wrong-kind»xml
    delimiter: «wrong-kind»":"
    columns: { email: E-Mail, «unknown-name»emial: Mail, sub: «bad-value»"" }
    separators: { tags: ";", «bad-value»sub: ";", «unknown-name»tgas: "," }
    ignoreUnknown: «wrong-kind»yes
    key: «clear-secret»hunter2-hunter2-hunter2-hunter2-hunter2
    «contradiction»keys:
      field: «unknown-name»sitee
      values:
        "7": { file: seven.key }
        "8": «clear-secret»hunter2-8
        "9": { environment: «bad-value»$hunter2 }
        «duplicate-key»"7": { file: nine.key }
        "6": «warning contradiction»{ file: seven.key }
        "5": { «unknown-key»text: hunter2-5, file: five.key }
        "4": «missing-key»{}
    output: { file: "out/{job}-«unknown-name»{dat}.txt", format: «wrong-kind»xlsx }
    rejects: «contradiction»out/rejects.csv
    findings: «contradiction»out/rejects.csv
    suppression:
      - { file: «missing-file»gone.txt, match: [email, «unknown-name»mail] }
      - { file: there.txt, match: «bad-value»[] }
      - «missing-key»{ file: there.txt }
    limits:
      max-change: «bad-value»120%
      max-vanished: «bad-value»-1
      max-destructive: «bad-value»none
      max-rejected: «bad-value»1.255%
      «unknown-key»max-lost: 1
    ledger: { file: «contradiction»there.txt, key: «contradiction»a.yaml }
    report:
      html: «unknown-name»"out/{input}.html"
      json: "out/report«bad-value»}.json"
      metrics: «warning bad-value»metrics.txt
      ping: { url: «clear-secret»https://me@monitor.example.com }

    """)
  static let findings = job.findings(acme, files: ["jobs/here.db", "jobs/there.txt"])

  @Test func reportsEveryMistakeAtItsPlaceAndNothingElse() throws {
    _ = try #require(acme)
    #expect(Self.job.expected.count >= 60)
    #expect(MarkedJob.shown(Self.findings) == Self.job.expected)
  }

  @Test func saysWhatToDo() {
    for finding in Self.findings { #expect(finding.help != nil, "\(finding.message)") }
  }

  /// No finding, and no excerpt of what can be shown of the file, has a secret of it.
  @Test func showsNoSecretThatStandsInTheFile() {
    let shown = String(
      decoding: JobDocument(Array(Self.job.text.utf8), file: "a.yaml").shownText, as: UTF8.self)
    #expect(Self.job.text.contains("hunter2"))
    #expect(!shown.contains("hunter2"))
    #expect(shown.unicodeScalars.count == Self.job.text.unicodeScalars.count)
    for finding in Self.findings {
      #expect(!finding.message.contains("hunter2") && finding.help?.contains("hunter2") != true)
    }
  }

  /// A second job, for mistakes that exclude those of the first.
  @Test func reportsWhatIsLeft() {
    let job = MarkedJob(
      """
      «missing-key»«warning no-limit»muster: 1
      name: a
      profile: acme
      parameters: { domain: x.example.com, tenant: t }
      algorithm: «wrong-algorithm»RS256
      lifetime: «warning lifetime»3m
      artifact: page
      identity: «unknown-name»site
      inputs: «bad-value»[]
      format: json
      «contradiction»delimiter: ","
      output: { file: «bad-value»"-", format: «output-line-break»lines }
      rejects: «bad-value»""
      findings: «bad-value»out/
      report: { html: "«bad-value»{x", metrics: «unknown-name»"{date}.prom", ping: «wrong-kind»there }

      """)
    #expect(MarkedJob.shown(job.findings(acme)) == job.expected)
  }

  @Test(arguments: [
    ("out/a.txt", "./out//b/../a.txt"), ("{job}.txt", "a.txt"), ("../jobs/x", "../jobs/x"),
    ("{date}.txt", "{date}.txt"),
  ])
  func tellsOneFileUnderTwoNames(output: String, findings: String) {
    let job = MarkedJob(
      """
      muster: 1
      name: a
      profile: acme
      parameters: { domain: x.example.com, tenant: t }
      inputs: [{ stdin: true }]
      key: { file: sso.key }
      output: { file: "\(output)" }
      findings: «contradiction»"\(findings)"
      limits: { max-change: 5 }

      """)
    #expect(MarkedJob.shown(job.findings(acme)) == job.expected)
  }

  @Test(arguments: [
    ("sso.key", "key: { file: sso.key }"), ("exports/a.csv", "key: { file: sso.key }"),
    ("jobs.db", "key: { file: sso.key }"), ("a.yaml", "key: { file: sso.key }"),
    ("acme.yaml", "key: { file: sso.key }"),
    ("nine.key", "keys: { field: sub, values: { a: { file: nine.key } } }"),
    ("x/{date}.csv", "key: { file: sso.key }"),
  ])
  func writesOverNothingThatItReads(output: String, key: String) {
    let job = MarkedJob(
      """
      muster: 1
      name: a
      profile: acme.yaml
      parameters: { domain: x.example.com, tenant: t }
      inputs:
        - { file: exports/a.csv }
        - { file: x/2*.csv }
        - { sqlite: { file: jobs.db, query: " -- all\\nselect 1" } }
      \(key)
      output: { file: «contradiction»"\(output)" }
      limits: {max-change: 5}

      """)
    let files = ["jobs/exports/a.csv", "jobs/jobs.db"]
    // A file that is written each day is read each day, if a pattern fits it.
    let expected = output == "x/{date}.csv" ? [] : job.expected
    #expect(MarkedJob.shown(job.findings(acme, files: files)) == expected)
  }
}
