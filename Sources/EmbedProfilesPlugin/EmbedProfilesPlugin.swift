import Foundation
import PackagePlugin

/// Puts every `profiles/NAME/profile.yaml` into the binary, so that a copied binary has them.
@main
struct EmbedProfilesPlugin: BuildToolPlugin {
  func createBuildCommands(context: PluginContext, target: Target) throws -> [Command] {
    let profiles = context.package.directoryURL.appending(path: "profiles")
    let names = try FileManager.default.contentsOfDirectory(atPath: profiles.path()).sorted()
    let inputs = names.map { profiles.appending(path: $0).appending(path: "profile.yaml") }
      .filter { FileManager.default.fileExists(atPath: $0.path()) }
    let output = context.pluginWorkDirectoryURL.appending(path: "EmbeddedProfiles.swift")
    return [
      .buildCommand(
        displayName: "Embedding \(inputs.count) profiles",
        executable: try context.tool(named: "EmbedProfiles").url,
        arguments: [output.path()] + inputs.map { $0.path() },
        inputFiles: inputs, outputFiles: [output])
    ]
  }
}
