import Batches
import Bytes
import Findings
import Profiles
import Provisioning
import TestKit
import Testing
import Tokens

@testable import Runs

/// What verifying finds depends neither on the number of jobs nor on where the file is cut.
@Suite struct VerifyJobsTests {
  private let directory: TemporaryDirectory

  init() throws { directory = try TemporaryDirectory() }

  private func issued(_ format: RunRequest.OutputFormat) throws -> String {
    let rows = (0..<200).map { "u\($0),Name \($0),u\($0)@example.com\n" }.joined()
    var run = JobsRun(batch: Array(("sub,name,mail\n" + rows).utf8), format: .csv)
    run.outputFormat = format
    return try run.run(in: directory, jobs: 1, chunkBytes: 1 << 20).artifacts
  }

  private func verify(
    _ text: String, _ format: RunRequest.OutputFormat, jobs: Int, chunkBytes: Int
  ) throws -> [String] {
    try directory.plant("artifacts", text)
    let key = try VerificationKey.load(
      SecretBytes(Array("a secret that is long enough for tests".utf8)), for: .hs256)
    var run = VerifyRun(
      compiled: try JobsRun.compiled([]), key: key, format: format,
      now: NumericDate(secondsSinceEpoch: 1_700_000_030))
    run.jobs = jobs
    run.chunkBytes = chunkBytes
    let input = try InputFile(directory["artifacts"])
    let sink = KeepingSink()
    var outcome: [String] = []
    do throws(RunFailure) {
      var report = try run.run(input, findings: sink)
      outcome = report.countByCode.map { "\($0.key.rawValue) \($0.value)" }.sorted()
      report.countByCode = [:]
      outcome.append("\(report)")
    } catch {
      outcome.append("\(error)")
    }
    return outcome + [sink.text]
  }

  @Test(arguments: RunRequest.OutputFormat.allCases)
  func findsTheSame(format: RunRequest.OutputFormat) throws {
    let text = try issued(format)
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    for index in lines.indices.dropFirst() {
      switch index % 17 {
      case 3: lines[index] = lines[index].replacing("eyJ", with: "eyK")
      case 5: lines[index] += "x"
      case 7: lines[index] += "\r"
      case 9: lines[index] += "\n\n\r"
      case 11: lines[index] = "\"" + lines[index].dropLast(2)
      default: break
      }
    }
    let batch = lines.joined(separator: "\n")
    let alone = try verify(batch, format, jobs: 1, chunkBytes: 1 << 20)
    #expect(alone.count > 2)
    for (jobs, chunkBytes) in [(1, 100), (2, 100), (3, 1_000), (8, 1_000), (8, 10)] {
      let many = try verify(batch, format, jobs: jobs, chunkBytes: chunkBytes)
      #expect(many == alone, "\(jobs) jobs, \(chunkBytes) bytes")
    }
  }

  @Test(arguments: RunRequest.OutputFormat.allCases)
  func refusesAFileWithoutArtifacts(format: RunRequest.OutputFormat) throws {
    for text in ["", "\n\n", "a\n", "artifact\n"] {
      let alone = try verify(text, format, jobs: 1, chunkBytes: 100)
      #expect(try verify(text, format, jobs: 3, chunkBytes: 1) == alone)
    }
  }

  @Test func findsTheArtifactBehindManyKeys() throws {
    let keys = (0..<1_500).map { "{\"k\($0)\":1}\n" }.joined()
    let line = try #require(try issued(.jsonl).split(separator: "\n").first)
    let outcome = try verify(keys + line + "\n", .jsonl, jobs: 2, chunkBytes: 1_000)
    #expect(outcome.contains { $0.contains("valid: 1, invalid: 1500") })
  }
}
