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
  private let file: POSIXDescriptor
  private let status: FileStatus

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

  private init(_ name: String, _ file: consuming POSIXDescriptor) throws(FileError) {
    let status: FileStatus
    do {
      status = try file.status()
    } catch {
      throw POSIXErrors.opening(name, error)
    }
    guard status.kind != .directory else { throw .isDirectory(path: name) }
    self.name = name
    self.status = status
    self.file = file
    byteCount = status.kind == .regular ? status.size : nil
  }

  /// Which file this is, to be compared with those of outputs.
  package var identity: FileIdentity { FileIdentity(status) }

  /// Whether somebody other than the owner may read the file.
  var isReadableByOthers: Bool { status.kind == .regular && status.permissions & 0o044 != 0 }

  var kind: FileKind { status.kind }

  /// Reads once and appends what came, at most `count` bytes.
  ///
  /// - Returns: how many bytes came; 0 is the end.
  package func read(into buffer: inout [UInt8], upTo count: Int) throws(FileError) -> Int {
    while true {
      do {
        if status.kind != .regular { try waitToRead() }
        let read = try file.read(into: &buffer, upTo: count)
        bytesRead += read
        return read
      } catch  where POSIXErrors.isWorthARetry(error.code) && Interruption.requested == nil {
        continue
      } catch  where error.code == POSIXErrors.interrupted {
        throw .interrupted(path: name)
      } catch {
        throw .readFailed(path: name, code: error.code)
      }
    }
  }

  /// A pipe or terminal may be silent for ever, and a signal may have come before the wait.
  private func waitToRead() throws(SystemError) {
    while try !file.waitToRead(milliseconds: Self.waitMilliseconds) {
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
