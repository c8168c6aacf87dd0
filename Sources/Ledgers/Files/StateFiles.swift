import Glibc

/// A system call failed with this error number.
struct StateCallError: Error, Hashable {
  let code: Int32

  /// The error of the call that just failed in this thread.
  static var last: StateCallError { StateCallError(code: errno) }
}

/// What is known about a file without opening it.
struct StateFileStatus {
  let isRegular: Bool
  let size: Int
  let permissions: UInt32
  let device: UInt
  let inode: UInt

  fileprivate init(_ status: stat) {
    isRegular = status.st_mode & S_IFMT == S_IFREG
    size = Int(status.st_size)
    permissions = status.st_mode & 0o7777
    device = UInt(status.st_dev)
    inode = UInt(status.st_ino)
  }

  func isSame(as other: StateFileStatus) -> Bool {
    device == other.device && inode == other.inode
  }

  /// Whether others than the owner have a part in it.
  var isOpenToOthers: Bool { permissions & 0o077 != 0 }
}

/// An open file, closed when it goes. Programs that are started do not get it.
struct StateFile: ~Copyable {
  let number: Int32

  init(_ number: Int32) { self.number = number }

  deinit { _ = close(number) }

  func status() throws(StateCallError) -> StateFileStatus {
    var status = stat()
    guard unsafe fstat(number, &status) == 0 else { throw .last }
    return StateFileStatus(status)
  }

  /// Whether the path leads to this file.
  func isInPlace(_ path: String) -> Bool {
    guard let mine = try? status(), let there = try? StateFiles.status(of: path) else {
      return false
    }
    return there.isSame(as: mine)
  }

  /// Reads from the beginning, at most that many bytes.
  func contents(upTo countMax: Int) throws(StateCallError) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: countMax)
    var done = 0
    while done < countMax {
      let count = unsafe bytes.withUnsafeMutableBytes { buffer in
        unsafe pread(number, buffer.baseAddress?.advanced(by: done), countMax - done, off_t(done))
      }
      if count < 0 && errno == EINTR { continue }
      guard count >= 0 else { throw .last }
      if count == 0 { break }
      done += count
    }
    return Array(bytes.prefix(done))
  }

  /// Writes all bytes at the beginning; what was behind them stays.
  func write(_ bytes: [UInt8]) throws(StateCallError) {
    var done = 0
    while done < bytes.count {
      let count = unsafe bytes.withUnsafeBytes { buffer in
        unsafe pwrite(
          number, buffer.baseAddress?.advanced(by: done), bytes.count - done, off_t(done))
      }
      if count < 0 && errno == EINTR { continue }
      guard count > 0 else { throw count == 0 ? StateCallError(code: EIO) : .last }
      done += count
    }
  }

  func truncate() throws(StateCallError) {
    guard ftruncate(number, 0) == 0 else { throw .last }
  }

  /// Sets the permissions whatever the process's mask is.
  func makePrivate() throws(StateCallError) {
    guard fchmod(number, 0o600) == 0 else { throw .last }
  }

  func sync() throws(StateCallError) {
    while fsync(number) != 0 {
      if errno != EINTR { throw .last }
    }
  }

  /// Takes the kernel's lock on the file if nobody has it. It belongs to this opening of the file,
  /// so it goes with the process, however that ends.
  func tryLock() throws(StateCallError) -> Bool {
    while flock(number, LOCK_EX | LOCK_NB) != 0 {
      switch errno {
      case EINTR: continue
      case EWOULDBLOCK: return false
      default: throw .last
      }
    }
    return true
  }

  func unlock() { _ = flock(number, LOCK_UN) }
}

/// The few system calls of this room.
package enum StateFiles {
  /// How deep a path may be of which directories are made.
  private static let directoriesMax = 64

  /// Makes a directory, and those above it that are missing, for its owner alone.
  package static func makeDirectories(_ path: String) throws(StateFileError) {
    guard !path.isEmpty, !path.utf8.contains(0) else { throw .invalidPath(path: path) }
    let names = path.split(separator: "/")
    guard names.count <= directoriesMax else { throw .invalidPath(path: path) }
    var folder = path.utf8.first == UInt8(ascii: "/") ? "/" : ""
    for name in names {
      folder += name
      if unsafe mkdir(folder, 0o700) != 0 && errno != EEXIST && errno != EISDIR {
        throw failure(folder, .last)
      }
      folder += "/"
    }
  }

  /// Tries at a name that is not taken; one nearly always does.
  static let nameTriesMax = 8

  static func words(_ code: Int32) -> String {
    guard let text = unsafe strerror(code) else { return "unknown error" }
    return unsafe String(cString: text)
  }

  /// What the path leads to, links followed; nil if there is nothing.
  static func status(of path: String) throws(StateCallError) -> StateFileStatus? {
    var status = stat()
    if unsafe stat(path, &status) == 0 { return StateFileStatus(status) }
    if errno == ENOENT { return nil }
    throw .last
  }

  static func isDirectory(_ path: String) -> Bool {
    var status = stat()
    return unsafe stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }

  /// Whether this process may read the file.
  static func isReadable(_ path: String) -> Bool {
    unsafe faccessat(AT_FDCWD, path, R_OK, AT_EACCESS) == 0
  }

  /// Opens a file that is there, for reading; a symbolic link is not followed, and a pipe not
  /// waited for.
  static func open(reading path: String) throws(StateCallError) -> StateFile {
    try open(path, O_RDONLY)
  }

  /// Opens a file for reading and writing, created for its owner only if it is not there.
  static func openOrCreate(_ path: String) throws(StateCallError) -> StateFile {
    try open(path, O_RDWR | O_CREAT)
  }

  /// Creates a file for its owner only.
  static func create(_ path: String) throws(StateCallError) -> StateFile {
    let file = try open(path, O_RDWR | O_CREAT | O_EXCL)
    try file.makePrivate()
    return file
  }

  private static func open(_ path: String, _ flags: Int32) throws(StateCallError) -> StateFile {
    let always = O_NOFOLLOW | O_CLOEXEC | O_NOCTTY | O_NONBLOCK
    while true {
      let number = unsafe Glibc.open(path, flags | always, 0o600)
      if number >= 0 { return StateFile(number) }
      if errno != EINTR { throw .last }
    }
  }

  /// Creates an empty file under a name beside `path` that nobody can foresee.
  static func createTemporary(beside path: String) throws(StateCallError) -> String {
    var tries = 0
    while true {
      let digits = String(UInt64.random(in: .min ... .max), radix: 16)
      let name = "\(directory(of: path))/.muster-\(digits).tmp"
      do {
        _ = try create(name)
        return name
      } catch {
        tries += 1
        if error.code != EEXIST || tries == nameTriesMax { throw error }
      }
    }
  }

  static func remove(_ path: String) { _ = unsafe unlink(path) }

  /// Gives a complete file its name, in one step, unless that name is taken; the temporary name is
  /// gone afterwards.
  ///
  /// - Returns: whether this file got the name.
  static func place(_ temporary: String, at path: String) throws(StateCallError) -> Bool {
    defer { remove(temporary) }
    if unsafe link(temporary, path) != 0 {
      switch errno {
      case EEXIST: return false
      case EPERM, EOPNOTSUPP, ENOSYS:
        // A file system without hard links; two first runs in the same instant could both get here.
        if try status(of: path) != nil { return false }
        guard unsafe rename(temporary, path) == 0 else { throw .last }
      default: throw .last
      }
    }
    try syncDirectory(of: path)
    return true
  }

  /// Stores the directory itself; a file system that cannot do so says EINVAL, and needs it not.
  private static func syncDirectory(of path: String) throws(StateCallError) {
    let number = unsafe Glibc.open(directory(of: path), O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard number >= 0 else { throw .last }
    do {
      try StateFile(number).sync()
    } catch  where error.code != EINVAL {
      throw error
    } catch {}
  }

  static func directory(of path: String) -> String {
    guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return "." }
    return slash == path.utf8.startIndex ? "/" : String(path[..<slash])
  }

  static func isOutOfSpace(_ code: Int32) -> Bool {
    code == ENOSPC || code == EDQUOT || code == EFBIG
  }

  /// The error number of this thread's last failed call, if that was for want of room; else 0.
  static var lastShortage: Int32 { isOutOfSpace(errno) ? errno : 0 }

  /// Forgets the error number of earlier calls.
  static func forgetErrors() { errno = 0 }

  static func isRefused(_ code: Int32) -> Bool { code == EACCES || code == EPERM || code == EROFS }

  static func isMissing(_ code: Int32) -> Bool { code == ENOENT || code == ENOTDIR }

  /// The error for what went wrong with the file at `path`.
  static func failure(_ path: String, _ error: StateCallError) -> StateFileError {
    switch error.code {
    case ENOENT, ENOTDIR: .noDirectory(path: path)
    case EISDIR, ELOOP, ENXIO: .notRegular(path: path)
    case let code where isRefused(code): .permissionDenied(path: path)
    case let code where isOutOfSpace(code): .diskFull(path: path)
    case let code: .failed(path: path, code: code)
    }
  }

  // MARK: This process

  static var processID: Int32 { getpid() }

  /// The machine's name, cut at 255 bytes.
  static var hostName: String {
    var name = [CChar](repeating: 0, count: 256)
    guard unsafe gethostname(&name, name.count - 1) == 0 else { return "" }
    return String(
      decoding: name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: Unicode.UTF8.self)
  }

  /// Sleeps that long, or until a signal comes.
  static func pause(milliseconds: Int32) { _ = poll(nil, 0, milliseconds) }
}
