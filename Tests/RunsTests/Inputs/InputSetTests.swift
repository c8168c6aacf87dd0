import Batches
import Bytes
import Glibc
import Testing
import Tokens

@testable import Runs

struct InputSetTests {
  private let directory: TemporaryDirectory

  init() throws { directory = try TemporaryDirectory() }

  private func open(
    _ sources: [InputSource], limits: InputLimits = InputLimits()
  ) throws -> [SpooledInput] {
    try InputSet(sources, copyingTo: directory.path, limits: limits).inputs
  }

  private func failure(
    _ source: InputSource, limits: InputLimits = InputLimits()
  ) -> InputError? {
    do {
      _ = try InputSet([source], copyingTo: directory.path, limits: limits)
      return nil
    } catch {
      return error
    }
  }

  static func text(_ input: SpooledInput, piece: Int = 3) throws -> String {
    let file = try input.open()
    var bytes: [UInt8] = []
    while try file.read(into: &bytes, upTo: piece) > 0 {}
    return String(decoding: bytes, as: Unicode.UTF8.self)
  }

  private func digest(_ text: String) -> [UInt8] {
    var digest: [UInt8] = []
    let bytes = Array(text.utf8)
    Digest.sha256.append(of: bytes.span, to: &digest)
    return digest
  }

  // MARK: Files

  @Test(arguments: [256, 1, 0])
  func filesAreReadTwiceAndTwoAtATime(held: Int) throws {
    try directory.plant("1.csv", "a,b\n1,2\n")
    try directory.plant("2.csv", "")
    let inputs = try open([.files(directory["*.csv"])], limits: InputLimits(heldFilesMax: held))
    #expect(inputs.map(\.name) == [directory["1.csv"], directory["2.csv"]])
    #expect(inputs.map(\.byteCount) == [8, 0])
    #expect(inputs.map(\.sha256) == [digest("a,b\n1,2\n"), digest("")])
    #expect(inputs.map(\.hasNoRows) == [false, false])
    #expect(inputs[0].identity == FileIdentity.of(directory["1.csv"]))
    let (first, second) = (try inputs[0].open(), try inputs[0].open())
    #expect(first.name == directory["1.csv"])
    #expect(first.byteCount == 8)
    var bytes: [UInt8] = []
    while try first.read(into: &bytes, upTo: 5) + second.read(into: &bytes, upTo: 5) > 0 {}
    #expect(String(decoding: bytes, as: Unicode.UTF8.self) == "a,b\n1a,b\n1,2\n,2\n")
    #expect(try Self.text(inputs[1]) == "")
  }

  @Test(arguments: ["a,b\n1,3\n", "a,b\n", "a,b\n1,2\n3,4\n", ""], [256, 0])
  func changeBetweenReadingsIsAnError(text: String, held: Int) throws {
    try directory.plant("batch", "a,b\n1,2\n")
    let path = directory["batch"]
    let input = try open([.files(path)], limits: InputLimits(heldFilesMax: held))[0]
    #expect(try Self.text(input) == "a,b\n1,2\n")
    try directory.plant("batch", text)
    #expect(throws: FileError.changed(path: path)) { try Self.text(input) }
  }

  @Test func changeDuringAReadingIsAnErrorOfTheBatch() throws {
    try directory.plant("batch", "a,b\n1,2\n")
    let path = directory["batch"]
    let file = try open([.files(path)])[0].open()
    let source = file.batchSource
    var bytes: [UInt8] = []
    #expect(try source(&bytes, 4) == 4)
    #expect(file.change == nil)
    try directory.plant("batch", "a,b\n1,3\n")
    #expect(throws: BatchError.readFailed(code: ESTALE)) { try source(&bytes, 4) }
    #expect(file.change == .changed(path: path))
  }

  // The bytes are those of the old file until the end.
  @Test func fileThatIsReplacedWhileItIsHeldIsReadToItsEnd() throws {
    try directory.plant("batch", "old")
    let input = try open([.files(directory["batch"])])[0]
    try directory.plant("new", "new")
    #expect(rename(directory["new"], directory["batch"]) == 0)
    #expect(try Self.text(input) == "old")
  }

  private func rename(_ old: String, _ new: String) -> Int32 { unsafe Glibc.rename(old, new) }

  @Test func fileThatIsOpenedAnewMustBeTheSame() throws {
    try directory.plant("batch", "old")
    let path = directory["batch"]
    let input = try open([.files(path)], limits: InputLimits(heldFilesMax: 0))[0]
    try directory.plant("new", "new")
    #expect(rename(directory["new"], path) == 0)
    #expect(throws: FileError.changed(path: path)) { try Self.text(input) }
    _ = unsafe unlink(path)
    #expect(throws: FileError.notFound(path: path)) { try Self.text(input) }
  }

  @Test func whatIsNoFileOrComesTwiceIsRefused() throws {
    try directory.plant("a.csv", "x")
    try directory.plantLink("b.csv", to: directory["a.csv"])
    let (a, b, none) = (directory["a.csv"], directory["b.csv"], directory["none"])
    #expect(failure(.files(none)) == .file(.notFound(path: none)))
    #expect(failure(.files("")) == .file(.invalidPath(path: "")))
    #expect(failure(.files(directory.path)) == .file(.isDirectory(path: directory.path)))
    #expect(
      failure(.files(directory["*.csv"])) == .file(.sameFileTwice(first: a, second: b)))
    #expect(
      failure(.files(directory["[a]*"]), limits: InputLimits(inputsMax: 0))
        == .tooManyInputs(max: 0))
  }

  @Test func digestOfAllTellsBytesAndOrder() throws {
    try directory.plant("1", "x")
    try directory.plant("2", "y")
    let (one, two) = (InputSource.files(directory["1"]), InputSource.files(directory["2"]))
    func all(_ sources: [InputSource]) throws -> [UInt8] {
      try InputSet(sources, copyingTo: directory.path).sha256
    }
    let first = try all([one, two])
    #expect(first == (try all([one, two])))
    #expect(first != (try all([two, one])))
    #expect(first != (try all([one])))
  }

  // MARK: What comes once

  @Test func pipeIsCopiedAndReadTwice() throws {
    var ends: [Int32] = [-1, -1]
    _ = unsafe pipe(&ends)
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    _ = unsafe write(ends[1], "a,b\n1,2\n", 8)
    _ = close(ends[1])
    let path = "/dev/fd/\(ends[0])"
    let input = try open([.files(path)])[0]
    _ = close(ends[0])
    #expect(input.name == path)
    #expect(input.identity == nil)
    #expect(input.byteCount == 8)
    #expect(input.sha256 == digest("a,b\n1,2\n"))
    #expect(try Self.text(input) == "a,b\n1,2\n")
    #expect(try Self.text(input) == "a,b\n1,2\n")
    // The copy has no name.
    #expect(directory.names() == [])
  }

  @Test func standardInputIsCopiedOnce() async {
    await #expect(processExitsWith: .success) {
      let directory = try TemporaryDirectory()
      try directory.plant("batch", "from standard input")
      let file = unsafe Glibc.open(directory["batch"], O_RDONLY)
      #expect(dup2(file, 0) == 0)
      let input = try InputSet([.standardInput], copyingTo: directory.path).inputs[0]
      #expect(input.name == "<stdin>")
      #expect(try InputSetTests.text(input) == "from standard input")
      #expect(try InputSetTests.text(input) == "from standard input")
      #expect(throws: InputError.standardInputTwice) {
        try InputSet([.standardInput, .standardInput], copyingTo: directory.path)
      }
    }
  }

  @Test func copyHasALimit() throws {
    let limits = InputLimits(spooledBytesMax: 10)
    let input = try open([.command("printf 0123456789")], limits: limits)[0]
    #expect(input.byteCount == 10)
    #expect(
      failure(.command("printf 0123456789a"), limits: limits)
        == .tooLong(name: "<command>", bytesMax: 10))
    #expect(
      failure(.command("cat /dev/zero"), limits: limits)
        == .tooLong(name: "<command>", bytesMax: 10))
  }

  @Test func copyThatCannotBeMadeIsAnErrorWithItsPlace() {
    let none = directory["none"]
    let error = InputError.copyFailed(name: "<command>", directory: none, code: ENOENT)
    #expect(throws: error) { try InputSet([.command("echo a")], copyingTo: none) }
    #expect(
      error.message
        == "<command> could not be copied to a temporary file in \"\(none)\": "
        + "No such file or directory (error 2).")
  }

  // A limit of the process stands for a full disk: the error is of the same kind.
  @Test func fullDiskIsToldAsSuch() async {
    await #expect(processExitsWith: .success) {
      let directory = try TemporaryDirectory()
      _ = signal(SIGXFSZ, SIG_IGN)
      var limit = rlimit(rlim_cur: 1_000, rlim_max: 1_000)
      _ = unsafe setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit)
      let error = InputError.copyFailed(
        name: "<command>", directory: directory.path, code: EFBIG)
      #expect(throws: error) {
        try InputSet([.command("head -c 2000 /dev/zero")], copyingTo: directory.path)
      }
      #expect(
        error.help == "Make room on that file system, or choose another with TMPDIR.")
    }
  }
}
