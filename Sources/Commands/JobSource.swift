import BundledProfiles
import Findings
import Jobs
import Profiles
import Runs

/// Finds a job and its profile.
enum JobSource {
  /// The bytes of a job file, read well or not.
  static func document(
    _ path: String
  ) throws(CommandFailure) -> (document: JobDocument, text: [UInt8]) {
    let text = try ProfileSource.read(path)
    return (JobDocument(text, file: path), text)
  }

  /// The text of the profile that a job names, and its name for findings: a file is sought from the
  /// job file's folder; one given by path wins over a built-in name.
  static func profileText(
    _ name: String, jobFile: String
  ) throws(CommandFailure) -> (text: [UInt8], file: String) {
    let path = JobPaths.resolve(name, in: JobPaths.folder(of: jobFile))
    // A name that looks like no file is one where there is no built-in profile.
    if isPath(name) || (BundledProfiles.text(name) == nil && isFile(path)) {
      return (try ProfileSource.read(path), path)
    }
    return try ProfileSource.text(name)
  }

  /// The name of a job, be its file good or not; that of the file where it does not tell.
  static func name(ofJobIn path: String) -> String {
    let named = (try? ProfileSource.read(path)).flatMap { JobDocument($0, file: path).name }
    return named ?? JobPaths.baseName(path)
  }

  static func isPath(_ name: String) -> Bool {
    name.contains("/") || name.hasSuffix(".yaml") || name.hasSuffix(".yml")
  }

  static func isFile(_ path: String) -> Bool {
    if case .file = FileIdentity.of(path) { true } else { false }
  }

  /// The profile that a file names, or why there is none.
  ///
  /// - Parameter place: where it is named.
  static func profile(
    _ name: String, at place: SourceLocation, file path: String
  ) -> (profile: Profile?, finding: Finding?) {
    do throws(CommandFailure) {
      let (text, file) = try profileText(name, jobFile: path)
      if let profile = ProfileReader.read(text, file: file).profile { return (profile, nil) }
      let finding = Finding(
        .badValue, at: .source(place), "The profile \(file) cannot be used.",
        help: "muster profile lint says what is wrong with it.")
      return (nil, finding)
    } catch {
      let finding = Finding(
        isPath(name) ? .missingFile : .unknownName, at: .source(place),
        error.message ?? "There is no such profile.", help: error.help)
      return (nil, finding)
    }
  }

  /// Everything that can be said of a job file.
  static func lint(_ path: String) throws(CommandFailure) -> LintReport {
    let (document, _) = try document(path)
    var found: [Finding] = []
    var profile: Profile?
    if let (name, place) = document.profile {
      let (read, finding) = Self.profile(name, at: place, file: path)
      profile = read
      if let finding { found.append(finding) }
    }
    let findings = JobLint.check(document, profile, exists: isFile)
    return LintReport(
      file: path, text: document.shownText, findings: DecodingContext.sorted(findings + found))
  }
}
