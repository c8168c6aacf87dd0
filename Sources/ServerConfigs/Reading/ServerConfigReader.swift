package import Findings
import Jobs
import Profiles

/// Reads a server's file from its text.
package enum ServerConfigReader {
  /// Reads the file.
  ///
  /// - Parameters:
  ///   - text: the YAML text in UTF-8.
  ///   - file: its path, for findings and because the paths in it begin in its folder.
  /// - Returns: the configuration, unless a finding is an error, and all findings in the order of the
  ///   file. What is doubtful, and what does not fit a profile, ``ServerLint`` finds.
  package static func read(
    _ text: [UInt8], file: String
  ) -> (config: ServerConfig?, findings: [Finding]) {
    let document = ServerDocument(text, file: file)
    return (document.config, document.findings)
  }
}

/// A server's file that was read, well or not.
package struct ServerDocument: Sendable {
  /// Nil where a finding is an error.
  package let config: ServerConfig?
  /// What keeps the file from use.
  package let findings: [Finding]
  /// The file's path, as it was given.
  package let file: String
  /// The text, in which secrets that should not stand there are stars: so it can be shown.
  package let shownText: [UInt8]

  /// The configuration as far as it can be told; its parts that are wrong are missing.
  package let draft: ServerConfig?
  let root: YAMLNode?

  package init(_ text: [UInt8], file: String) {
    self.file = file
    let yaml = YAMLReader.read(text, file: file)
    let context = DecodingContext()
    let secrets = ClearSecrets(context: context)
    root = yaml.root
    draft = yaml.root.flatMap { root in
      ServerDecoder(context: context, secrets: secrets, folder: JobPaths.folder(of: file))
        .decode(root)
    }
    findings = DecodingContext.sorted(yaml.findings + context.findings)
    config = findings.contains { $0.severity == .error } ? nil : draft
    if !yaml.findings.isEmpty { secrets.hideLines(of: text, file: file) }
    shownText = secrets.masked(text)
  }

  /// The mapping of a served profile; nil where there is none of this name.
  func node(ofMount name: String) -> YAMLNode? { root?["profiles"]?[name] }

  /// The names or files of the served profiles, also where something else is wrong.
  package var profiles: [(mount: String, profile: String, location: SourceLocation)] {
    (root?["profiles"]?.asMapping ?? []).compactMap { entry in
      guard let node = entry.value["profile"], let name = node.scalarText, !name.isEmpty,
        !node.asNull
      else { return nil }
      return (entry.name, name, node.location)
    }
  }
}
