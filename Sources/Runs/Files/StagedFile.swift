import Bytes

/// An output that a run which is killed can go on with: its bytes stand under a name of its own beside
/// the final one until the run is over. What was stored is known to whoever keeps count of it.
package final class StagedFile: ByteSink {
  /// The final path.
  package let path: String
  private let name: String
  /// Where the bytes stand until then.
  package let stagePath: String
  private let directory: POSIXDirectory
  private let faults: FileFaults?
  private var file: POSIXDescriptor?
  private var buffer = WriteBuffer()
  /// How many bytes were taken, those of earlier processes included.
  package private(set) var byteCount: Int

  /// The path of the bytes until the run is over: the same for each run, so that the next one takes over
  /// what a killed one left.
  ///
  /// - Parameters:
  ///   - path: the final path, in whose folder it is.
  ///   - job: names the job; nothing else writes there.
  ///   - kind: which output of the job it is.
  package static func stagePath(_ path: String, job: String, kind: String) -> String {
    let stage = ".muster-\(job)-\(kind).partial"
    guard path.utf8.contains(UInt8(ascii: "/")) else { return stage }
    let parent = FileIdentity.split(path).parent
    return parent == "/" ? "/" + stage : parent + "/" + stage
  }

  /// Creates the file, or opens it and cuts it to what is known to be stored.
  ///
  /// - Parameters:
  ///   - stagePath: where the bytes stand, as ``stagePath(_:job:kind:)`` says.
  ///   - stored: how many bytes an earlier process stored; 0 begins anew.
  ///   - faults: the tests' rigged disk.
  /// - Throws: ``FileError``, where fewer bytes are there than are known to be stored, too.
  package init(
    _ path: String, stagePath: String, stored: Int, faults: FileFaults? = nil
  ) throws(FileError) {
    guard !path.isEmpty, !path.utf8.contains(0) else { throw .invalidPath(path: path) }
    let (parent, name) = FileIdentity.split(path)
    guard !name.isEmpty, name != ".", name != ".." else { throw .isDirectory(path: path) }
    self.path = path
    self.name = name
    self.faults = faults
    self.stagePath = stagePath
    byteCount = stored
    do {
      directory = try POSIXDirectory(parent)
    } catch {
      throw POSIXErrors.creating(path, error)
    }
    try inspectTarget()
    do {
      try open(stored)
    } catch {
      throw POSIXErrors.creating(path, error)
    }
  }

  private func open(_ stored: Int) throws(SystemError) {
    try faults?.check(.create)
    file = POSIXDescriptor(
      owning: try directory.openStage(
        FileIdentity.split(stagePath).name, isNew: stored == 0))
    try faults?.check(.permissions)
    try file?.setPermissions(0o600)
    guard let size = try file?.status().size, size >= stored else {
      throw SystemError(code: POSIXErrors.inputOutput)
    }
    try faults?.check(.truncate)
    try file?.truncate(to: stored)
  }

  /// Refuses a target that is there and is not a regular file.
  private func inspectTarget() throws(FileError) {
    try directory.requireRegular(name, path: path, faults)
  }

  package func write(_ bytes: Span<UInt8>) throws(FileError) {
    try buffer.check()
    byteCount += bytes.count
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

  /// Stores all bytes that were taken; they are there after a power failure, too.
  package func store() throws(FileError) {
    try buffer.flush { (bytes) throws(FileError) in try pass(bytes) }
    try buffer.hold { () throws(FileError) in
      do throws(SystemError) {
        try faults?.check(.sync)
        try file?.sync()
      } catch {
        throw FileError.syncFailed(path: path, code: error.code)
      }
    }
  }

  /// Stores all bytes and the directory in which they stand, and closes the file.
  package func prepare() throws(FileError) {
    guard file != nil else { return }
    try store()
    try buffer.hold { () throws(FileError) in
      do throws(SystemError) {
        try faults?.check(.close)
        try file.take()?.close()
        try faults?.check(.syncDirectory)
        try directory.sync()
      } catch {
        throw FileError.writeFailed(path: path, code: error.code)
      }
    }
  }

  /// Puts the file in place.
  package func finish() throws(FileError) {
    try prepare()
    try inspectTarget()
    try Self.putInPlace(stagePath, as: path, faults: faults)
  }

  /// Closes the file and leaves it where it is: the next run may go on with it.
  package func discard() { file = nil }

  // MARK: What a run has left

  /// How many bytes are there; nil if there is no file.
  package static func byteCount(at stagePath: String) -> Int? {
    let (parent, name) = FileIdentity.split(stagePath)
    guard let directory = try? POSIXDirectory(parent), let status = try? directory.status(of: name),
      status.kind == .regular
    else { return nil }
    return status.size
  }

  /// Removes the file, if it is there.
  package static func remove(at stagePath: String) {
    let (parent, name) = FileIdentity.split(stagePath)
    guard let directory = try? POSIXDirectory(parent) else { return }
    directory.remove(name)
  }

  /// Gives the file its name, unless that has been done, and stores the directory.
  package static func putInPlace(
    _ stagePath: String, as path: String, faults: FileFaults? = nil
  ) throws(FileError) {
    var isInPlace = false
    do {
      let directory = try POSIXDirectory(FileIdentity.split(path).parent)
      let stageName = FileIdentity.split(stagePath).name
      if try directory.status(of: stageName) != nil {
        try faults?.check(.rename)
        try directory.rename(stageName, to: FileIdentity.split(path).name)
      }
      isInPlace = true
      // Whoever has done it may not have come to this.
      try faults?.check(.syncDirectory)
      try directory.sync()
    } catch {
      throw isInPlace
        ? .notDurable(path: path, code: error.code) : .renameFailed(path: path, code: error.code)
    }
  }
}
