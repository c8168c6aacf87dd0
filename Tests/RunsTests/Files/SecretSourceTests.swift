import Glibc
import Testing

@testable import Runs

struct SecretSourceTests {
  private let directory: TemporaryDirectory

  init() throws { directory = try TemporaryDirectory() }

  @Test func fileIsLoadedExactly() throws {
    try directory.plant("key", " secret\r\n\n")
    let (bytes, notes) = try SecretSource.file(directory["key"]).load()
    #expect(bytes == Array(" secret\r\n\n".utf8))
    #expect(notes == [])
  }

  @Test(
    arguments: [
      (0o600, false), (0o700, false), (0o610, false), (0o640, true), (0o604, true), (0o644, true),
    ] as [(UInt32, Bool)])
  func fileThatOthersCanReadIsNoted(mode: UInt32, isNoted: Bool) throws {
    try directory.plant("key", "secret", mode: mode)
    let path = directory["key"]
    let note = "The key file \"\(path)\" can be read by other users; take that away with chmod 600."
    #expect(try SecretSource.file(path).load().notes == (isNoted ? [note] : []))
  }

  // What a shell's process substitution gives.
  @Test func pipeIsLoaded() throws {
    var ends: [Int32] = [-1, -1]
    _ = unsafe pipe(&ends)
    _ = unsafe write(ends[1], "secret", 6)
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    _ = close(ends[1])
    let (bytes, notes) = try SecretSource.file("/dev/fd/\(ends[0])").load()
    _ = close(ends[0])
    #expect(bytes == Array("secret".utf8))
    #expect(notes == [])
  }

  @Test func fileHasALimit() throws {
    let most = String(repeating: "k", count: SecretSource.keyBytesMax)
    try directory.plant("most", most)
    try directory.plant("more", most + "k")
    #expect(try SecretSource.file(directory["most"]).load().bytes == Array(most.utf8))
    let error = SecretSourceError.tooLong(bytesMax: 65_536)
    #expect(throws: error) { try SecretSource.file(directory["more"]).load() }
    #expect(error.message == "The key is longer than 65536 bytes (keyBytesMax).")
  }

  @Test func whatIsNoFileIsRefused() {
    let path = directory.path
    #expect(throws: SecretSourceError.file(.isDirectory(path: path))) {
      try SecretSource.file(path).load()
    }
    #expect(throws: SecretSourceError.unsuitable(path: "/dev/zero", kind: .device)) {
      try SecretSource.file("/dev/zero").load()
    }
    let none = directory["none"]
    #expect(throws: SecretSourceError.file(.notFound(path: none))) {
      try SecretSource.file(none).load()
    }
  }

  @Test func environmentIsLoadedExactly() async {
    await #expect(processExitsWith: .success) {
      let most = String(repeating: "k", count: SecretSource.keyBytesMax)
      unsafe setenv("KEY", "\u{e9} \n", 1)
      unsafe setenv("MOST", most, 1)
      unsafe setenv("MORE", most + "k", 1)
      let key = try SecretSource.environment("KEY").load()
      #expect(key.bytes == [0xC3, 0xA9, 0x20, 0x0A])
      let longest = try SecretSource.environment("MOST").load()
      #expect(longest.bytes == Array(most.utf8))
      #expect(throws: SecretSourceError.tooLong(bytesMax: 65_536)) {
        try SecretSource.environment("MORE").load()
      }
      #expect(throws: SecretSourceError.variableNotSet(name: "NONE")) {
        try SecretSource.environment("NONE").load()
      }
    }
  }

  // MARK: Commands

  @Test(arguments: [
    ("printf 'secret\\n'", "secret\n"), ("cat", ""), (":", ""), ("exec >&-; sleep 0.1", ""),
    ("printf a; sleep 0.1; printf b", "ab"),
  ])
  func commandsOutputIsLoadedExactly(command: String, expected: String) throws {
    let (bytes, notes) = try SecretSource.command(command).load()
    #expect(bytes == Array(expected.utf8))
    #expect(notes == [])
  }

  @Test(arguments: [
    ("printf topsecret; exit 3", SecretSourceError.commandFailed(status: 3)),
    ("topsecret-command 2>&-", .commandFailed(status: 127)),
    ("printf topsecret; kill -9 $$", .commandKilled(signal: 9)),
    ("head -c 65537 /dev/zero", .tooLong(bytesMax: 65_536)),
    ("cat /dev/zero", .tooLong(bytesMax: 65_536)),
    ("topsecret\0", .commandNotStarted(code: EINVAL)),
  ])
  func commandThatFailsGivesNothing(command: String, expected: SecretSourceError) {
    #expect(throws: expected) { try SecretSource.command(command).load() }
    #expect(!(expected.message + expected.help).contains("topsecret"))
  }

  @Test func commandMayGiveTheLongestKey() throws {
    let bytes = try SecretSource.command("head -c 65536 /dev/zero").load().bytes
    #expect(bytes == [UInt8](repeating: 0, count: SecretSource.keyBytesMax))
  }

  @Test(arguments: [
    "exec sleep 30", "exec >&-; exec sleep 30", "while :; do echo; sleep 0.01; done",
  ])
  func commandThatIsTooSlowIsKilled(command: String) {
    let start = SystemClock.uptimeSeconds()
    #expect(throws: SecretSourceError.commandTooSlow(secondsMax: 0)) {
      try SecretSource.run(command, secondsMax: 0)
    }
    #expect(SystemClock.uptimeSeconds() - start < 10)
  }

  @Test func commandInheritsNoDescriptorOfAnInputOrOutput() throws {
    try directory.plant("key", "secret")
    let input = try InputFile(directory["key"])
    let output = try OutputFile(directory["tokens"])
    let bytes = try SecretSource.command("ls -l /proc/$$/fd").load().bytes
    let text = String(decoding: bytes, as: Unicode.UTF8.self)
    #expect(text.contains("/dev/null"))
    #expect(!text.contains(directory.path))
    output.discard()
    #expect(input.byteCount == 6)
  }
}
