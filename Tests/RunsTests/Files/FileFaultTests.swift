import Glibc
import Testing

@testable import Runs

/// Lets the n-th step fail, n rising until a whole run passes.
struct FileFaultTests {
  static let stepsMax = 100

  /// Three pieces that each fill the buffer, and a rest.
  private static let text = String(repeating: "0123456789abcde\n", count: 3 << 14) + "rest\n"

  private func run(_ path: String, _ faults: FileFaults) -> FileError? {
    do throws(FileError) {
      let output = try OutputFile(path, faults: faults)
      let bytes = Array(Self.text.utf8)
      var start = 0
      while start < bytes.count {
        let end = min(start + 100_000, bytes.count)
        try output.write(bytes.span.extracting(start..<end))
        start = end
      }
      try output.finish()
      return nil
    } catch {
      return error
    }
  }

  @Test(
    // Only a staged file is cut.
    arguments: [nil] + FileFaults.Step.allCases.filter { $0 != .truncate }.map(Optional.some),
    [false, true])
  func neverSaysDoneAndKeepsTheOldFile(step: FileFaults.Step?, isLasting: Bool) throws {
    for hasOldFile in [true, false] {
      var isPassed = false
      var failures = 0
      for number in 1...Self.stepsMax where !isPassed {
        let directory = try TemporaryDirectory()
        if hasOldFile { try directory.plant("tokens", "old") }
        let faults = FileFaults(failing: step, at: number, isLasting: isLasting, code: EIO)
        let error = run(directory["tokens"], faults)
        isPassed = !faults.hasStruck
        #expect((error == nil) == isPassed, "step \(number)")
        let text = directory.text("tokens")
        switch error {
        case nil: #expect(text == Self.text)
        // The file is in place, but not for certain.
        case .notDurable: #expect(text == Self.text)
        default: #expect(text == (hasOldFile ? "old" : nil))
        }
        #expect(directory.names() == (text == nil ? [] : ["tokens"]))
        if error != nil { failures += 1 }
      }
      #expect(isPassed)
      #expect(failures > 0)
    }
  }

  @Test func failureIsRememberedEvenIfTheNextTryWouldPass() throws {
    let directory = try TemporaryDirectory()
    let path = directory["tokens"]
    let steps: [(FileFaults.Step, FileError)] = [
      (.write, .writeFailed(path: path, code: ENOSPC)),
      (.sync, .syncFailed(path: path, code: ENOSPC)),
      (.close, .writeFailed(path: path, code: ENOSPC)),
      (.rename, .renameFailed(path: path, code: ENOSPC)),
    ]
    for (step, expected) in steps {
      let output = try OutputFile(path, faults: FileFaults(failing: step, at: 1, code: ENOSPC))
      try output.write([1, 2, 3].span)
      #expect(throws: expected) { try output.finish() }
      #expect(throws: expected) { try output.finish() }
      #expect(throws: expected) { try output.write([4].span) }
      output.discard()
    }
    #expect(directory.names() == [])
  }

  @Test func directoryThatIsNotStoredIsNoSuccess() throws {
    let directory = try TemporaryDirectory()
    let path = directory["tokens"]
    let output = try OutputFile(
      path, faults: FileFaults(failing: .syncDirectory, at: 1, code: EIO))
    #expect(throws: FileError.notDurable(path: path, code: EIO)) { try output.finish() }
    #expect(throws: FileError.notDurable(path: path, code: EIO)) { try output.finish() }
  }

  @Test func preparationTellsOfMissingRoomBeforeAnythingIsShown() throws {
    let directory = try TemporaryDirectory()
    let path = directory["tokens"]
    let output = try OutputFile(path, faults: FileFaults(failing: .sync, at: 1, code: ENOSPC))
    try output.write([1].span)
    let expected = FileError.syncFailed(path: path, code: ENOSPC)
    #expect(throws: expected) { try output.prepare() }
    #expect(directory.text("tokens") == nil)
    #expect(expected.help.contains("Make room"))
  }
}
