public import Findings
import Tokens

/// Reads a profile from its text.
public enum ProfileReader {
  /// What reading a profile gave: the profile, unless a finding is an error, and all findings in
  /// the order of the file.
  public struct Result: Sendable {
    public var profile: Profile?
    public var findings: [Finding]
  }

  /// Reads a profile.
  ///
  /// - Parameters:
  ///   - text: the YAML text in UTF-8.
  ///   - file: its name, for findings.
  public static func read(_ text: [UInt8], file: String) -> Result {
    read(text, file: file, isThorough: false)
  }

  /// Everything that can be said about a profile, in the order of the file: what ``read(_:file:)``
  /// finds, what is doubtful, and notes.
  package static func lint(_ text: [UInt8], file: String) -> [Finding] {
    read(text, file: file, isThorough: true).findings
  }

  private static func read(_ text: [UInt8], file: String, isThorough: Bool) -> Result {
    let yaml = YAMLReader.read(text, file: file)
    guard let root = yaml.root else { return Result(profile: nil, findings: yaml.findings) }
    let context = DecodingContext(isThorough: isThorough)
    let profile = ProfileDecoder(context: context).decode(root)
    let findings = DecodingContext.sorted(yaml.findings + context.findings)
    let isUsable = !findings.contains { $0.severity == .error }
    return Result(profile: isUsable ? profile : nil, findings: findings)
  }
}
