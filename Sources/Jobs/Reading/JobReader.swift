package import Findings
package import Profiles

/// Reads a job from its text.
package enum JobReader {
  /// Reads a job file.
  ///
  /// - Parameters:
  ///   - text: the YAML text in UTF-8.
  ///   - file: its path, for findings and because the paths in it begin in its folder.
  /// - Returns: the job, unless a finding is an error, and all findings in the order of the file.
  package static func read(
    _ text: [UInt8], file: String
  ) -> (job: Job?, findings: [Finding]) {
    let document = JobDocument(text, file: file)
    return (document.job, document.findings)
  }

  /// Everything that can be said of a job file, in the order of the file.
  ///
  /// - Parameters:
  ///   - profile: the job's profile; nil where there is none, which then is said already.
  ///   - exists: whether there is a file of this path, which is resolved.
  package static func lint(
    _ text: [UInt8], file: String, profile: Profile?, exists: (String) -> Bool
  ) -> [Finding] {
    JobLint.check(JobDocument(text, file: file), profile, exists: exists)
  }
}

/// A job file that was read, well or not.
package struct JobDocument: Sendable {
  /// Nil where a finding is an error.
  package let job: Job?
  /// What keeps the job from use; what is doubtful, ``JobLint`` finds.
  package let findings: [Finding]
  /// The file's path, as it was given.
  package let file: String
  /// The text, in which secrets that should not stand there are stars: so it can be shown.
  package let shownText: [UInt8]
  /// The name or file of the profile, also where something else is wrong.
  package let profile: (name: String, location: SourceLocation)?

  /// The job's name, also where something else is wrong.
  package var name: String? {
    root?["name"]?.scalarText.flatMap { isName($0) ? $0 : nil }
  }

  /// The job as far as it can be told; its parts that are wrong are missing.
  let draft: Job?
  let root: YAMLNode?

  package init(_ text: [UInt8], file: String) {
    self.file = file
    let yaml = YAMLReader.read(text, file: file)
    let context = DecodingContext()
    let secrets = ClearSecrets(context: context)
    root = yaml.root
    draft = yaml.root.flatMap { root in
      let job = JobDecoder(context: context, secrets: secrets).decode(root)
      PathChecks(context: context, file: file, root: root).run()
      return job
    }
    findings = DecodingContext.sorted(yaml.findings + context.findings)
    job = findings.contains { $0.severity == .error } ? nil : draft
    if !yaml.findings.isEmpty { secrets.hideLines(of: text, file: file) }
    shownText = secrets.masked(text)
    let node = yaml.root?["profile"]
    profile = node?.scalarText.flatMap { name in
      name.isEmpty ? nil : node.map { (name, $0.location) }
    }
  }
}
