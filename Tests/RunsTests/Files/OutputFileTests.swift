import Glibc
import Testing

@testable import Runs

struct OutputFileTests {
  private let directory: TemporaryDirectory

  init() throws { directory = try TemporaryDirectory() }

  private func write(_ text: String, to sink: any ByteSink) throws {
    try sink.write(Array(text.utf8).span)
  }

  @Test func appearsWholeAndForItsOwnerOnly() throws {
    let output = try OutputFile(directory["tokens"])
    try write("one\n", to: output)
    try write("two\n", to: output)
    #expect(directory.text("tokens") == nil)
    try output.finish()
    try output.finish()
    output.discard()
    #expect(directory.text("tokens") == "one\ntwo\n")
    #expect(directory.mode("tokens") == 0o600)
    #expect(directory.names() == ["tokens"])
  }

  // In a process of its own, because the mask belongs to all of a process's threads.
  @Test func isForItsOwnerOnlyFromTheFirstInstantWhateverTheMask() async {
    await #expect(processExitsWith: .success) {
      for mask in [0o000, 0o777] as [mode_t] {
        let directory = try TemporaryDirectory()
        try directory.plant("tokens", "old", mode: 0o666)
        umask(mask)
        let output = try OutputFile(directory["tokens"])
        umask(0o022)
        let temporary = try #require(directory.names().first { $0.hasSuffix(".tmp") })
        #expect(directory.mode(temporary) == 0o600)
        try output.finish()
        #expect(directory.mode("tokens") == 0o600)
      }
    }
  }

  @Test(arguments: [0o640, 0o666, 0o400] as [mode_t])
  func keepsThePermissionsOfAFileThatIsRewritten(mode: mode_t) throws {
    try directory.plant("cases", "old", mode: mode)
    let output = try OutputFile(directory["cases"], keepsPermissions: true)
    try write("new", to: output)
    try output.finish()
    #expect(directory.text("cases") == "new")
    #expect(directory.mode("cases") == mode)
    try OutputFile(directory["other"], keepsPermissions: true).finish()
    #expect(directory.mode("other") == 0o600)
  }

  @Test func temporaryNamesAreNotForeseeable() throws {
    let outputs = try (0..<50).map { try OutputFile(directory["tokens\($0)"]) }
    let names = directory.names()
    #expect(Set(names).count == outputs.count)
    #expect(names.allSatisfy { $0.utf8.count == ".muster-.tmp".utf8.count + 32 })
    for output in outputs { output.discard() }
    #expect(directory.names() == [])
  }

  @Test func longestNameIsWritten() throws {
    let name = String(repeating: "n", count: 255)
    try OutputFile(directory[name]).finish()
    #expect(directory.names() == [name])
    let tooLong = directory[name + "n"]
    #expect(throws: FileError.createFailed(path: tooLong, code: ENAMETOOLONG)) {
      try OutputFile(tooLong)
    }
  }

  @Test(arguments: [1, 1 << 18 - 1, 1 << 18, 1 << 18 + 1, 3 << 18])
  func keepsEveryByteAroundTheBufferSize(count: Int) throws {
    let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 % 127) }
    let output = try OutputFile(directory["tokens"])
    try output.write(bytes.span)
    try write("-", to: output)
    try output.write(bytes.span)
    try output.finish()
    let expected = bytes + [UInt8(ascii: "-")] + bytes
    #expect(directory.text("tokens").map { Array($0.utf8) == expected } == true)
  }

  // MARK: What is left

  @Test func discardLeavesTheOldFileAndNothingElse() throws {
    try directory.plant("tokens", "old")
    let output = try OutputFile(directory["tokens"])
    try write("new", to: output)
    try output.prepare()
    #expect(directory.text("tokens") == "old")
    output.discard()
    output.discard()
    #expect(directory.text("tokens") == "old")
    #expect(directory.names() == ["tokens"])
  }

  @Test func forgottenOutputIsDiscarded() throws {
    try directory.plant("tokens", "old")
    do {
      let output = try OutputFile(directory["tokens"])
      try write("new", to: output)
    }
    #expect(directory.text("tokens") == "old")
    #expect(directory.names() == ["tokens"])
  }

  // MARK: What is no target

  @Test func refusesADirectory() throws {
    try directory.plantDirectory("tokens")
    for path in [directory["tokens"], directory["tokens/"], directory["."], directory[".."], "/"] {
      #expect(throws: FileError.isDirectory(path: path)) { try OutputFile(path) }
    }
    #expect(directory.names() == ["tokens"])
  }

  @Test func refusesANamedPipe() throws {
    try directory.plantPipe("tokens")
    let path = directory["tokens"]
    #expect(throws: FileError.notRegular(path: path, kind: .pipe)) { try OutputFile(path) }
    #expect(directory.names() == ["tokens"])
  }

  @Test func refusesADevice() {
    #expect(throws: FileError.notRegular(path: "/dev/full", kind: .device)) {
      try OutputFile("/dev/full")
    }
  }

  @Test(arguments: ["victim", "nowhere"])
  func refusesAPlantedLinkAndLeavesItsVictim(target: String) throws {
    try directory.plant("victim", "untouched", mode: 0o644)
    try directory.plantLink("tokens", to: target)
    let path = directory["tokens"]
    #expect(throws: FileError.notRegular(path: path, kind: .symbolicLink)) { try OutputFile(path) }
    #expect(directory.text("victim") == "untouched")
    #expect(directory.mode("victim") == 0o644)
    #expect(directory.names() == ["tokens", "victim"])
  }

  @Test func refusesALinkPlantedDuringTheRun() throws {
    try directory.plant("victim", "untouched", mode: 0o644)
    let output = try OutputFile(directory["tokens"])
    try write("secret", to: output)
    try directory.plantLink("tokens", to: "victim")
    let path = directory["tokens"]
    #expect(throws: FileError.notRegular(path: path, kind: .symbolicLink)) { try output.finish() }
    output.discard()
    #expect(directory.text("victim") == "untouched")
    #expect(directory.names() == ["tokens", "victim"])
  }

  @Test func refusesWhatIsNoPath() {
    for path in ["", "a\0b"] {
      #expect(throws: FileError.invalidPath(path: path)) { try OutputFile(path) }
    }
  }

  @Test func refusesAMissingDirectory() throws {
    try directory.plant("file", "")
    let missing = directory["none/tokens"]
    #expect(throws: FileError.noDirectory(path: missing)) { try OutputFile(missing) }
    let inFile = directory["file/tokens"]
    #expect(throws: FileError.notFound(path: inFile)) { try OutputFile(inFile) }
  }

  @Test func hardLinkKeepsTheOldContent() throws {
    try directory.plant("tokens", "old")
    try directory.plantHardLink("copy", to: "tokens")
    let output = try OutputFile(directory["tokens"])
    try write("new", to: output)
    try output.finish()
    #expect(directory.text("copy") == "old")
    #expect(directory.text("tokens") == "new")
  }
}
