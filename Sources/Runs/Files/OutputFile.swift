import Bytes

/// A file that appears under its name when it is complete, and not before.
///
/// The bytes go to a temporary file in the same directory, readable by its owner only. `finish`
/// stores them and puts the file in place in one step, so that a run that fails or is killed leaves
/// the old file as it was.
package final class OutputFile: ByteSink {
  /// The path as it was given.
  package let path: String
  private let name: String
  private let directory: POSIXDirectory
  private let faults: FileFaults?
  private let keepsPermissions: Bool
  private let permissions: UInt32
  private var temporaryName: String?
  /// Open until the bytes are stored.
  private var file: POSIXDescriptor?
  private var buffer = WriteBuffer()
  private var isFinished = false

  /// Creates the temporary file.
  ///
  /// - Parameter keepsPermissions: whether a file that is there keeps its permissions; else it
  ///   gets `permissions`, which are its owner's alone.
  /// - Throws: ``FileError`` if the path names something that is not a regular file, or its
  ///   directory does not take a new one.
  package convenience init(
    _ path: String, keepsPermissions: Bool = false, permissions: UInt32 = 0o600
  ) throws(FileError) {
    try self.init(
      path, faults: nil, keepsPermissions: keepsPermissions, permissions: permissions)
  }

  init(
    _ path: String, faults: FileFaults?, keepsPermissions: Bool = false,
    permissions: UInt32 = 0o600
  ) throws(FileError) {
    guard !path.isEmpty, !path.utf8.contains(0) else { throw .invalidPath(path: path) }
    let (parent, name) = FileIdentity.split(path)
    guard !name.isEmpty, name != ".", name != ".." else { throw .isDirectory(path: path) }
    self.path = path
    self.name = name
    self.faults = faults
    self.keepsPermissions = keepsPermissions
    self.permissions = permissions
    let directory: POSIXDirectory
    do {
      directory = try POSIXDirectory(parent)
    } catch {
      throw POSIXErrors.creating(path, error)
    }
    self.directory = directory
    try inspectTarget()
    do {
      try create()
    } catch {
      throw POSIXErrors.creating(path, error)
    }
  }

  deinit { discard() }

  private func create() throws(SystemError) {
    try faults?.check(.create)
    let (temporaryName, number) = try directory.createTemporary()
    self.temporaryName = temporaryName
    file = POSIXDescriptor(owning: number)
    try faults?.check(.permissions)
    let old = keepsPermissions ? try directory.status(of: name)?.permissions : nil
    try file?.setPermissions(old.map { $0 & 0o777 } ?? permissions)
  }

  /// Refuses a target that is there and is not a regular file.
  private func inspectTarget() throws(FileError) {
    try directory.requireRegular(name, path: path, faults)
  }

  /// Removes what an earlier run has left under the name, if it is a regular file.
  ///
  /// - Throws: ``FileError`` where something else has the name, or its directory is not there.
  package static func remove(_ path: String) throws(FileError) {
    let old = try OutputFile(path)
    old.discard()
    old.directory.remove(old.name)
  }

  // MARK: Writing

  /// Takes the bytes. After an error nothing more is taken, and `finish` throws that error.
  package func write(_ bytes: Span<UInt8>) throws(FileError) {
    try buffer.check()
    precondition(file != nil, "Nothing is written to an output that is complete or discarded.")
    try buffer.append(bytes) { (bytes) throws(FileError) in try pass(bytes) }
  }

  private func pass(_ bytes: Span<UInt8>) throws(FileError) {
    do {
      try faults?.check(.write)
      try file?.write(bytes)
    } catch {
      throw POSIXErrors.writing(path, error)
    }
  }

  // MARK: The end

  /// Stores all bytes under the temporary name.
  package func prepare() throws(FileError) {
    try buffer.check()
    guard file != nil else { return }
    try buffer.flush { (bytes) throws(FileError) in try pass(bytes) }
    try buffer.hold { () throws(FileError) in try closeStored() }
  }

  private func closeStored() throws(FileError) {
    do {
      try faults?.check(.sync)
      try file?.sync()
    } catch {
      throw .syncFailed(path: path, code: error.code)
    }
    do {
      try faults?.check(.close)
      try file.take()?.close()
    } catch {
      throw .writeFailed(path: path, code: error.code)
    }
  }

  /// Stores all bytes, puts the file in place and stores the directory.
  ///
  /// - Throws: ``FileError``; the old file is then untouched, except with `notDurable`.
  package func finish() throws(FileError) {
    if isFinished { return }
    try prepare()
    guard let temporaryName else {
      preconditionFailure("An output that is discarded is not finished.")
    }
    try buffer.hold { () throws(FileError) in try putInPlace(temporaryName) }
    isFinished = true
  }

  private func putInPlace(_ temporaryName: String) throws(FileError) {
    try inspectTarget()
    do {
      try faults?.check(.rename)
      try directory.rename(temporaryName, to: name)
    } catch {
      throw .renameFailed(path: path, code: error.code)
    }
    self.temporaryName = nil
    do {
      try faults?.check(.syncDirectory)
      try directory.sync()
    } catch {
      throw .notDurable(path: path, code: error.code)
    }
  }

  /// Removes the temporary file; the target stays as it is.
  package func discard() {
    file = nil
    if let temporaryName { directory.remove(temporaryName) }
    temporaryName = nil
    buffer.drop()
  }
}
