import Bytes

/// The process's standard output. What was passed on cannot be taken back.
package final class StandardOutput: ByteSink {
  /// Stands for standard output, and input, where a path is expected.
  package static let path = "-"
  private static let name = "<stdout>"

  private let file: POSIXDescriptor
  private var buffer: [UInt8] = []
  private var failure: FileError?

  package init() { file = .standardOutput }

  /// Writes to another descriptor, for tests.
  init(_ file: consuming POSIXDescriptor) { self.file = file }

  /// Takes the bytes.
  ///
  /// - Throws: `brokenPipe` when the reader has gone, and other ``FileError``s; from then on always.
  package func write(_ bytes: Span<UInt8>) throws(FileError) {
    if let failure { throw failure }
    if buffer.count + bytes.count > OutputFile.bufferBytes { try flush() }
    if bytes.count >= OutputFile.bufferBytes {
      try pass(bytes)
    } else {
      JSONWriter.appendRaw(bytes, to: &buffer)
    }
  }

  private func flush() throws(FileError) {
    guard !buffer.isEmpty else { return }
    // Moved out and back, so that the storage is kept.
    var full: [UInt8] = []
    swap(&full, &buffer)
    try pass(full.span)
    full.removeAll(keepingCapacity: true)
    swap(&full, &buffer)
  }

  private func pass(_ bytes: Span<UInt8>) throws(FileError) {
    do {
      try file.write(bytes)
    } catch {
      let failure: FileError =
        switch error.code {
        case POSIXErrors.brokenPipe: .brokenPipe(path: Self.name)
        case POSIXErrors.interrupted: .interrupted(path: Self.name)
        default: .writeFailed(path: Self.name, code: error.code)
        }
      self.failure = failure
      throw failure
    }
  }

  /// Does nothing: passing bytes on before the other outputs are safe would show them too early.
  package func prepare() throws(FileError) {
    if let failure { throw failure }
  }

  /// Passes everything on; where standard output is a file, its bytes are stored.
  package func finish() throws(FileError) {
    if let failure { throw failure }
    try flush()
    do {
      if try file.status().kind == .regular { try file.sync() }
    } catch {
      let failure = FileError.syncFailed(path: Self.name, code: error.code)
      self.failure = failure
      throw failure
    }
  }

  package func discard() { buffer = [] }
}
