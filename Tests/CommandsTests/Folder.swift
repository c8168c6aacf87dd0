import Foundation
import Testing

/// A fresh folder, in which shell commands run with the built `muster` on their path.
final class Folder: Sendable {
  let path: String

  /// Makes the folder, with these files in it.
  init(_ files: [String: String] = [:]) throws {
    path = NSTemporaryDirectory() + "muster-test-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    for (name, text) in files { try write(name, text) }
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  func write(_ name: String, _ text: String) throws { try write(name, Array(text.utf8)) }

  func write(_ name: String, _ bytes: [UInt8]) throws {
    try Data(bytes).write(to: URL(fileURLWithPath: "\(path)/\(name)"))
  }

  /// Makes a file readable by its owner alone, as a key file should be.
  func protect(_ name: String) throws {
    try FileManager.default.setAttributes(
      [.posixPermissions: 0o600], ofItemAtPath: "\(path)/\(name)")
  }

  func bytes(_ name: String) throws -> [UInt8] {
    Array(try Data(contentsOf: URL(fileURLWithPath: "\(path)/\(name)")))
  }

  func text(_ name: String) throws -> String { String(decoding: try bytes(name), as: UTF8.self) }

  /// The names in the folder, hidden ones too.
  var names: [String] {
    get throws { try FileManager.default.contentsOfDirectory(atPath: path).sorted() }
  }

  /// The permissions of a file, in octal.
  func mode(_ name: String) throws -> String {
    let attributes = try FileManager.default.attributesOfItem(atPath: "\(path)/\(name)")
    return String((attributes[.posixPermissions] as? Int) ?? -1, radix: 8)
  }

  // MARK: Commands

  /// Runs the shell command to its end.
  func run(_ command: String) async throws -> Outcome {
    let streams = try Self.streams()
    defer { for name in streams { try? FileManager.default.removeItem(atPath: name) } }
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/sh")
    process.arguments = ["-c", command]
    process.currentDirectoryURL = URL(fileURLWithPath: path)
    process.environment = ["PATH": "\(try Self.programs):/usr/bin:/bin", "HOME": path]
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = FileHandle(forWritingAtPath: streams[0])
    process.standardError = FileHandle(forWritingAtPath: streams[1])
    try await withCheckedThrowingContinuation { (done: CheckedContinuation<Void, any Error>) in
      process.terminationHandler = { _ in done.resume() }
      do {
        try process.run()
      } catch {
        process.terminationHandler = nil
        done.resume(throwing: error)
      }
    }
    return Outcome(
      exit: process.terminationStatus,
      out: String(decoding: try Data(contentsOf: URL(fileURLWithPath: streams[0])), as: UTF8.self),
      err: String(decoding: try Data(contentsOf: URL(fileURLWithPath: streams[1])), as: UTF8.self))
  }

  /// Runs the command, and compares all that a script can see of it. `out` and `err` are given
  /// without their last line break.
  func expect(
    _ command: String, exit: Int32 = 0, out: String = "", err: String = "",
    at location: SourceLocation = #_sourceLocation
  ) async throws {
    let outcome = try await run(command)
    let expected = Outcome(
      exit: exit, out: out.isEmpty ? "" : out + "\n", err: err.isEmpty ? "" : err + "\n")
    // As bytes: two texts that differ in their normal form only are not the same output.
    let isSame =
      outcome.exit == exit && outcome.out.utf8.elementsEqual(expected.out.utf8)
      && outcome.err.utf8.elementsEqual(expected.err.utf8)
    #expect(
      isSame, "exit \(outcome.exit)\n--- stdout\n\(outcome.out)--- stderr\n\(outcome.err)---",
      sourceLocation: location)
  }

  /// Empty files for the two streams, outside the folder.
  private static func streams() throws -> [String] {
    try ["out", "err"].map { kind in
      let name = NSTemporaryDirectory() + "muster-test-\(UUID().uuidString).\(kind)"
      try Data().write(to: URL(fileURLWithPath: name))
      return name
    }
  }

  /// The folder of the built programs: beside the test bundle, or above it.
  static var programs: String {
    get throws {
      for start in CommandLine.arguments + [Bundle.main.bundlePath] where start.contains("/") {
        var folder = URL(fileURLWithPath: start).deletingLastPathComponent()
        while folder.path != "/" {
          let candidate = folder.appendingPathComponent("muster").path
          let attributes = try? FileManager.default.attributesOfItem(atPath: candidate)
          if attributes?[.type] as? FileAttributeType == .typeRegular {
            return folder.path
          }
          folder.deleteLastPathComponent()
        }
      }
      throw ProgramNotFound()
    }
  }

  /// `swift build` puts the program beside the tests; without it nothing here can run.
  struct ProgramNotFound: Error {}
}

/// How a command ended.
struct Outcome: Hashable {
  var exit: Int32
  var out: String
  var err: String
}
