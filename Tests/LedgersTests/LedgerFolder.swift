import Bytes
import GRDB
import Glibc

@testable import Ledgers

/// A directory of one test's own, with a ledger in it.
final class LedgerFolder {
  let path: String
  private let isKept: Bool

  init() throws {
    var template = Array("/tmp/muster-ledger-XXXXXX".utf8CString)
    guard unsafe mkdtemp(&template) != nil else { throw Failure(code: errno) }
    path = String(
      decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: Unicode.UTF8.self)
    isKept = false
  }

  /// A directory that another process has made and removes.
  init(of other: String) {
    path = other
    isKept = true
  }

  deinit {
    guard !isKept else { return }
    _ = unsafe chmod(path, 0o700)
    for name in names() { _ = unsafe unlink(self[name]) == 0 || rmdir(self[name]) == 0 }
    _ = unsafe rmdir(path)
  }

  struct Failure: Error { let code: Int32 }

  subscript(name: String) -> String { "\(path)/\(name)" }

  var ledgerPath: String { self["ledger.sqlite"] }

  func names() -> [String] {
    guard let stream = unsafe opendir(path) else { return [] }
    defer { _ = unsafe closedir(stream) }
    var names: [String] = []
    while let entry = unsafe readdir(stream) {
      let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) { pointer in
        unsafe pointer.withMemoryRebound(to: CChar.self, capacity: 256) {
          unsafe String(cString: $0)
        }
      }
      if name != "." && name != ".." { names.append(name) }
    }
    return names.sorted()
  }

  func mode(_ name: String) -> UInt32? {
    var status = stat()
    return unsafe lstat(self[name], &status) == 0 ? status.st_mode & 0o7777 : nil
  }

  func bytes(_ name: String) throws -> [UInt8] {
    let file = unsafe Glibc.open(self[name], O_RDONLY)
    guard file >= 0 else { throw Failure(code: errno) }
    defer { _ = close(file) }
    var bytes: [UInt8] = []
    var piece = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = unsafe Glibc.read(file, &piece, piece.count)
      guard count > 0 else { return bytes }
      bytes += piece[0..<count]
    }
  }

  func plant(_ name: String, _ bytes: [UInt8], mode: UInt32 = 0o600) throws {
    let file = unsafe Glibc.open(self[name], O_WRONLY | O_CREAT | O_TRUNC, mode)
    guard file >= 0 else { throw Failure(code: errno) }
    defer { _ = close(file) }
    guard unsafe write(file, bytes, bytes.count) == bytes.count, fchmod(file, mode) == 0
    else { throw Failure(code: errno) }
  }

  /// Opens the folder's ledger, or another file in it.
  func open(
    _ name: String = "ledger.sqlite", _ access: Ledger.Access = .writing,
    busySeconds: Double = 10, faults: LedgerFaults? = nil
  ) throws(LedgerError) -> Ledger {
    try Ledger(
      path: self[name], access: access, keyCheck: digest(0), newID: newID,
      busySeconds: busySeconds, faults: faults)
  }

  /// Another program's look at the file.
  func plainly<T>(_ name: String = "ledger.sqlite", _ body: (Database) throws -> T) throws -> T {
    let queue = try DatabaseQueue(path: self[name])
    defer { try? queue.close() }
    return try queue.writeWithoutTransaction(body)
  }
}

let newID = [UInt8](repeating: 0xAB, count: 16)

/// A digest that can be told from the others.
func digest(_ number: Int) -> KeyedDigest {
  KeyedDigest(high: UInt64(number) &* 0x9E37_79B9_7F4A_7C15, low: UInt64(number))
}

func time(_ seconds: Int) -> NumericDate {
  NumericDate(secondsSinceEpoch: 1_800_000_000 + seconds)
}

func newRun(_ job: LedgerJob, at seconds: Int = 0) -> NewRun {
  NewRun(
    job: job.id, startedAt: time(seconds), profileName: "acme", profile: digest(901),
    jobFile: digest(902), input: digest(903), keys: digest(904), contract: digest(905),
    artifactPath: "/out/tokens.csv", partialPath: "/out/.tokens.partial")
}

func writes(_ numbers: some Sequence<Int>, claims: Int = 0) -> [MemberWrite] {
  numbers.map {
    MemberWrite(
      identity: digest($0), claims: digest($0 + claims), tokenID: digest($0 + 500_000),
      expiresAt: time($0), row: Int64($0), input: 1)
  }
}

func end(at seconds: Int = 100, isSuccess: Bool = true) -> RunEnd {
  RunEnd(
    finishedAt: time(seconds), counts: RunCounts(), contract: digest(905), isSuccess: isSuccess)
}

extension Ledger {
  func lookUp(_ numbers: some Sequence<Int>, of job: LedgerJob) throws -> [LedgerMember?] {
    var members: [LedgerMember?] = []
    try lookUp(numbers.map { digest($0) }, of: job.id, into: &members)
    return members
  }

  /// A whole run that writes these members.
  @discardableResult
  func runOnce(
    _ job: LedgerJob, _ members: [MemberWrite], at seconds: Int = 0, isSuccess: Bool = true,
    isSeen: ((Int64) -> Bool)? = nil
  ) throws -> LedgerRun {
    let run = try begin(newRun(job, at: seconds))
    try commit(members, of: run.id, progress: RunProgress())
    return try finish(run.id, end(at: seconds + 100, isSuccess: isSuccess), isSeen: isSeen)
  }
}
