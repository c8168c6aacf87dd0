import Bytes
import Findings
import Foundation
import Profiles
import Schemas
import Testing

/// The keywords that the profile language borrows, against the official test suite of JSON Schema
/// 2020-12.
///
/// The suite is not part of this repository: `MUSTER_JSON_SCHEMA_SUITE` names its folder, the one that
/// holds `tests/draft2020-12`. `scripts/check-conformance` gets it and runs this.
@Suite struct SuiteTests {
  static let variable = "MUSTER_JSON_SCHEMA_SUITE"
  static let folder = ProcessInfo.processInfo.environment[variable] ?? ""

  /// What came of one test of the suite.
  private enum Outcome: Hashable {
    case agrees
    /// The verdict is another one.
    case differs
    /// The language cannot write the schema; the first finding says why.
    case unwritten(String)
  }

  @Test(
    .enabled(
      if: !folder.isEmpty,
      "MUSTER_JSON_SCHEMA_SUITE names no folder with the official suite of JSON Schema"))
  func agreesButForWhatIsListed() throws {
    var unlisted: [String] = []
    // Listed places that the suite has, and those of them where something differs. A suite of
    // another year may lack some.
    var known: Set<String> = []
    var needed: Set<String> = []
    var report = SuiteReport()
    for file in try Self.files() {
      for group in file.groups {
        let (schema, refusal) = Self.schema(group.schema)
        for test in group.tests {
          let outcome = Self.outcome(test, schema, refusal)
          report.add(file.name, agrees: outcome == .agrees)
          let listed = SuiteDifference.all.filter {
            $0.covers(file.name, group.description, test.description)
          }
          known.formUnion(listed.map(\.place))
          if outcome == .agrees { continue }
          needed.formUnion(listed.map(\.place))
          if listed.isEmpty {
            unlisted.append("\(file.name) | \(group.description) | \(test.description): \(outcome)")
          }
        }
      }
    }
    if let path = ProcessInfo.processInfo.environment["MUSTER_JSON_SCHEMA_REPORT"] {
      try Data(report.text.utf8).write(to: URL(filePath: path))
    }
    #expect(unlisted == [])
    #expect(known.subtracting(needed).sorted() == [], "Nothing differs there any more.")
    #expect(report.total.tests > 1_000)
  }

  // MARK: The suite

  /// The files for keywords and formats that the language has.
  private static func files() throws -> [SuiteFile] {
    let root = URL(filePath: folder).appending(path: "tests/draft2020-12")
    let keywords = Set(ProfileFormat.schema.keys.map(\.name))
    var files: [SuiteFile] = []
    for (prefix, known) in [
      ("", keywords.union(["boolean_schema", "if-then-else"])),
      ("optional/", ["bignum", "ecmascript-regex", "float-overflow", "non-bmp-regex"]),
      ("optional/format/", Set(Vocabulary.formats.words).union(["ecmascript-regex"])),
    ] {
      let folder = root.appending(path: prefix)
      for path in try FileManager.default.contentsOfDirectory(atPath: folder.path()).sorted() {
        let name = path.replacingOccurrences(of: ".json", with: "")
        guard path.hasSuffix(".json"), known.contains(name) else { continue }
        files.append(try SuiteFile(name: prefix + name, at: folder.appending(path: path)))
      }
    }
    return files
  }

  /// The schema as a profile has it: in YAML, as one alternative of a claim of any type.
  private static func schema(_ json: RawJSON) -> (schema: Schema?, refusal: String) {
    guard let canonical = json.without(["$schema", "$comment"]).canonical else {
      return (nil, "No batch may hold this JSON.")
    }
    let text = String(decoding: canonical, as: UTF8.self)
    let profile = """
      muster: 1
      name: suite
      title: Suite
      documents: { none: { title: None } }
      token: { algorithms: [HS256] }
      key: { kind: secret }
      lifetime: { claim: exp, default: 60s }
      claims:
        properties:
          value: { type: [string, number, integer, boolean, array, object, "null"], anyOf: [\(text), true] }
          exp: { type: integer, generate: { time: expiry } }
      artifacts: { token: { kind: token } }
      """
    let result = ProfileReader.read(Array(profile.utf8), file: "suite.yaml")
    let schema = result.profile?.claims.properties.first?.schema.description.anyOf.first
    let refusal = result.findings.first { $0.severity == .error }
    return (schema, refusal?.message ?? "")
  }

  private static func outcome(
    _ test: SuiteFile.Test, _ schema: Schema?, _ refusal: String
  ) -> Outcome {
    guard let schema else { return .unwritten(refusal) }
    guard let data = test.data.canonical else { return .unwritten("No batch may hold this value.") }
    var validator = SchemaValidator()
    return validator.isValid(data.span, schema) == test.isValid ? .agrees : .differs
  }
}
