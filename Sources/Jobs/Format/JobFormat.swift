package import Profiles

/// The format of a job file, version 1: every mapping and every key that it knows.
package enum JobFormat {
  /// The number that `muster:` carries.
  package static let version = 1

  /// All mappings, in the order of the reference; the first is the whole file.
  package static let mappings: [MappingSpec] = [
    job, input, sqlite, postgresql, secret, keyRing, output, suppression, limits, ledger, report,
    ping,
  ]

  package static let job = MappingSpec(
    "job", "The whole file: what should be, night after night.",
    head + choices + batch + results + safety,
    choices: [.exactlyOne(["key", "keys"])])

  private static let head: [KeySpec] = [
    KeySpec(
      "muster", .choice(["1"]), required: true, "Version of this language.", example: "muster: 1"),
    KeySpec(
      "name", .name, required: true,
      "What the ledger knows the job by. A job under another name is another job, to which "
        + "everybody is new.",
      example: "name: newsletter-nightly"),
    KeySpec(
      "description", .text, "What it is there for.", example: "description: Readers of the site."),
    ProfileUseKeys.profile,
  ]

  /// What a run chooses within the profile.
  private static let choices: [KeySpec] =
    ProfileUseKeys.choices + [
      KeySpec(
        "artifact", .text, absent: "the profile's first",
        "Form in which the profile delivers a token.", example: "artifact: token"),
      KeySpec(
        "allow", .texts, absent: "none",
        "Effects of the profile that are held back otherwise, and `eternal` for tokens that end "
          + "never. `duplicates` has no place here: a job has one token for each user.",
        example: "allow: [clear-groups]"),
      KeySpec(
        "identity", .text, absent: "the first of the profile's `identity` that a row has",
        "The claim or input (`inputs.NAME`) that the ledger knows a user by. It must not change while "
          + "the user stays the same.",
        example: "identity: sub"),
    ]

  /// Where rows come from, and how they are read.
  private static let batch: [KeySpec] =
    [
      KeySpec(
        "inputs", .list("input"), required: true,
        "Where rows come from. Together they are one batch: nobody is in two of them.",
        example: "inputs: [{ file: exports/*.csv }]"),
      KeySpec(
        "format", .choice(["csv", "json", "jsonl"]),
        absent: "as a file's name promises, else found out",
        "Format of files, standard input and commands. Queries always give CSV.",
        example: "format: csv"),
      KeySpec(
        "delimiter", .choice([",", ";", "|", "tab"]), absent: "found out",
        "Between the cells of CSV that comes from files, standard input and commands.",
        example: "delimiter: \";\""),
    ] + ProfileUseKeys.columns + [
      KeySpec(
        "suppression", .list("suppression"), absent: "none",
        "Lists of values that are never to be enrolled again. A user who is on one gets no token, "
          + "and the run says how many there are.",
        example: "suppression: [{ file: unsubscribed.txt, match: [email] }]")
    ]

  /// Where results go.
  private static let results: [KeySpec] = [
    KeySpec("key", .mapping("secret"), "The key that signs.", example: "key: { file: sso.key }"),
    KeySpec(
      "keys", .mapping("key ring"), "Several keys, chosen by a value of the row.",
      example: "keys: { field: inputs.site, values: { \"7\": { file: seven.key } } }"),
    KeySpec(
      "output", .mapping("output"), required: true, "Where the artifacts go.",
      example: "output: { file: \"out/{job}-{run}.txt\" }"),
    KeySpec(
      "rejects", .text, absent: "nowhere",
      "File for rejected rows, one for each input, in its format. It may hold `{job}`, `{run}`, "
        + "`{date}` and `{input}`; where there are several inputs (a pattern counts as several), it "
        + "must hold `{input}`.",
      example: "rejects: out/rejects-{input}.csv"),
    KeySpec(
      "findings", .text, absent: "nowhere",
      "File for all findings, as JSON Lines. It may hold `{job}`, `{run}` and `{date}`.",
      example: "findings: out/findings.jsonl"),
    KeySpec(
      "report", .mapping("report set"), absent: "none", "What is told of each run, and where.",
      example: "report: { html: out/report.html }"),
  ]

  /// What keeps a night from doing harm.
  private static let safety: [KeySpec] = [
    KeySpec(
      "limits", .mapping("limit set"), absent: "none, which lint warns of",
      "What stops a run before anything is signed.", example: "limits: { max-change: 20% }"),
    KeySpec(
      "ledger", .mapping("ledger place"), absent: "the ledger of the user",
      "Where the ledger is that remembers what was issued.",
      example: "ledger: { file: state/ledger.db }"),
  ]
}
