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

  /// Refuses to put an output in the place of what is there and is not a regular file.
  func requireRegular(
    _ name: String, path: String, _ faults: FileFaults?
  ) throws(FileError) {
    let status: FileStatus?
    do {
      try faults?.check(.inspect)
      status = try self.status(of: name)
    } catch {
      throw POSIXErrors.creating(path, error)
    }
    switch status?.kind {
    case nil, .regular: break
    case .directory: throw .isDirectory(path: path)
    case .some(let kind): throw .notRegular(path: path, kind: kind)
    }
  }

  /// Creates a file under a name nobody can foresee, readable by its owner only.
  func createTemporary() throws(SystemError) -> (name: String, file: Int32) {
    var tries = 0
    while true {
      let name = ".muster-\(Self.randomDigits())\(Self.randomDigits()).tmp"
      let flags = O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC
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

  /// Opens a file that has no name, for its owner only, and that goes with its last descriptor.
  func createAnonymous() throws(SystemError) -> POSIXDescriptor {
    let flags = Self.withoutName | O_RDWR | O_EXCL | O_CLOEXEC
    let number = unsafe openat(descriptor.number, ".", flags, 0o600)
    if number >= 0 { return POSIXDescriptor(owning: number) }
    // Not every file system, and no old kernel, can do that.
    guard [EOPNOTSUPP, EISDIR, EINVAL, ENOENT].contains(errno) else { throw .last }
    let (name, file) = try createTemporary()
    let owned = POSIXDescriptor(owning: file)
    guard unsafe unlinkat(descriptor.number, name, 0) == 0 else { throw .last }
    return owned
  }

  /// `O_TMPFILE`, a macro that the importer does not take over.
  private static let withoutName: Int32 = 0o20_000_000 | O_DIRECTORY

  private static func randomDigits() -> String {
    let digits = String(UInt64.random(in: .min ... .max), radix: 16)
    return String(repeating: "0", count: 16 - digits.utf8.count) + digits
  }

  /// The names in the directory but `.` and `..`, as bytes and in no order; nil if there are more than
  /// `countMax`.
  consuming func names(atMost countMax: Int) throws(SystemError) -> [[UInt8]]? {
    let number = fcntl(descriptor.number, F_DUPFD_CLOEXEC, 0)
    guard number >= 0 else { throw .last }
    guard let stream = unsafe fdopendir(number) else {
      let error = SystemError.last
      _ = Glibc.close(number)
      throw error
    }
    defer { _ = unsafe closedir(stream) }
    var names: [[UInt8]] = []
    while true {
      errno = 0
      guard let entry = unsafe readdir(stream) else {
        if errno != 0 { throw .last }
        return names
      }
      let name = unsafe Self.name(of: entry)
      if name == [0x2E] || name == [0x2E, 0x2E] { continue }
      if names.count == countMax { return nil }
      names.append(name)
    }
  }

  private static func name(of entry: UnsafeMutablePointer<dirent>) -> [UInt8] {
    unsafe withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
      unsafe Array(bytes.prefix { $0 != 0 })
    }
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
