import Findings
import Jobs
import Profiles
import Runs
import ServerConfigs

/// Finds what a server's file names.
enum ServerSource {
  /// A server's file, read well or not.
  static func document(_ path: String) throws(CommandFailure) -> ServerDocument {
    ServerDocument(try ProfileSource.read(path), file: path)
  }

  /// What a server's file says; it is not held against its profiles.
  static func config(_ path: String) throws(CommandFailure) -> ServerConfig {
    let document = try document(path)
    if let config = document.config { return config }
    throw CommandFailure(
      .badProfile, "The server's file \(path) cannot be used.",
      help: "Correct it, and check it with muster serve lint.",
      findings: document.findings.map { FindingText($0, source: document.shownText) })
  }

  /// The bytes of a file that an authenticator names, one more at most than it may have.
  static func credentials(_ path: String) throws(CommandFailure) -> [UInt8] {
    do throws(FileError) {
      return try read(try InputFile(path))
    } catch {
      throw CommandFailure(error, status: .key)
    }
  }

  private static func read(_ file: InputFile) throws(FileError) -> [UInt8] {
    var bytes: [UInt8] = []
    let most = Authenticator.materialBytesMax + 1
    while bytes.count < most {
      if try file.read(into: &bytes, upTo: most - bytes.count) == 0 { break }
    }
    return bytes
  }

  // MARK: Lint

  /// Everything that can be said of a server's file.
  static func lint(_ path: String) throws(CommandFailure) -> LintReport {
    let document = try document(path)
    var found: [Finding] = []
    var profiles: [String: Profile] = [:]
    for mount in document.profiles {
      let (profile, finding) = JobSource.profile(mount.profile, at: mount.location, file: path)
      profiles[mount.mount] = profile
      if let finding { found.append(finding) }
    }
    for authenticator in document.draft?.authenticators ?? [] {
      found += findings(authenticator, folder: document.draft?.folder ?? "")
    }
    let findings = ServerLint.check(
      document, profile: { profiles[$0] }, exists: JobSource.isFile)
    return LintReport(
      file: path, text: document.shownText, findings: DecodingContext.sorted(findings + found))
  }

  /// What is wrong with the file that an authenticator names. That it is not there, lint has said;
  /// environment and commands are left alone.
  private static func findings(_ authenticator: Authenticator, folder: String) -> [Finding] {
    let path: String
    switch authenticator.material {
    case .file(let file), .secret(.file(let file)): path = JobPaths.resolve(file, in: folder)
    case .secret, nil: return []
    }
    guard !path.isEmpty, JobSource.isFile(path) else { return [] }
    do throws(FileError) {
      let file = try InputFile(path)
      var findings = authenticator.load(try read(file)).findings
      if file.isReadableByOthers, authenticator.isKeptPrivate {
        findings.append(
          Finding(
            .exposed, .warning, at: .source(authenticator.location),
            "Other users of this machine can read \(path).",
            help: "Take that away: chmod 600."))
      }
      return findings
    } catch {
      return [
        Finding(
          .badCredentials, at: .source(authenticator.location), error.message, help: error.help)
      ]
    }
  }
}
