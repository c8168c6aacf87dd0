package import Profiles
import Tokens

/// The format of a cases file, version 1: every mapping and every key that it knows.
package enum CasesFormat {
  /// The number that `muster:` carries.
  package static let version = 1

  /// All mappings, in the order of the documentation.
  package static let mappings: [MappingSpec] = [
    file, optionSet, testCase, expectation, expectedFinding, keyFile,
  ]

  package static let file = MappingSpec(
    "cases file", "The whole file `cases.yaml`; it stands beside `profile.yaml`.",
    [
      KeySpec(
        "muster", .choice(["1"]), required: true, "Version of this format.", example: "muster: 1"),
      KeySpec(
        "defaults", .described("[option set](#option-set)"),
        "Options that every case has unless it says otherwise.",
        example: "defaults: { now: 2023-11-14T22:13:20Z }"),
      KeySpec(
        "cases", .described("list of [case](#case)"), required: true, "The cases.",
        example:
          "cases: [{ name: signs-in, csv: \"sub\\n7\\n\", expect: { claims: { sub: \"7\" } } }]"
      ),
      KeySpec(
        "unreachable", .described("names with texts"), absent: "none",
        "What no case can show, as `--coverage` names it, and why. It is no longer asked for; a name "
          + "that a case does show is a mistake.",
        example: "unreachable: { \"email maxLength 320: at the limit\": The format ends earlier. }"),
    ])

  /// What a run chooses, as on the command line.
  private static let options: [KeySpec] = [
    KeySpec(
      "now", .text, "The time of issue: RFC 3339, or seconds since 1970. Needed here or there.",
      example: "now: 2023-11-14T22:13:20Z"),
    KeySpec(
      "seed", .integer, absent: "0", "Random identifiers are made from it.", example: "seed: 1"),
    KeySpec(
      "parameters", .described("names with values"),
      "Values of parameters and of inputs for all rows, as `--set` gives them. Those of a case join "
        + "the defaults name by name; `null` takes one away.",
      example: "parameters: { domain: forum.example.com }"),
    KeySpec(
      "lifetime", .duration, absent: "as the profile says", "As `--lifetime`.",
      example: "lifetime: 5m"),
    KeySpec(
      "algorithm", .choice(Algorithm.allCases.map(\.rawValue)), absent: "the profile's first",
      "As `--algorithm`.", example: "algorithm: RS512"),
    KeySpec(
      "artifact", .text, absent: "the profile's first",
      "Name of the artifact form, as `--artifact`.", example: "artifact: token"),
    KeySpec(
      "allow", .texts, absent: "none", "Effects that are allowed, and `eternal`, as `--allow`.",
      example: "allow: [clear-groups]"),
    KeySpec(
      "ignoreUnknown", .boolean, absent: "`false`", "As `--ignore-unknown`.",
      example: "ignoreUnknown: true"),
    KeySpec(
      "columns", .described("names with texts"), absent: "as the profile says",
      "Columns that feed claims, by the claim, as `--map`.",
      example: "columns: { sub: customer_id }"),
    KeySpec(
      "separators", .described("names with texts"), absent: "as the profile says",
      "Separators of list cells, by the claim, as `--separator`.",
      example: "separators: { tags: \";\" }"),
    KeySpec(
      "key", .described("text, or [key file](#key-file)"), absent: "nothing is signed",
      "A key made for tests, never a real one. Without it claims, header and artifact are compared "
        + "all the same.",
      example: "key: test-only-0123456789abcdef0123456789"),
    KeySpec(
      "keyParts", .described("names with texts"), absent: "those of the key",
      "Pieces of the key that are no secrets, where there is no key.",
      example: "keyParts: { id: abc }"),
  ]

  package static let optionSet = MappingSpec(
    "option set", "What a run chooses; each key may stand in the defaults and in a case.", options)

  package static let testCase = MappingSpec(
    "case", "A batch, how it is run, and what becomes of it.",
    [
      KeySpec(
        "name", .name, required: true, "Its name; no two cases have the same.",
        example: "name: signs-in-a-member"),
      KeySpec("description", .text, "What it is there for.", example: "description: At the limit."),
    ] + options + [
      KeySpec(
        "csv", .text, "The batch as CSV, its header in the first line. Either this or `json`.",
        example: "csv: \"sub,email\\n7,ada@example.com\\n\""),
      KeySpec(
        "json", .described("a record, a list of records, or text"),
        "The batch as JSON: an object, or a list of objects. A text is taken as it is, as the text of "
          + "a `.json` or `.jsonl` file.",
        example: "json: { sub: \"7\", tags: [] }"),
      KeySpec(
        "expect", .described("[expectation](#expectation), or a list with one for each row"),
        "What becomes of the batch. `--record` writes it where it is absent.",
        example: "expect: { outcome: rejected, findings: [max-length] }"),
    ])

  package static let expectation = MappingSpec(
    "expectation", "What becomes of a row, or of a batch that is refused before its first row.",
    [
      KeySpec(
        "outcome", .choice(Expectation.Outcome.allCases.map(\.rawValue)),
        absent: "`accepted`; where `findings` stands alone, anything else",
        "`accepted`; `held`: held back because of an effect; `rejected`: a finding is an error; "
          + "`refused`: the run could not begin (a parameter, the lifetime, the header) or read on, "
          + "or the batch holds no record.",
        example: "outcome: held"),
      KeySpec(
        "claims", .described("mapping of claims"),
        "All claims of the token in their order, each with its type.",
        example: "claims: { sub: \"7\", exp: 1700000060 }"),
      KeySpec(
        "claimsInclude", .described("mapping of claims"),
        "Some of the claims. Members of objects may be left out too; lists are whole.",
        example: "claimsInclude: { address: { city: London } }"),
      KeySpec(
        "claimsAbsent", .texts, "Claims, or members of them, that are not in the token.",
        example: "claimsAbsent: [nbf, address.street]"),
      KeySpec(
        "header", .described("mapping of members"), "The whole header in its order.",
        example: "header: { alg: HS256, typ: JWT }"),
      KeySpec(
        "artifact", .text,
        "The whole artifact. `{token}` stands for the token, and `{signature}` for the signature of "
          + "a container; in their place may stand what was signed, where there is a key.",
        example: "artifact: \"https://forum.example.com/sso?jwt={token}\""),
      KeySpec(
        "token", .text,
        "The token, or the text of a container, byte for byte; it needs `key`, and an algorithm whose "
          + "signatures do not differ each time (PS and ES do).",
        example: "token: eyJhbGciOiJIUzI1NiJ9.e30.c2ln"),
      KeySpec(
        "effects", .texts, absent: "not compared", "Ids of all effects of the row, in their order.",
        example: "effects: [clear-groups]"),
      KeySpec(
        "findings", .described("list of codes or [expected finding](#expected-finding)"),
        absent: "none are allowed",
        "All findings of the row, errors and warnings, in their order. Those of the run and of the "
          + "header stand before those of the first row.",
        example: "findings: [max-length, { code: rule, rule: one-of-two }]"),
    ])

  package static let expectedFinding = MappingSpec(
    "expected finding", "A finding; what is left out is not compared.",
    [
      KeySpec(
        "code", .text, required: true, "Its code (<doc:FindingCodes>).", example: "code: rule"),
      KeySpec("rule", .text, "The id of the rule or effect.", example: "rule: one-of-two"),
      KeySpec("claim", .text, "The claim or the path in it.", example: "claim: spaces[0].action"),
      KeySpec("column", .text, "The column that the value came from.", example: "column: name"),
    ])

  package static let keyFile = MappingSpec(
    "key file", "A test key in a file beside the cases.",
    [
      KeySpec(
        "file", .text, required: true,
        "Its name, without a folder. Of a built-in profile, files are built in whose names begin "
          + "with `test-`.",
        example: "file: test-key.pem")
    ])
}
