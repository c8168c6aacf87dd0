package import Profiles

extension JobFormat {
  package static let input = MappingSpec(
    "input", "Where rows come from.",
    [
      KeySpec(
        "file", .text,
        "A path, or a pattern with `*`, `?` and `[…]` in the names on the way: all files that fit, "
          + "sorted by name. That none fits is an error.",
        example: "file: exports/*.csv"),
      KeySpec("stdin", .boolean, "`true`: standard input; once at most.", example: "stdin: true"),
      KeySpec(
        "command", .text,
        "A command for `/bin/sh`, run in the job file's folder, whose standard output is the batch.",
        example: "command: \"zcat exports/members.csv.gz\""),
      KeySpec(
        "sqlite", .mapping("sqlite query"), "A query that `sqlite3` runs.",
        example: "sqlite: { file: crm.db, query: \"select id as sub, mail as email from users\" }"),
      KeySpec(
        "postgresql", .mapping("postgresql query"), "A query that `psql` runs.",
        example:
          "postgresql: { connection: \"service=crm\", query: \"select mail as email from users\" }"
      ),
    ],
    choices: [.exactlyOne(["file", "stdin", "command", "sqlite", "postgresql"])])

  package static let sqlite = MappingSpec(
    "sqlite query", "A query over a SQLite database, which is opened for reading.",
    [
      KeySpec("file", .text, required: true, "The database.", example: "file: crm.db"),
      KeySpec(
        "query", .text, required: true, "A `select`; its column names are those of the batch.",
        example: "query: \"select id as sub, mail as email from users\""),
    ])

  package static let postgresql = MappingSpec(
    "postgresql query", "A query over a PostgreSQL database.",
    [
      KeySpec(
        "connection", .text, required: true,
        "A connection string or URL of libpq, without a password: that stands in `~/.pgpass`, in "
          + "the file that `PGPASSFILE` names, or in a service file.",
        example: "connection: \"service=crm\""),
      KeySpec(
        "query", .text, required: true, "A `select`; its column names are those of the batch.",
        example: "query: \"select id as sub, mail as email from users\""),
    ])

  package static let secret = MappingSpec(
    "secret", "Where a secret comes from; it never stands in the file that names it.",
    [
      KeySpec("file", .text, "A file that holds it.", example: "file: sso.key"),
      KeySpec(
        "environment", .text, "An environment variable that holds it.",
        example: "environment: SSO_KEY"),
      KeySpec(
        "command", .text,
        "A command for `/bin/sh`, run in the folder of this file, that prints it.",
        example: "command: \"pass show sso\""),
    ],
    choices: [.exactlyOne(["file", "environment", "command"])])

  package static let keyRing = MappingSpec(
    "key ring", "Several keys, chosen by a value of the row. A row with another value is rejected.",
    [
      KeySpec(
        "field", .text, required: true, "The claim or input (`inputs.NAME`) that chooses.",
        example: "field: inputs.website_id"),
      KeySpec(
        "values", .mappings("secret"), required: true, "The key for each value.",
        example: "values: { \"7\": { file: seven.key }, \"9\": { environment: KEY_NINE } }"),
    ])

  package static let output = MappingSpec(
    "output", "Where the artifacts go: one file for all inputs, readable by its owner alone.",
    [
      KeySpec(
        "file", .text, required: true,
        "The file. It may hold `{job}`, `{run}` and `{date}`.",
        example: "file: \"out/{job}-{run}.txt\""),
      KeySpec(
        "format", .choice(Job.OutputFormat.allCases.map(\.rawValue)), absent: "`lines`",
        "`lines`: one artifact on each line. `csv`, `jsonl`: with the row's number and identity.",
        example: "format: csv"),
    ])

  package static let suppression = MappingSpec(
    "suppression", "Values that are never to be enrolled again.",
    [
      KeySpec(
        "file", .text, required: true,
        "A regular file: one value on each line, without commas, semicolons and tabs; or CSV with "
          + "a header, where `column` is given. That it is not there stops the run.",
        example: "file: unsubscribed.txt"),
      KeySpec(
        "column", .text, absent: "the whole line", "A column of CSV.", example: "column: mail"),
      KeySpec(
        "match", .texts, required: true,
        "Claims or inputs (`inputs.NAME`) that must hold none of the values. Values are compared "
          + "without the case of letters, the white space around them, a leading `mailto:` and one "
          + "pair of `<…>`; characters are not normalised.",
        example: "match: [email]"),
    ])

  package static let limits = MappingSpec(
    "limit set",
    "What stops a run before anything is signed: a count, or a share in per cent with two decimals "
      + "at most. More than the limit stops; the limit itself does not.",
    [
      KeySpec(
        "max-change", .share, absent: "any number",
        "New and changed users; a share is one of the users that the ledger knows. A share "
          + "of nobody is none: the first run is allowed by name, with `--override max-change`.",
        example: "max-change: 20%"),
      KeySpec(
        "max-vanished", .share, absent: "any number",
        "Users that the ledger knows and no input has; a share is one of those it knows.",
        example: "max-vanished: 5%"),
      KeySpec(
        "max-destructive", .share, absent: "any number",
        "Rows to be issued that have a destructive effect; a share is one of the rows.",
        example: "max-destructive: 0"),
      KeySpec(
        "max-rejected", .share, absent: "any number",
        "Rejected rows; a share is one of the rows.", example: "max-rejected: 1%"),
    ])

  package static let ledger = MappingSpec(
    "ledger place", "Where the ledger is that remembers what was issued.",
    [
      KeySpec(
        "file", .text, absent: "the ledger of the user",
        "The database; made where it is not there.",
        example: "file: state/ledger.db"),
      KeySpec(
        "key", .text, absent: "beside the ledger",
        "The file with the key that hides identities in the ledger; made where it is not there.",
        example: "key: state/ledger.key"),
    ])

  package static let report = MappingSpec(
    "report set", "What is told of each run; a run that fails tells it, too.",
    [
      KeySpec(
        "html", .text, absent: "none", "A page for people. It may hold `{job}`, `{run}`, `{date}`.",
        example: "html: \"out/{job}.html\""),
      KeySpec(
        "json", .text, absent: "none",
        "The same for machines. It may hold `{job}`, `{run}`, `{date}`.",
        example: "json: \"out/{job}.json\""),
      KeySpec(
        "metrics", .text, absent: "none",
        "Numbers in the text format of Prometheus, for a textfile collector: a file that ends in "
          + "`.prom`. It may hold `{job}`.",
        example: "metrics: \"/var/lib/node_exporter/muster-{job}.prom\""),
      KeySpec(
        "ping", .mapping("ping"), absent: "none",
        "A monitor that is told of the start and the end; that it does not answer changes nothing.",
        example: "ping: { environment: PING_URL }"),
    ])

  package static let ping = MappingSpec(
    "ping", "The address of a monitor. Whoever knows it can report in the job's place.",
    [
      KeySpec("url", .text, "The address.", example: "url: https://monitor.example.com/abc")
    ] + secret.keys,
    choices: [.exactlyOne(["url", "file", "environment", "command"])])
}
