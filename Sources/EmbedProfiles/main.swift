import Foundation

// Writes a Swift file that holds the given profiles, and the files beside them, as text. Called by
// the build alone:
//   EmbedProfiles OUTPUT profiles/NAME/profile.yaml profiles/NAME/cases.yaml…

let paths = CommandLine.arguments.dropFirst(2).map { URL(fileURLWithPath: $0) }
guard let output = CommandLine.arguments.dropFirst().first else { exit(64) }

func folder(_ path: URL) -> String { path.deletingLastPathComponent().lastPathComponent }

let names = paths.filter { $0.lastPathComponent == "profile.yaml" }.map(folder)
var source = """
  // Made by the build from the folder profiles.
  extension BundledProfiles {
    static var embeddedNames: [String] { \(names) }

    static func embeddedText(_ path: String) -> String? {
      switch path {

  """
for path in paths {
  let text = try String(contentsOf: path, encoding: .utf8)
  let body = text.split(separator: "\n", omittingEmptySubsequences: false).joined(separator: "\n")
  let name = "\(folder(path))/\(path.lastPathComponent)"
  source += "    case \"\(name)\":\n      return ####\"\"\"\n\(body)\n\"\"\"####\n"
}
source += "    default: return nil\n    }\n  }\n}\n"
try source.write(toFile: output, atomically: true, encoding: .utf8)
