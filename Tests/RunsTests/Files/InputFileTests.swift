import Batches
import Glibc
import Testing

@testable import Runs

struct InputFileTests {
  private let directory: TemporaryDirectory

  init() throws { directory = try TemporaryDirectory() }

  @Test(arguments: [1, 3, 10, 11, 100])
  func appendsUntilTheEnd(piece: Int) throws {
    try directory.plant("batch", "0123456789")
    let input = try InputFile(directory["batch"])
    #expect(input.byteCount == 10)
    #expect(input.name == directory["batch"])
    var bytes = Array(">".utf8)
    while try input.read(into: &bytes, upTo: piece) > 0 {}
    #expect(String(decoding: bytes, as: Unicode.UTF8.self) == ">0123456789")
    #expect(try input.read(into: &bytes, upTo: piece) == 0)
    #expect(bytes.count == 11)
  }

  @Test func readsAPipeToItsEnd() throws {
    try directory.plantPipe("pipe")
    let path = directory["pipe"]
    // A reader first, so that opening for writing does not wait.
    let keeper = unsafe open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
    let writer = unsafe open(path, O_WRONLY | O_CLOEXEC)
    _ = unsafe write(writer, "abc", 3)
    let input = try InputFile(path)
    _ = close(writer)
    _ = close(keeper)
    #expect(input.byteCount == nil)
    var bytes: [UInt8] = []
    while try input.read(into: &bytes, upTo: 2) > 0 {}
    #expect(bytes == Array("abc".utf8))
  }

  @Test func refusesADirectory() {
    let path = directory.path
    #expect(throws: FileError.isDirectory(path: path)) { try InputFile(path) }
  }

  @Test func refusesWhatIsNotThere() throws {
    try directory.plant("file", "")
    for path in [directory["none"], directory["none/file"], directory["file/file"]] {
      #expect(throws: FileError.notFound(path: path)) { try InputFile(path) }
    }
    for path in ["", "a\0b"] {
      #expect(throws: FileError.invalidPath(path: path)) { try InputFile(path) }
    }
  }

  @Test(.enabled(if: getuid() != 0, "The superuser may read everything."))
  func refusesWhatMayNotBeRead() throws {
    try directory.plant("file", "", mode: 0)
    let path = directory["file"]
    #expect(throws: FileError.permissionDenied(path: path)) { try InputFile(path) }
  }

  @Test func readErrorReachesTheBatchWithItsNumber() throws {
    // A process's memory can be opened, and has nothing at its beginning.
    let input = try InputFile("/proc/self/mem")
    var bytes: [UInt8] = []
    #expect(throws: FileError.readFailed(path: "/proc/self/mem", code: EIO)) {
      try input.read(into: &bytes, upTo: 1)
    }
    let source = input.batchSource
    #expect(throws: BatchError.readFailed(code: EIO)) { try source(&bytes, 1) }
    #expect(bytes == [])
  }

  @Test func batchSourceGivesTheBytes() throws {
    try directory.plant("batch", "a,b\n1,2\n")
    let source = try InputFile(directory["batch"]).batchSource
    var bytes: [UInt8] = []
    #expect(try source(&bytes, 4) == 4)
    #expect(try source(&bytes, 100) == 4)
    #expect(try source(&bytes, 100) == 0)
    #expect(String(decoding: bytes, as: Unicode.UTF8.self) == "a,b\n1,2\n")
  }

  @Test func readsStandardInput() async {
    await #expect(processExitsWith: .success) {
      let directory = try TemporaryDirectory()
      try directory.plant("batch", "from standard input")
      let file = unsafe open(directory["batch"], O_RDONLY)
      #expect(dup2(file, 0) == 0)
      let input = try InputFile("-")
      #expect(input.name == "<stdin>")
      #expect(input.byteCount == 19)
      #expect(input.identity == FileIdentity.of(directory["batch"]))
      var bytes: [UInt8] = []
      let count = try input.read(into: &bytes, upTo: 100)
      #expect(count == 19)
    }
  }
}
