import Glibc
import Testing

@testable import Runs

struct StandardOutputTests {
  private func open(_ path: String) throws -> StandardOutput {
    let number = unsafe Glibc.open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0o600)
    try #require(number >= 0)
    return StandardOutput(POSIXDescriptor(owning: number))
  }

  @Test(arguments: [1, 1 << 18 - 1, 1 << 18, 1 << 18 + 1])
  func passesEveryByteOn(count: Int) throws {
    let directory = try TemporaryDirectory()
    let output = try open(directory["out"])
    let bytes = [UInt8](repeating: UInt8(ascii: "x"), count: count)
    try output.write(bytes.span)
    try output.write([UInt8(ascii: "y")].span)
    try output.prepare()
    try output.finish()
    let text = try #require(directory.text("out"))
    #expect(text == String(repeating: "x", count: count) + "y")
  }

  @Test func fullDiskIsNoSuccess() throws {
    let output = try open("/dev/full")
    try output.write([1].span)
    let expected = FileError.writeFailed(path: "<stdout>", code: ENOSPC)
    #expect(throws: expected) { try output.finish() }
    #expect(throws: expected) { try output.finish() }
    #expect(throws: expected) { try output.write([2].span) }
    #expect(expected.help.contains("Make room"))
  }

  @Test func discardPassesNothingMoreOn() throws {
    let directory = try TemporaryDirectory()
    let output = try open(directory["out"])
    try output.write([1].span)
    output.discard()
    try output.finish()
    #expect(directory.text("out") == "")
  }

  @Test func readerThatHasGoneIsAnErrorOfItsOwn() async {
    await #expect(processExitsWith: .success) {
      ProcessGuards.install()
      var ends: [Int32] = [-1, -1]
      _ = unsafe pipe(&ends)
      _ = close(ends[0])
      #expect(dup2(ends[1], 1) == 1)
      let output = StandardOutput()
      try output.write([1].span)
      #expect(throws: FileError.brokenPipe(path: "<stdout>")) { try output.finish() }
    }
  }

  @Test func waitsForAPipeThatDoesNotBlock() async {
    await #expect(processExitsWith: .success) {
      var ends: [Int32] = [-1, -1]
      _ = unsafe pipe(&ends)
      let count = 1 << 20
      let child = ends
      let reader = Task.detached {
        var piece = [UInt8](repeating: 0, count: 1 << 12)
        var sum = 0
        while sum < count {
          let given = unsafe read(child[0], &piece, piece.count)
          if given <= 0 { break }
          sum += given
        }
        return sum
      }
      _ = fcntl(ends[1], F_SETFL, O_NONBLOCK)
      let output = StandardOutput(POSIXDescriptor(owning: ends[1]))
      try output.write([UInt8](repeating: 1, count: count).span)
      try output.finish()
      #expect(await reader.value == count)
    }
  }
}
