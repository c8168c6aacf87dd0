import Glibc

/// The directory of an output, held open so that nobody can exchange it while the file is written.
struct POSIXDirectory: ~Copyable {
  /// Tries at a name that is not taken; one nearly always does.
  static let nameTriesMax = 8

  private let descriptor: POSIXDescriptor

  init(_ path: String) throws(SystemError) {
    guard !path.utf8.contains(0) else { throw SystemError(code: EINVAL) }
    let number = unsafe Glibc.open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard number >= 0 else { throw .last }
    descriptor = POSIXDescriptor(owning: number)
  }

  /// Creates a file under a name nobody can foresee, readable by its owner only.
  func createTemporary() throws(SystemError) -> (name: String, file: Int32) {
    var tries = 0
    while true {
      let name = ".muster-\(Self.randomDigits())\(Self.randomDigits()).tmp"
      let flags = O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC
      let number = unsafe openat(descriptor.number, name, flags, 0o600)
      if number >= 0 { return (name, number) }
      tries += 1
      let error = SystemError.last
      let isWorthATry = error.code == EEXIST || error.code == EINTR
      if !isWorthATry || tries == Self.nameTriesMax { throw error }
    }
  }

  /// Opens a file of this process's own that an earlier one may have left; a new one takes the place of
  /// whatever has the name.
  func openStage(_ name: String, isNew: Bool) throws(SystemError) -> Int32 {
    if isNew { remove(name) }
    let flags = O_WRONLY | O_APPEND | O_NOFOLLOW | O_CLOEXEC | (isNew ? O_CREAT | O_EXCL : 0)
    while true {
      let number = unsafe openat(descriptor.number, name, flags, 0o600)
      if number >= 0 { return number }
      if errno != EINTR { throw .last }
    }
  }

  private static func randomDigits() -> String {
    let digits = String(UInt64.random(in: .min ... .max), radix: 16)
    return String(repeating: "0", count: 16 - digits.utf8.count) + digits
  }

  /// What is under that name, links not followed; nil if there is nothing.
  func status(of name: String) throws(SystemError) -> FileStatus? {
    var status = stat()
    if unsafe fstatat(descriptor.number, name, &status, AT_SYMLINK_NOFOLLOW) == 0 {
      return FileStatus(status)
    }
    if errno == ENOENT { return nil }
    throw .last
  }

  func rename(_ name: String, to target: String) throws(SystemError) {
    guard unsafe renameat(descriptor.number, name, descriptor.number, target) == 0 else {
      throw .last
    }
  }

  func remove(_ name: String) {
    _ = unsafe unlinkat(descriptor.number, name, 0)
  }

  /// Stores the directory itself; a file system that cannot do so says EINVAL, and needs it not.
  func sync() throws(SystemError) {
    do {
      try descriptor.sync()
    } catch  where error.code != EINVAL {
      throw error
    } catch {}
  }
}
