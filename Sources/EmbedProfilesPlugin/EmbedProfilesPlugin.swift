import Foundation
import PackagePlugin

/// Puts every `profiles/NAME/profile.yaml` into the binary, so that a copied binary has them, and
/// beside each its cases and the files that those may name.
@main
struct EmbedProfilesPlugin: BuildToolPlugin {
  func createBuildCommands(context: PluginContext, target: Target) throws -> [Command] {
    let profiles = context.package.directoryURL.appending(path: "profiles")
    let names = try FileManager.default.contentsOfDirectory(atPath: profiles.path()).sorted()
    let inputs = try names.flatMap { try Self.files(profiles.appending(path: $0)) }
    let output = context.pluginWorkDirectoryURL.appending(path: "EmbeddedProfiles.swift")
    return [
      .buildCommand(
        displayName: "Embedding \(inputs.count) files of profiles",
        executable: try context.tool(named: "EmbedProfiles").url,
        arguments: [output.path()] + inputs.map { $0.path() },
        inputFiles: inputs, outputFiles: [output])
    ]
  }

  /// The profile of a folder, its cases, and its test keys; nothing where there is no profile.
  private static func files(_ folder: URL) throws -> [URL] {
    guard
      FileManager.default.fileExists(atPath: folder.appending(path: "profile.yaml").path())
    else { return [] }
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path()).sorted()
    return names.filter { ["profile.yaml", "cases.yaml"].contains($0) || $0.hasPrefix("test-") }
      .map { folder.appending(path: $0) }
  }
}
