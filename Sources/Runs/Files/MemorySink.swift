import Bytes

/// Keeps the bytes in memory, for tests.
package final class MemorySink: ByteSink {
  /// What was written, until it is discarded.
  package private(set) var bytes: [UInt8] = []
  package private(set) var isFinished = false

  package init() {}

  package func write(_ bytes: Span<UInt8>) throws(FileError) {
    precondition(!isFinished, "Nothing is written to a sink that is finished.")
    JSONWriter.appendRaw(bytes, to: &self.bytes)
  }

  package func prepare() throws(FileError) {}

  package func finish() throws(FileError) { isFinished = true }

  package func discard() {
    if !isFinished { bytes = [] }
  }
}
