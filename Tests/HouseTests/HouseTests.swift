import Foundation
import Testing

/// The rules of the house that the compiler cannot keep.
@Suite struct HouseTests {
  /// Lines that a file may have; longer ones want a second room.
  private static let linesMax = 450

  private static let root = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  private static func swiftFiles(in folder: String) throws -> [(path: String, text: String)] {
    let base = root.appending(path: folder)
    let paths = FileManager.default.subpaths(atPath: base.path()) ?? []
    return try paths.filter { $0.hasSuffix(".swift") && !$0.contains(".build") }.sorted().map {
      ("\(folder)/\($0)", try String(contentsOf: base.appending(path: $0), encoding: .utf8))
    }
  }

  @Test func keepsFilesShort() throws {
    let long = try (Self.swiftFiles(in: "Sources") + Self.swiftFiles(in: "Tests")).filter {
      $0.text.split(separator: "\n", omittingEmptySubsequences: false).count > Self.linesMax
    }
    #expect(long.map(\.path) == [])
  }

  @Test func usesFoundationOnlyWhereProfilesAreEmbedded() throws {
    let users = try Self.swiftFiles(in: "Sources").filter {
      $0.text.contains("import Foundation") && !$0.path.contains("/EmbedProfiles")
    }
    #expect(users.map(\.path) == [])
  }

  @Test(arguments: ["fatalError(", "try!", "as!", " print(", "TODO", "FIXME"])
  func neverWrites(_ text: String) throws {
    let users = try Self.swiftFiles(in: "Sources").filter { $0.text.contains(text) }
    #expect(users.map(\.path) == [])
  }

  @Test func namesNoPlatformInCode() throws {
    let names = try FileManager.default.contentsOfDirectory(
      atPath: Self.root.appending(path: "profiles").path())
    let users = try Self.swiftFiles(in: "Sources").filter { file in
      // Help texts show commands, and a command needs some profile's name.
      !file.path.contains("Commands/") && !file.path.hasPrefix("Sources/Muster/")
        && names.contains { name in
          // Whole words: "probably" names nobody.
          file.text.lowercased().split { !$0.isLetter && !$0.isNumber && $0 != "-" }
            .contains(Substring(name))
        }
    }
    #expect(users.map(\.path) == [])
  }

  @Test func touchesForeignMemoryInNamedRoomsOnly() throws {
    let users = try Self.swiftFiles(in: "Sources").filter {
      $0.text.contains("import CLib") || $0.text.contains("import Glibc")
    }
    let rooms = Set(users.map { $0.path.split(separator: "/").prefix(2).joined(separator: "/") })
    #expect(rooms == ["Sources/Tokens", "Sources/Profiles", "Sources/Runs", "Sources/Ledgers"])
  }

  @Test func keepsNoFileNamedUtils() throws {
    let names = try Self.swiftFiles(in: "Sources").map { $0.path.lowercased() }
    #expect(names.filter { $0.contains("util") || $0.contains("helper") } == [])
  }

  /// Help is wrapped at 80 columns where it goes into a pipe: longer lines of its own are torn there, and
  /// commands that are to be copied with them.
  @Test func writesHelpInNarrowLines() throws {
    let discussion = /discussion: """\n(?<text>(?s:.*?))\n(?<indent> *)"""/
    for file in try Self.swiftFiles(in: "Sources/Commands") {
      for match in file.text.matches(of: discussion) {
        let lines = match.text.split(separator: "\n").map { $0.dropFirst(match.indent.count) }
        let long = lines.filter { $0.replacing("\\\\", with: "\\").count > 80 }
        #expect(long.filter { !$0.hasPrefix("\\(") } == [], "\(file.path)")
      }
    }
  }
}
