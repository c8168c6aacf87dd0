import Foundation
import Testing

/// The page about writing profiles shows what the program does.
@Suite struct ProfileAuthoringPageTests {
  /// A command of the page, and what it is said to write to both streams.
  struct Example: Equatable {
    var command: String
    var output: [String]
  }

  static func examples(of page: String) throws -> [Example] {
    let path = "\(ProfileNewTests.root)/Sources/Muster/Muster.docc/\(page)"
    let text = try String(contentsOfFile: path, encoding: .utf8)
    var examples: [Example] = []
    var isInside = false
    for line in text.components(separatedBy: "\n") {
      if line.hasPrefix("```") {
        isInside = line == "```text"
      } else if isInside, line.hasPrefix("$ ") {
        examples.append(Example(command: String(line.dropFirst(2)), output: []))
      } else if isInside, !examples.isEmpty {
        examples[examples.count - 1].output.append(line)
      }
    }
    return examples
  }

  @Test func showsWhatTheCommandsSay() async throws {
    let folder = try Folder()
    let examples = try Self.examples(of: "ProfileAuthoring.md")
    #expect(examples.count == 11)
    for example in examples {
      let outcome = try await folder.run("{ \(example.command)\n} 2>&1")
      var lines = outcome.out.components(separatedBy: "\n")
      if lines.last == "" { lines.removeLast() }
      #expect(Example(command: example.command, output: lines) == example)
    }
  }
}
