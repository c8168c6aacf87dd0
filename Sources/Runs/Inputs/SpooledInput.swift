import Tokens

/// One input, which can be read as often as is needed and gives the same bytes each time, or an error.
package final class SpooledInput {
  /// For findings: the path, `<stdin>`, `<command>`, `<sqlite: crm.db>` or `<postgresql: service=crm>`.
  package let name: String
  package let byteCount: Int
  /// The SHA-256 of all its bytes.
  package let sha256: [UInt8]
  /// Whether a query had no rows and its client said so by printing nothing, not even a header. Such
  /// an input is not read: nothing is wrong with it, and there is nothing in it.
  package let hasNoRows: Bool
  private let status: FileStatus
  /// Whether this is somebody's file, which may change, and no copy of ours.
  private let isForeign: Bool
  /// nil for a file that is opened anew.
  private var file: HeldFile?

  /// Holds a copy.
  init(copying name: String, _ copy: Copy, hasNoRows: Bool = false) {
    self.name = name
    status = copy.status
    byteCount = copy.status.size
    sha256 = copy.sha256
    self.hasNoRows = hasNoRows
    isForeign = false
    file = copy.file
  }

  /// Holds a regular file, and reads it once for its digest.
  init(holding path: String, _ file: HeldFile, _ status: FileStatus) throws(FileError) {
    name = path
    self.file = file
    self.status = status
    byteCount = status.size
    hasNoRows = false
    isForeign = true
    var hash = RunningDigest()
    var piece: [UInt8] = []
    let input = InputFile(path, file, status, isShared: true, mustStay: true)
    while try input.read(into: &piece, upTo: InputCopier.pieceBytes) > 0 {
      hash.absorb(piece.span)
      piece.removeAll(keepingCapacity: true)
    }
    sha256 = hash.finish()
  }

  /// Which file this is, to be compared with those of outputs; nil for a copy.
  package var identity: FileIdentity? { isForeign ? FileIdentity(status) : nil }

  /// Lets go of the file, which is opened anew for the next reading.
  func release() { if isForeign { file = nil } }

  /// A reader from the first byte on; there may be several at a time.
  ///
  /// - Throws: ``FileError`` if the file is no longer what it was when its digest was taken. The reader
  ///   throws the same when the file changes while it reads.
  package func open() throws(FileError) -> InputFile {
    if let file { return reader(file) }
    let (file, now) = try Self.openFile(name)
    guard now.isSameVersion(as: status) else { throw .changed(path: name) }
    return reader(file)
  }

  private func reader(_ file: HeldFile) -> InputFile {
    InputFile(name, file, status, isShared: true, mustStay: isForeign)
  }

  /// Opens the path, whatever is there.
  static func openFile(_ path: String) throws(FileError) -> (HeldFile, FileStatus) {
    guard !path.isEmpty else { throw .invalidPath(path: path) }
    do throws(SystemError) {
      let file = HeldFile(try POSIXDescriptor.open(reading: path))
      return (file, try file.descriptor.settledStatus())
    } catch  where error.code == POSIXErrors.interrupted {
      throw .interrupted(path: path)
    } catch {
      throw POSIXErrors.opening(path, error)
    }
  }
}
