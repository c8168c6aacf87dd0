import Foundation
import Jobs
import Profiles
import TestKit
import Testing

/// The pages and the schema are what the table says, key by key.
@Suite struct JobFormatTests {
  @Test func thePageIsWhatTheTableSays() {
    #expect(
      documentation("JobReference.md") == JobReference.markdown(),
      "Renew it: muster job reference > Sources/Muster/Muster.docc/JobReference.md")
  }

  @Test func theSchemaIsWhatTheTableSays() {
    #expect(
      documentation("Resources/job.schema.json") == JobSchema.text(),
      "Renew it: muster job schema > Sources/Muster/Muster.docc/Resources/job.schema.json")
  }

  @Test func everyKeyHasAMeaningAndAnExampleOfItsOwn() {
    #expect(problems(of: JobFormat.mappings) == [])
  }

  /// The examples of all keys that may stand together are a job that nothing is wrong with.
  @Test func theExamplesAreAJob() throws {
    let keys = JobFormat.job.keys.filter { $0.name != "keys" }
    let text = keys.map(\.example).joined(separator: "\n")
    let (job, findings) = JobReader.read(Array(text.utf8), file: "a.yaml")
    #expect(findings == [])
    #expect(job != nil)
  }

  /// The page of the language shows jobs; each is one that can be read.
  @Test func thePageShowsJobsThatCanBeRead() throws {
    let blocks = yamlBlocks(of: documentation("Jobs.md"))
    let jobs = blocks.filter { $0.hasPrefix("muster: 1") }
    #expect(!jobs.isEmpty)
    for text in jobs {
      #expect(JobReader.read(Array(text.utf8), file: "a.yaml").findings == [])
    }
    // Parts of a job, each beside the least that a job has.
    let least = [
      "muster: 1", "name: a", "profile: acme", "key: { file: a }", "output: { file: b }",
    ]
    for part in blocks where !part.hasPrefix("muster: 1") {
      let keys = part.split(separator: "\n").map { $0.prefix { $0 != ":" } }
      let rest = (least + ["inputs: [{ stdin: true }]"]).filter { line in
        !keys.contains(line.prefix { $0 != ":" })
          && !(line.hasPrefix("key:") && keys.contains("keys"))
      }
      let text = rest.joined(separator: "\n") + "\n" + part + "\n"
      #expect(JobReader.read(Array(text.utf8), file: "a.yaml").findings == [], "\(part)")
    }
  }
}

@Suite struct JobSamplesTests {
  static let names: [String] =
    ((try? FileManager.default.contentsOfDirectory(atPath: "\(checkoutRoot)/samples/jobs")) ?? [])
    .filter { $0.hasSuffix(".yaml") }.sorted()

  @Test func thereAreSamples() { #expect(Self.names.count >= 4) }

  @Test(arguments: names)
  func nothingIsToBeSaidOfASample(name: String) throws {
    let file = "\(checkoutRoot)/samples/jobs/\(name)"
    let document = JobDocument(fileBytes(file), file: file)
    let wanted = try #require(document.profile?.name)
    let isFile = wanted.hasSuffix(".yaml")
    let text =
      isFile
      ? fileBytes("\(checkoutRoot)/samples/jobs/\(wanted)") : profileText(wanted)
    let profile = try #require(ProfileReader.read(text, file: wanted).profile)
    let findings = JobLint.check(document, profile) { FileManager.default.fileExists(atPath: $0) }
    #expect(findings == [])
    #expect(document.job?.name.isEmpty == false)
  }
}
