package import Batches

/// A file, or standard input, that is read from its beginning to its end.
package final class InputFile {
  /// How often a wait for slow input looks whether a signal wants the process to end.
  static let waitMilliseconds: Int32 = 200

  /// The path, or `<stdin>`: for findings and messages.
  package let name: String
  /// The size, if it is a regular file.
  package let byteCount: Int?
  /// How many bytes have been read.
  package private(set) var bytesRead = 0
  private let file: HeldFile
  private let status: FileStatus
  /// Whether it reads at its own place in a file that others read, too.
  private let isShared: Bool
  /// Whether the file must stay as it was when it was opened.
  private let mustStay: Bool
  /// Why it cannot be read on, where the file has changed.
  package private(set) var change: FileError?

  /// Opens the path; `-` is standard input.
  ///
  /// - Throws: ``FileError`` if there is no such file, it may not be read, or it is a directory.
  package convenience init(_ path: String) throws(FileError) {
    if path == "-" {
      try self.init("<stdin>", .standardInput)
      return
    }
    guard !path.isEmpty else { throw .invalidPath(path: path) }
    let file: POSIXDescriptor
    do {
      file = try POSIXDescriptor.open(reading: path)
    } catch  where error.code == POSIXErrors.interrupted {
      throw .interrupted(path: path)
    } catch {
      throw POSIXErrors.opening(path, error)
    }
    try self.init(path, file)
  }

  private convenience init(_ name: String, _ file: consuming POSIXDescriptor) throws(FileError) {
    let status: FileStatus
    do {
      status = try file.status()
    } catch {
      throw POSIXErrors.opening(name, error)
    }
    guard status.kind != .directory else { throw .isDirectory(path: name) }
    self.init(name, HeldFile(file), status, isShared: false, mustStay: false)
  }

  /// Reads a file that is open already.
  ///
  /// - Parameters:
  ///   - status: what the file was when it was opened.
  ///   - isShared: whether it reads from the first byte on whoever else reads it; for regular files.
  ///   - mustStay: whether a change since then is an error of the reading.
  init(
    _ name: String, _ file: HeldFile, _ status: FileStatus, isShared: Bool, mustStay: Bool
  ) {
    self.name = name
    self.file = file
    self.status = status
    self.isShared = isShared
    self.mustStay = mustStay
    byteCount = status.kind == .regular ? status.size : nil
  }

  /// Which file this is, to be compared with those of outputs.
  package var identity: FileIdentity { FileIdentity(status) }

  /// Whether somebody other than the owner may read the file.
  package var isReadableByOthers: Bool {
    status.kind == .regular && status.permissions & 0o044 != 0
  }

  var kind: FileKind { status.kind }

  /// Reads once and appends what came, at most `count` bytes.
  ///
  /// - Returns: how many bytes came; 0 is the end.
  package func read(into buffer: inout [UInt8], upTo count: Int) throws(FileError) -> Int {
    while true {
      do {
        if status.kind != .regular { try waitToRead() }
        let read = try file.descriptor.read(
          into: &buffer, upTo: count, at: isShared ? bytesRead : nil)
        bytesRead += read
        if mustStay && count > 0 { try refuseChange(isAtEnd: read == 0) }
        return read
      } catch  where POSIXErrors.isWorthARetry(error.code) && Interruption.requested == nil {
        continue
      } catch  where error.code == POSIXErrors.interrupted {
        throw .interrupted(path: name)
      } catch  where error.code == POSIXErrors.stale && mustStay {
        let change = FileError.changed(path: name)
        self.change = change
        throw change
      } catch {
        throw .readFailed(path: name, code: error.code)
      }
    }
  }

  /// A look at the file costs little beside a read of many bytes.
  private func refuseChange(isAtEnd: Bool) throws(SystemError) {
    let now = try file.descriptor.status()
    guard now.isSameVersion(as: status), !isAtEnd || bytesRead == status.size else {
      throw SystemError(code: POSIXErrors.stale)
    }
  }

  /// A pipe or terminal may be silent for ever, and a signal may have come before the wait.
  private func waitToRead() throws(SystemError) {
    while try !file.descriptor.waitToRead(milliseconds: Self.waitMilliseconds) {
      if Interruption.requested != nil { throw SystemError(code: POSIXErrors.interrupted) }
    }
  }

  /// The bytes as a batch wants them: pulled when it needs more.
  package var batchSource: BatchSource {
    { (buffer: inout [UInt8], countMax: Int) throws(BatchError) -> Int in
      do throws(FileError) {
        return try self.read(into: &buffer, upTo: countMax)
      } catch {
        throw .readFailed(code: error.code)
      }
    }
  }
}
