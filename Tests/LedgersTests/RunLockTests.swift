import Bytes
import Glibc
import Testing

@testable import Ledgers

struct RunLockTests {
  private let folder: LedgerFolder
  private let holder = LockHolder(processID: 4_711, host: "night\u{7}", startedAt: time(0))

  init() throws { folder = try LedgerFolder() }

  private var path: String { folder["nightly.lock"] }

  @Test func secondIsToldWhoHoldsIt() throws {
    let lock = try RunLock.acquire(path, holder: holder)
    #expect(folder.mode("nightly.lock") == 0o600)
    do {
      _ = try RunLock.acquire(path, holder: .thisProcess(startedAt: time(1)))
      Issue.record("Two have it.")
    } catch {
      #expect(error == .held(path: path, holder: holder))
      #expect(
        error.message
          == "This is being run by process 4711 on \"night\\u{7}\", since 2027-01-15T08:00:00Z."
      )
    }
    lock.release()
    _ = try RunLock.acquire(path, holder: .thisProcess(startedAt: time(1)))
    // The file stays; what is in it does not count.
    _ = try RunLock.acquire(path, holder: holder)
    #expect(folder.names() == ["nightly.lock"])
  }

  @Test func textThatIsNotWholeNamesNobody() {
    for text in ["", "4711\n", "4711\n18\nhost", "x\n18\nhost\n", "1\n-1\nhost\n"] {
      #expect(LockHolder(text: Array(text.utf8)) == nil)
    }
    #expect(LockHolder(text: holder.text) == holder)
  }

  @Test func waitsUntilTheDeadline() throws {
    let lock = try RunLock.acquire(path, holder: holder)
    var clock = 100.0
    var pauses: [Int32] = []
    let patience = RunLock.Patience(
      seconds: 0.25, uptime: { clock }, isInterrupted: { false },
      pause: {
        pauses.append($0)
        clock += Double($0) / 1_000
      })
    do {
      _ = try RunLock.acquire(path, holder: holder, patience: patience)
      Issue.record("Two have it.")
    } catch {
      #expect(error == .held(path: path, holder: holder))
    }
    #expect(pauses == [100, 100, 100])
    lock.release()
  }

  @Test func waitEndsWhenTheHolderGoesOrASignalComes() throws {
    var lock: RunLock? = try RunLock.acquire(path, holder: holder)
    var rounds = 0
    let patience = RunLock.Patience(
      seconds: 60, uptime: { 0 }, isInterrupted: { rounds == 3 }, pause: { _ in rounds += 1 })
    do {
      _ = try RunLock.acquire(path, holder: holder, patience: patience)
      Issue.record("Two have it.")
    } catch {
      #expect(error == .interrupted(path: path))
    }
    lock.take()?.release()
    rounds = 0
    _ = try RunLock.acquire(path, holder: holder, patience: patience)
    #expect(rounds == 0)
  }

  @Test func lockDiesWithItsHolder() async throws {
    let path = path
    await #expect(processExitsWith: .signal(SIGKILL)) { [path = path as String] in
      let lock = try RunLock.acquire(path, holder: .thisProcess(startedAt: time(0)))
      _ = kill(getpid(), SIGKILL)
      lock.release()
    }
    _ = try RunLock.acquire(path, holder: holder)
  }

  @Test func startedProgramsDoNotHoldIt() throws {
    let lock = try RunLock.acquire(path, holder: holder)
    let child = try startProgram(["/bin/sleep", "60"])
    lock.release()
    _ = try RunLock.acquire(path, holder: holder)
    _ = kill(child, SIGKILL)
    _ = waitpid(child, nil, 0)
  }

  @Test func whatIsNoFileIsRefused() throws {
    _ = unsafe mkfifo(folder["pipe"], 0o600)
    _ = unsafe symlink("elsewhere", folder["link"])
    for (path, expected) in [
      (folder["pipe"], StateFileError.notRegular(path: folder["pipe"])),
      (folder["link"], .notRegular(path: folder["link"])),
      (folder.path, .notRegular(path: folder.path)),
      (folder["no/lock"], .noDirectory(path: folder["no/lock"])),
      ("", .invalidPath(path: "")),
    ] {
      do {
        _ = try RunLock.acquire(path, holder: holder)
        Issue.record("That is no file.")
      } catch {
        #expect(error == expected)
      }
    }
    #expect(folder.names() == ["link", "pipe"])
  }
}
