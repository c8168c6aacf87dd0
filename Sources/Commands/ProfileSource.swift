import BundledProfiles
import Findings
import Profiles
import Runs

/// Finds a profile: a file given by path wins over a built-in name.
enum ProfileSource {
  /// The text of a profile, and its name for findings.
  static func text(_ nameOrFile: String) throws(CommandFailure) -> (text: [UInt8], file: String) {
    if isFile(nameOrFile) { return (try read(nameOrFile), nameOrFile) }
    if let text = BundledProfiles.text(nameOrFile) {
      return (Array(text.utf8), "\(nameOrFile) (built in)")
    }
    let help =
      nearest(nameOrFile, in: BundledProfiles.names).map { "Did you mean \"\($0)\"?" }
      ?? "muster profile list shows those that are built in; or give a file's path."
    throw CommandFailure(
      .badProfile, "There is no profile \"\(nameOrFile)\", and no such file.", help: help)
  }

  /// Tells whether a file is meant: by its look, or because there is one and no built-in profile.
  static func isFile(_ nameOrFile: String) -> Bool {
    if nameOrFile.contains("/") || nameOrFile.hasSuffix(".yaml") || nameOrFile.hasSuffix(".yml") {
      return true
    }
    guard BundledProfiles.text(nameOrFile) == nil else { return false }
    if case .file = FileIdentity.of(nameOrFile) { return true }
    return false
  }

  /// The bytes of a file, one more at most than a profile may have.
  static func read(
    _ path: String, status: ExitStatus = .badProfile
  ) throws(CommandFailure) -> [UInt8] {
    do {
      let file = try InputFile(path)
      var bytes: [UInt8] = []
      // One byte more than a profile may have, so that the reader can say so.
      let most = YAMLLimits.standard.bytesMax + 1
      while bytes.count < most {
        let count = try file.read(into: &bytes, upTo: most - bytes.count)
        if count == 0 { break }
      }
      return bytes
    } catch {
      throw CommandFailure(error, status: status)
    }
  }

  /// Reads a profile; its warnings are said, its errors end the command.
  static func load(_ nameOrFile: String) throws(CommandFailure) -> Profile {
    let (text, file) = try text(nameOrFile)
    return try load(text, file)
  }

  /// The same from the profile's text.
  static func load(_ text: [UInt8], _ file: String) throws(CommandFailure) -> Profile {
    let result = ProfileReader.read(text, file: file)
    let findings = result.findings.map { FindingText($0, source: text) }
    guard let profile = result.profile else {
      throw CommandFailure(
        .badProfile, "The profile \(file) cannot be used.",
        help: "Correct it, and check it with muster profile lint.", findings: findings)
    }
    for finding in findings { Notices.say(finding) }
    return profile
  }
}
