import Glibc

/// What the system says about a file.
struct FileStatus {
  var kind: FileKind
  var size: Int
  var permissions: UInt32
  var device: UInt
  var inode: UInt
  /// When its bytes were changed, in nanoseconds since 1970.
  var modifiedNanoseconds: Int

  init(_ status: stat) {
    kind =
      switch status.st_mode & S_IFMT {
      case S_IFREG: .regular
      case S_IFDIR: .directory
      case S_IFLNK: .symbolicLink
      case S_IFIFO: .pipe
      case S_IFCHR, S_IFBLK: .device
      case S_IFSOCK: .socket
      default: .other
      }
    size = Int(status.st_size)
    permissions = status.st_mode & 0o7777
    device = UInt(status.st_dev)
    inode = UInt(status.st_ino)
    modifiedNanoseconds =
      Int(status.st_mtim.tv_sec) &* 1_000_000_000 &+ Int(status.st_mtim.tv_nsec)
  }

  /// Whether both tell of the same file with the same bytes, as far as the system knows.
  func isSameVersion(as other: FileStatus) -> Bool {
    device == other.device && inode == other.inode && size == other.size
      && modifiedNanoseconds == other.modifiedNanoseconds
  }
}

/// An open file. It is closed when it goes, unless it belongs to the process.
struct POSIXDescriptor: ~Copyable {
  let number: Int32
  private let isOwned: Bool

  /// Takes over an open descriptor.
  init(owning number: Int32) {
    self.number = number
    isOwned = true
  }

  private init(borrowing number: Int32) {
    self.number = number
    isOwned = false
  }

  deinit {
    if isOwned { _ = Glibc.close(number) }
  }

  static var standardInput: POSIXDescriptor { POSIXDescriptor(borrowing: STDIN_FILENO) }
  static var standardOutput: POSIXDescriptor { POSIXDescriptor(borrowing: STDOUT_FILENO) }
  static var standardError: POSIXDescriptor { POSIXDescriptor(borrowing: STDERR_FILENO) }

  /// Opens a file for reading. A signal that wants the process to end also ends the wait for the
  /// other end of a named pipe.
  static func open(reading path: String) throws(SystemError) -> POSIXDescriptor {
    guard !path.utf8.contains(0) else { throw SystemError(code: EINVAL) }
    while true {
      let number = unsafe Glibc.open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY)
      if number >= 0 { return POSIXDescriptor(owning: number) }
      if errno != EINTR || Interruption.requested != nil { throw .last }
    }
  }

  /// Opens a file for writing at its end, and makes it, for its owner alone, if it is not there. A
  /// link is not followed, and nothing but a regular file is opened.
  static func open(appending path: String) throws(SystemError) -> POSIXDescriptor {
    guard !path.utf8.contains(0) else { throw SystemError(code: EINVAL) }
    let flags = O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NOCTTY | O_NOFOLLOW | O_NONBLOCK
    let number = unsafe Glibc.open(path, flags, 0o600)
    guard number >= 0 else { throw .last }
    let file = POSIXDescriptor(owning: number)
    guard try file.status().kind == .regular else { throw SystemError(code: EINVAL) }
    return file
  }

  /// What the system says about the path, links followed; nil if it says nothing.
  static func status(of path: String) -> FileStatus? {
    guard !path.utf8.contains(0) else { return nil }
    var status = stat()
    return unsafe stat(path, &status) == 0 ? FileStatus(status) : nil
  }

  func status() throws(SystemError) -> FileStatus {
    var status = stat()
    guard unsafe fstat(number, &status) == 0 else { throw .last }
    return FileStatus(status)
  }

  /// The status, where a later change of the bytes shows in the time: the system's clock for files goes
  /// in steps, so a file that was changed in this very step is looked at again after it.
  func settledStatus() throws(SystemError) -> FileStatus {
    let status = try status()
    let age = POSIXClock.wallNanoseconds() - status.modifiedNanoseconds
    guard age >= 0 && age < Int(Self.settleMilliseconds) * 1_000_000 else { return status }
    _ = poll(nil, 0, Self.settleMilliseconds)
    return try self.status()
  }

  /// More than a step of the clock that files get their times from.
  private static let settleMilliseconds: Int32 = 20

  /// Closes, and tells whether that failed: some file systems report lost bytes only now.
  consuming func close() throws(SystemError) {
    let (number, isOwned) = (number, isOwned)
    discard self
    guard isOwned, Glibc.close(number) != 0 else { return }
    // The descriptor is gone after EINTR, too.
    if errno != EINTR { throw .last }
  }

  /// Waits until there is something to read, at most that long.
  func waitToRead(milliseconds: Int32) throws(SystemError) -> Bool {
    try wait(for: POLLIN, milliseconds: milliseconds)
  }

  private func wait(for event: Int32, milliseconds: Int32) throws(SystemError) -> Bool {
    var request = pollfd(fd: number, events: Int16(event), revents: 0)
    let ready = unsafe poll(&request, 1, milliseconds)
    if ready < 0 && errno != EINTR { throw .last }
    return ready > 0
  }

  /// Reads once and appends what came; 0 is the end.
  ///
  /// - Parameter offset: where in the file; nil for where the last such read ended.
  func read(
    into buffer: inout [UInt8], upTo count: Int, at offset: Int? = nil
  ) throws(SystemError) -> Int {
    guard count > 0 else { return 0 }
    var failure: SystemError?
    var given = 0
    buffer.append(addingCapacity: count) { (output: inout OutputSpan<UInt8>) in
      unsafe output.withUnsafeMutableBufferPointer { bytes, initializedCount in
        guard let end = bytes.baseAddress else { return }
        let start = unsafe end + initializedCount
        let result =
          if let offset {
            unsafe pread(number, start, count, offset)
          } else {
            unsafe Glibc.read(number, start, count)
          }
        if result < 0 {
          failure = .last
        } else {
          given = result
          initializedCount += result
        }
      }
    }
    if let failure { throw failure }
    return given
  }

  /// Writes all bytes, however often the system takes only some of them.
  func write(_ bytes: Span<UInt8>) throws(SystemError) {
    var done = 0
    while done < bytes.count {
      let rest = bytes.extracting(droppingFirst: done)
      let written = unsafe rest.withUnsafeBufferPointer {
        unsafe Glibc.write(number, $0.baseAddress, $0.count)
      }
      if written > 0 {
        done += written
        // A signal that comes when some bytes have been taken shows in nothing but their number.
        if done < bytes.count && Interruption.requested != nil { throw SystemError(code: EINTR) }
        continue
      }
      let error = written == 0 ? SystemError(code: EIO) : SystemError.last
      switch error.code {
      case EINTR where Interruption.requested == nil: continue
      // Somebody who shares the terminal or pipe made it non-blocking.
      case EAGAIN: _ = try wait(for: POLLOUT, milliseconds: -1)
      default: throw error
      }
    }
  }

  /// Sets the permissions whatever the process's mask is.
  func setPermissions(_ mode: UInt32) throws(SystemError) {
    guard fchmod(number, mode) == 0 else { throw .last }
  }

  /// Cuts the file to this many bytes.
  func truncate(to count: Int) throws(SystemError) {
    while ftruncate(number, count) != 0 {
      if errno != EINTR { throw .last }
    }
  }

  func sync() throws(SystemError) {
    while fsync(number) != 0 {
      if errno != EINTR { throw .last }
    }
  }
}
