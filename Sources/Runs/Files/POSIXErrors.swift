import Glibc

/// A system call failed with this error number.
struct SystemError: Error, Hashable {
  let code: Int32

  init(code: Int32) { self.code = code }

  /// The error of the call that just failed in this thread.
  static var last: SystemError { SystemError(code: errno) }
}

/// The system's error numbers, in words.
enum POSIXErrors {
  static let brokenPipe = EPIPE
  static let interrupted = EINTR
  static let notFound = ENOENT
  static let permissionDenied = EACCES
  static let isDirectory = EISDIR
  static let invalid = EINVAL
  static let stale = ESTALE
  static let timedOut = ETIMEDOUT
  static let inputOutput = EIO

  static func words(_ code: Int32) -> String {
    guard let text = unsafe strerror(code) else { return "unknown error" }
    return unsafe String(cString: text)
  }

  static func isOutOfSpace(_ code: Int32) -> Bool {
    code == ENOSPC || code == EDQUOT || code == EFBIG
  }

  /// Tells whether the same call may succeed when it is made again.
  static func isWorthARetry(_ code: Int32) -> Bool { code == EINTR || code == EAGAIN }

  /// The error for a path that could not be opened for reading.
  static func opening(_ path: String, _ error: SystemError) -> FileError {
    named(path, error) ?? .openFailed(path: path, code: error.code)
  }

  /// The error for an output whose directory or temporary file could not be made.
  static func creating(_ path: String, _ error: SystemError) -> FileError {
    error.code == ENOENT
      ? .noDirectory(path: path)
      : named(path, error) ?? .createFailed(path: path, code: error.code)
  }

  /// The error for an output that did not take bytes.
  static func writing(_ path: String, _ error: SystemError) -> FileError {
    error.code == EINTR ? .interrupted(path: path) : .writeFailed(path: path, code: error.code)
  }

  private static func named(_ path: String, _ error: SystemError) -> FileError? {
    switch error.code {
    case ENOENT, ENOTDIR: .notFound(path: path)
    case EACCES, EPERM: .permissionDenied(path: path)
    case EISDIR: .isDirectory(path: path)
    case EINVAL where path.isEmpty || path.utf8.contains(0): .invalidPath(path: path)
    default: nil
    }
  }
}
