package import Findings
import Jobs
package import Profiles

/// Everything that can be said of a server's file beyond its shape.
package enum ServerLint {
  /// Checks a file that was read, well or not.
  ///
  /// - Parameters:
  ///   - profile: the profile of a mount, by the mount's name; nil where there is none: whoever looked for
  ///     it says so.
  ///   - exists: whether there is a file of this path, which is resolved.
  /// - Returns: what reading found, what does not fit the profiles, and what is doubtful, in the order of
  ///   the file. What the files of authenticators hold, ``Authenticator/load(_:)`` finds.
  package static func check(
    _ document: ServerDocument, profile: (String) -> Profile?, exists: (String) -> Bool
  ) -> [Finding] {
    guard let root = document.root, let draft = document.draft else { return document.findings }
    let context = DecodingContext(isThorough: true)
    for mount in draft.mounts {
      guard let profile = profile(mount.name), let node = document.node(ofMount: mount.name) else {
        continue
      }
      MountFit(context: context, root: node, mount: mount, profile: profile).run()
    }
    ServerDoubts(context: context, root: root, config: draft).run()
    checkFiles(root, context) {
      exists(JobPaths.resolve($0, in: JobPaths.folder(of: document.file)))
    }
    return DecodingContext.sorted(document.findings + context.findings)
  }

  /// What keeps a file from use with these profiles, for whoever runs it.
  package static func errors(
    _ document: ServerDocument, profile: (String) -> Profile?
  ) -> [Finding] {
    check(document, profile: profile, exists: { _ in true }).filter { $0.severity == .error }
  }

  /// Files may come later, so each is a warning.
  private static func checkFiles(
    _ root: YAMLNode, _ context: DecodingContext, exists: (String) -> Bool
  ) {
    var nodes = [root["tls"]?["certificate"], root["tls"]?["key"]]
    for entry in root["authenticators"]?.asMapping ?? [] {
      let token = entry.value["jwt"]
      nodes += [entry.value["bearer"], token?["jwks"], token?["key"]?["file"]]
    }
    for entry in root["profiles"]?.asMapping ?? [] {
      nodes += [entry.value["key"]?["file"], entry.value["roster"]?["file"]]
    }
    for node in nodes {
      guard let node, let path = node.scalarText, !path.isEmpty, !node.asNull,
        path.utf8.first != UInt8(ascii: "~"), !BearerToken.isToken(path),
        !path.contains("-----BEGIN "), !exists(path)
      else { continue }
      context.report(
        .missingFile, .warning, at: node.location, "There is no such file yet.",
        help: "It begins in the folder of this file, and has to be there when the server starts.")
    }
  }
}
