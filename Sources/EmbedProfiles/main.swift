import Foundation

// Writes a Swift file that holds the given profiles as text. Called by the build alone:
//   EmbedProfiles OUTPUT profiles/NAME/profile.yaml…

let paths = CommandLine.arguments.dropFirst(2).map { URL(fileURLWithPath: $0) }
guard let output = CommandLine.arguments.dropFirst().first else { exit(64) }

let names = paths.map { $0.deletingLastPathComponent().lastPathComponent }
var source = """
  // Made by the build from the folder profiles.
  extension BundledProfiles {
    static var embeddedNames: [String] { \(names) }

    static func embeddedText(_ name: String) -> String? {
      switch name {

  """
for (name, path) in zip(names, paths) {
  let text = try String(contentsOf: path, encoding: .utf8)
  let body = text.split(separator: "\n", omittingEmptySubsequences: false).joined(separator: "\n")
  source += "    case \"\(name)\":\n      return ####\"\"\"\n\(body)\n\"\"\"####\n"
}
source += "    default: return nil\n    }\n  }\n}\n"
try source.write(toFile: output, atomically: true, encoding: .utf8)
