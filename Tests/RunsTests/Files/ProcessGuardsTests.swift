import Glibc
import Testing

@testable import Runs

struct ProcessGuardsTests {
  @Test func noCoreIsDumped() async {
    await #expect(processExitsWith: .success) {
      ProcessGuards.install()
      var limit = rlimit()
      _ = unsafe getrlimit(__rlimit_resource_t(RLIMIT_CORE.rawValue), &limit)
      #expect(limit.rlim_cur == 0)
      #expect(limit.rlim_max == 0)
      let dumpable = SystemCall.isDumpable()
      #expect(dumpable == 0)
    }
  }

  // Nobody may look into the process's descriptors then, but itself.
  @Test func processSubstitutionStillWorks() async {
    await #expect(processExitsWith: .success) {
      ProcessGuards.install()
      var ends: [Int32] = [-1, -1]
      _ = unsafe pipe(&ends)
      _ = unsafe write(ends[1], "secret", 6)
      _ = close(ends[1])
      let secret = try SecretSource.file("/dev/fd/\(ends[0])").load()
      #expect(secret.bytes == Array("secret".utf8))
    }
  }

  // A shell's pipelines count on it.
  @Test func commandEndsByAClosedPipe() async {
    await #expect(processExitsWith: .success) {
      ProcessGuards.install()
      let secret = try SecretSource.command("cat /dev/zero | head -c 1").load()
      #expect(secret.bytes == [0])
    }
  }

  @Test(arguments: [SIGINT, SIGTERM])
  func firstSignalIsRemembered(number: Int32) async {
    await #expect(processExitsWith: .success) { [number] in
      ProcessGuards.install()
      #expect(Interruption.requested == nil)
      send(number)
      #expect(Interruption.requested == number)
    }
  }

  @Test func secondSignalEndsTheProcess() async {
    await #expect(processExitsWith: .signal(SIGTERM)) {
      ProcessGuards.install()
      send(SIGINT)
      send(SIGTERM)
    }
  }

  @Test func signalThatIsIgnoredStaysIgnored() async {
    await #expect(processExitsWith: .success) {
      signal(SIGINT, SIG_IGN)
      ProcessGuards.install()
      send(SIGINT)
      #expect(Interruption.requested == nil)
    }
  }

  @Test func signalEndsTheWaitForInput() async {
    await #expect(processExitsWith: .success) {
      ProcessGuards.install()
      var ends: [Int32] = [-1, -1]
      _ = unsafe pipe(&ends)
      #expect(dup2(ends[0], 0) == 0)
      let input = try InputFile("-")
      send(SIGTERM)
      var bytes: [UInt8] = []
      #expect(throws: FileError.interrupted(path: "<stdin>")) {
        try input.read(into: &bytes, upTo: 1)
      }
      #expect(throws: SecretSourceError.interrupted) {
        try SecretSource.command("exec sleep 30").load()
      }
    }
  }

  @Test func clocksMoveOn() {
    let uptime = SystemClock.uptimeSeconds()
    #expect(SystemClock.uptimeSeconds() >= uptime)
    #expect(SystemClock.wallSeconds() > 1_700_000_000)
  }
}

/// Sends this process a signal and waits a little: threads of the test's pool take no signals, so
/// that another thread gets it.
private func send(_ number: Int32) {
  _ = kill(getpid(), number)
  for _ in 0..<100 where Interruption.requested != number { usleep(5_000) }
}

private enum SystemCall {
  /// 0 when no core is dumped and nobody looks into the memory.
  static func isDumpable() -> Int32 {
    typealias Control = @convention(c) (CInt, CUnsignedLong) -> CInt
    guard let function = unsafe dlsym(nil, "prctl") else { return -1 }
    return unsafe unsafeBitCast(function, to: Control.self)(3, 0)
  }
}
