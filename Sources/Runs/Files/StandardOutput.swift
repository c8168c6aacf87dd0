import Bytes

/// The process's standard output. What was passed on cannot be taken back.
package final class StandardOutput: ByteSink {
  /// Stands for standard output, and input, where a path is expected.
  package static let path = "-"
  private static let name = "<stdout>"

  private let file: POSIXDescriptor
  private var buffer = WriteBuffer()

  package init() { file = .standardOutput }

  /// Writes to another descriptor, for tests.
  init(_ file: consuming POSIXDescriptor) { self.file = file }

  /// Takes the bytes.
  ///
  /// - Throws: `brokenPipe` when the reader has gone, and other ``FileError``s; from then on always.
  package func write(_ bytes: Span<UInt8>) throws(FileError) {
    try buffer.append(bytes) { (bytes) throws(FileError) in try pass(bytes) }
  }

  private func pass(_ bytes: Span<UInt8>) throws(FileError) {
    do {
      try file.write(bytes)
    } catch {
      throw error.code == POSIXErrors.brokenPipe
        ? .brokenPipe(path: Self.name) : POSIXErrors.writing(Self.name, error)
    }
  }

  /// Does nothing: passing bytes on before the other outputs are safe would show them too early.
  package func prepare() throws(FileError) { try buffer.check() }

  /// Passes everything on; where standard output is a file, its bytes are stored.
  package func finish() throws(FileError) {
    try buffer.flush { (bytes) throws(FileError) in try pass(bytes) }
    try buffer.hold { () throws(FileError) in
      do throws(SystemError) {
        if try file.status().kind == .regular { try file.sync() }
      } catch {
        throw FileError.syncFailed(path: Self.name, code: error.code)
      }
    }
  }

  package func discard() { buffer.drop() }
}
