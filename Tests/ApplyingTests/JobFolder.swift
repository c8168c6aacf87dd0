import Bytes
import Foundation
import Ledgers
import Testing
import Tokens

/// A directory of one test's own, with a job's inputs, outputs and ledger.
final class JobFolder {
  let path: String

  /// Memory stores at once what a disk takes its time for.
  private static let parent =
    FileManager.default.isWritableFile(atPath: "/dev/shm") ? "/dev/shm" : "/tmp"

  init() throws {
    path = "\(Self.parent)/muster-job-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  subscript(name: String) -> String { "\(path)/\(name)" }

  // MARK: Files

  /// The names of all files but the ledger's, sorted.
  var names: [String] {
    allNames.filter { !$0.hasPrefix("ledger.") }
  }

  private var allNames: [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []).sorted()
  }

  func bytes(_ name: String) -> [UInt8]? {
    FileManager.default.contents(atPath: self[name]).map { Array($0) }
  }

  func text(_ name: String) -> String? {
    bytes(name).map { String(decoding: $0, as: UTF8.self) }
  }

  func plant(_ name: String, _ text: String) throws {
    try Data(text.utf8).write(to: URL(fileURLWithPath: self[name]))
  }

  func remove(_ name: String) throws {
    try FileManager.default.removeItem(atPath: self[name])
  }

  /// Adds bytes to a file, as a power failure may leave them there.
  func tear(_ name: String) throws {
    let file = try FileHandle(forWritingTo: URL(fileURLWithPath: self[name]))
    try file.seekToEnd()
    try file.write(contentsOf: Data("torn".utf8))
    try file.close()
  }

  /// All files with their bytes, those of the ledger included, which nobody has open.
  var snapshot: [String: [UInt8]] {
    var files: [String: [UInt8]] = [:]
    for name in allNames { files[name] = bytes(name) }
    return files
  }

  /// The same without what SQLite keeps beside a ledger while it is looked at.
  var storedFiles: [String: [UInt8]] {
    snapshot.filter { !$0.key.hasSuffix("-wal") && !$0.key.hasSuffix("-shm") }
  }

  func restore(_ snapshot: [String: [UInt8]]) throws {
    for name in allNames { try remove(name) }
    for (name, bytes) in snapshot { try Data(bytes).write(to: URL(fileURLWithPath: self[name])) }
  }

  // MARK: The ledger

  /// The ledger's key.
  static let key = KeyedHash(key: [UInt8](repeating: 7, count: 32).span)

  func ledger(
    _ access: Ledger.Access = .writing, id: UInt8 = 1, faults: LedgerFaults? = nil
  ) throws -> Ledger {
    try Ledger(
      path: self["ledger.sqlite"], access: access,
      keyCheck: Self.key.digest(Array("check".utf8).span),
      newID: [UInt8](repeating: id, count: 16), faults: faults)
  }

  func removeLedger() throws {
    for name in allNames where name.hasPrefix("ledger.") { try remove(name) }
  }

  /// The runs of a job, the last one first.
  func runs(_ job: String = "nightly") throws -> [LedgerRun] {
    try ledger(.reading).runs(job: job, limit: 100)
  }

  /// The users that the ledger knows and that are not gone, among these; `?` for anybody else.
  func present(_ users: some Sequence<String>, job: String = "nightly") throws -> [String] {
    var names: [KeyedDigest: String] = [:]
    for user in users { names[Self.identity(user)] = user }
    let ledger = try ledger(.reading)
    guard let known = try ledger.job(named: job) else { return [] }
    var present: [String] = []
    try ledger.forEachPresentMember(of: known.id) { member throws(LedgerError) in
      present.append(names[member.identity] ?? "?")
      return true
    }
    return present.sorted()
  }

  /// What the ledger knows a user of the small profile by.
  static func identity(_ user: String) -> KeyedDigest {
    key.derived(Array("identity".utf8).span).digest(Array("sub\0\0\"\(user)\"".utf8).span)
  }
}
