import Batches
import Bytes
import Findings
import Glibc
import Profiles
import Provisioning
import Tokens

// What a profile costs: to read and compile, and per row. With --assert, ends with 1 where a promise
// is not kept: 40 claims and 30 rules compile in under 5 ms, and a row costs what it has, not what
// the profile says about the rest.

/// The nanoseconds that `body` takes once, the least of `rounds` rounds of `count` times each.
func nanoseconds(rounds: Int, count: Int, _ body: () -> Void) -> Double {
  let clock = ContinuousClock()
  var best = Double.infinity
  for _ in 0..<rounds {
    let time = clock.measure { for _ in 0..<count { body() } }
    let (seconds, attoseconds) = time.components
    best = min(best, (Double(seconds) * 1e9 + Double(attoseconds) / 1e9) / Double(count))
  }
  return best
}

func compiled(_ generated: GeneratedProfile) -> CompiledProfile {
  let result = ProfileReader.read(Array(generated.yaml.utf8), file: "generated.yaml")
  let errors = result.findings.map { "\($0.place): \($0.message)" }
  guard let profile = result.profile,
    let compiled = ProfileCompiler.compile(profile, ProvisioningOptions()).compiled
  else { preconditionFailure("The generated profile is wrong: \(errors)") }
  return compiled
}

/// The nanoseconds of a row: judged alone, and with its reading.
func rowCost(
  _ generated: GeneratedProfile, present: Int, format: BatchFormat
) -> (judged: Double, whole: Double) {
  let compiled = compiled(generated)
  let rows = 2_000
  let text = Array(
    (format == .csv
      ? generated.csv(present: present, rows: rows)
      : generated.jsonLines(present: present, rows: rows)).utf8)
  let context = IssueContext(compiled, issuedAt: NumericDate(secondsSinceEpoch: 1_700_000_000))
  let entropy = Entropy.seeded(1)
  var accepted = 0

  func pass() -> (Judge, Record) {
    var reader = BatchReader(text, format: format)
    var record = Record()
    var judge = Judge(compiled, isHeader: format == .csv)
    do {
      _ = try reader.readHeader()
      if format == .csv { judge.bind(reader.columns, line: 1) }
      accepted = 0
      while try reader.next(into: &record) {
        judge.bind(reader.columns, line: record.line)
        if judge.judge(record, context, entropy).outcome == .accepted { accepted += 1 }
      }
    } catch {
      preconditionFailure("The generated batch cannot be read: \(error)")
    }
    return (judge, record)
  }

  var (judge, record) = pass()
  precondition(accepted == rows, "\(accepted) of \(rows) rows were accepted.")
  let whole = nanoseconds(rounds: 9, count: 1) { _ = pass() } / Double(rows)
  let judged = nanoseconds(rounds: 9, count: 5_000) { _ = judge.judge(record, context, entropy) }
  return (judged, whole)
}

/// The number with one decimal place, right-aligned.
func shown(_ number: Double, _ width: Int, decimals: Int = 0) -> String {
  let scale = decimals == 0 ? 1.0 : (decimals == 1 ? 10.0 : 100.0)
  let rounded = Int((number * scale).rounded())
  var text = "\(rounded / Int(scale))"
  if decimals > 0 {
    let rest = "\(rounded % Int(scale))"
    text += "." + String(repeating: "0", count: decimals - rest.count) + rest
  }
  return String(repeating: " ", count: max(0, width - text.count)) + text
}

/// What a row may cost at most, against the same row under a profile without rules.
let ratioMax = 1.25

/// A pair of measurements to be repeated.
struct Suspect {
  var claims: Int
  var rules: Int
  var present: Int
  var format: BatchFormat

  /// Whether the ratio is too great in three more measurements.
  func isSlow() -> Bool {
    (0..<3).allSatisfy { _ in
      let base = rowCost(
        GeneratedProfile(claims: 40, rules: 0), present: present, format: format)
      let cost = rowCost(
        GeneratedProfile(claims: claims, rules: rules), present: present, format: format)
      return cost.judged / base.judged > ratioMax
    }
  }
}

var failures: [String] = []
var suspects: [Suspect] = []

print("Read and compile      claims  rules  milliseconds")
for (claims, rules) in [(4, 0), (40, 0), (40, 30), (40, 300), (400, 300)] {
  let text = Array(GeneratedProfile(claims: claims, rules: rules).yaml.utf8)
  let options = ProvisioningOptions()
  let time = nanoseconds(rounds: 15, count: 4) {
    let result = ProfileReader.read(text, file: "generated.yaml")
    guard let profile = result.profile else { preconditionFailure("It is read.") }
    _ = ProfileCompiler.compile(profile, options)
  }
  print(
    "                      \(shown(Double(claims), 6)) \(shown(Double(rules), 6))  \(shown(time / 1e6, 12, decimals: 2))"
  )
  if (claims, rules) == (40, 30) && time >= 5e6 {
    failures.append("40 claims and 30 rules take 5 ms or more")
  }
}

for format in [BatchFormat.jsonl, .csv] {
  print(
    "\nRows as \(format.rawValue)         claims  rules  present  ns judged  ratio  ns with reading  ratio"
  )
  for present in [3, 10, 40] {
    var base: (judged: Double, whole: Double)?
    for (claims, rules) in [(40, 0), (40, 30), (40, 300), (400, 0), (400, 300)] {
      let cost = rowCost(
        GeneratedProfile(claims: claims, rules: rules), present: present, format: format)
      let first = base ?? cost
      base = first
      let ratio = cost.judged / first.judged
      print(
        "                      \(shown(Double(claims), 6)) \(shown(Double(rules), 6))  \(shown(Double(present), 7))  "
          + "\(shown(cost.judged, 9))  \(shown(ratio, 5, decimals: 2))  \(shown(cost.whole, 15))  "
          + "\(shown(cost.whole / first.whole, 5, decimals: 2))")
      // With all claims there, the rules over them are broken or not, and that is work. The blank
      // cells of a row are looked at too.
      let isAbsent = present < 20 && (format == .jsonl || claims == 40)
      if isAbsent && ratio > ratioMax {
        suspects.append(Suspect(claims: claims, rules: rules, present: present, format: format))
      }
    }
  }
}

// On a machine that others use, a single measurement says little.
for suspect in suspects where suspect.isSlow() {
  failures.append(
    "\(suspect.present) claims under \(suspect.claims) claims and \(suspect.rules) rules cost "
      + "more than \(ratioMax) times as much (\(suspect.format.rawValue))")
}
for failure in failures { print("FAILED: \(failure)") }
if CommandLine.arguments.contains("--assert") && !failures.isEmpty {
  exit(1)
}
