import Glibc
import Testing

@testable import Ledgers

struct LedgerKeyTests {
  private let folder: LedgerFolder
  private let key = Array(UInt8(1)...32)

  init() throws { folder = try LedgerFolder() }

  @Test func keyIsMadeOnceAndItsOwnersAlone() throws {
    let path = folder[LedgerKey.fileName]
    #expect(try LedgerKey.read(path) == nil)
    let made = try LedgerKey.readOrCreate(path, newKey: key)
    #expect(made.bytes == key)
    #expect(made.notes == [])
    #expect(folder.names() == ["ledger.key"])
    #expect(folder.mode("ledger.key") == 0o600)
    let again = try LedgerKey.readOrCreate(path, newKey: Array(UInt8(101)...132))
    #expect(again.bytes == key)
    #expect(try LedgerKey.read(path)?.bytes == key)
  }

  @Test func firstRunsAtOnceAgreeOnOneKey() async throws {
    let path = folder["ledger.key"]
    let keys = try await withThrowingTaskGroup(of: [UInt8].self) { group in
      for number in 1...16 {
        group.addTask {
          try LedgerKey.readOrCreate(path, newKey: [UInt8](repeating: UInt8(number), count: 32))
            .bytes
        }
      }
      return try await group.reduce(into: Set<[UInt8]>()) { $0.insert($1) }
    }
    #expect(keys.count == 1)
    #expect(folder.names() == ["ledger.key"])
  }

  @Test(arguments: [0, 31, 33, 5_000])
  func keyOfAnotherLengthIsRefused(count: Int) throws {
    try folder.plant("ledger.key", [UInt8](repeating: 7, count: count))
    #expect(throws: StateFileError.wrongLength(path: folder["ledger.key"], found: count)) {
      try LedgerKey.readOrCreate(folder["ledger.key"], newKey: key)
    }
  }

  @Test func keyThatOthersCanReadIsRemarkedOn() throws {
    try folder.plant("ledger.key", key, mode: 0o640)
    let found = try LedgerKey.readOrCreate(folder["ledger.key"], newKey: key)
    #expect(
      found.notes == [
        "The ledger's key file \"\(folder["ledger.key"])\" is open to other users; "
          + "take that away with chmod 600."
      ])
  }

  @Test func whatIsNoFileIsRefused() throws {
    _ = unsafe mkfifo(folder["pipe"], 0o600)
    _ = unsafe symlink("elsewhere", folder["link"])
    let key = key
    for name in ["pipe", "link"] {
      #expect(throws: StateFileError.notRegular(path: folder[name])) {
        try LedgerKey.readOrCreate(folder[name], newKey: key)
      }
    }
    #expect(throws: StateFileError.noDirectory(path: folder["no/key"])) {
      try LedgerKey.readOrCreate(folder["no/key"], newKey: key)
    }
    #expect(throws: StateFileError.invalidPath(path: "")) { try LedgerKey.read("") }
  }
}
