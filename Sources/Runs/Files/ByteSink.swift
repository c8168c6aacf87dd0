/// Where a run's bytes go. All of them arrive, or `finish` does not return normally.
package protocol ByteSink: AnyObject {
  /// Takes the bytes; they may stay in a buffer until `prepare` or `finish`.
  func write(_ bytes: Span<UInt8>) throws(FileError)

  /// Does everything that may fail for want of room or a broken disk, but does not show the result
  /// yet. Nothing can be written after it. `finish` includes it; a run with several outputs calls
  /// it for all of them first.
  func prepare() throws(FileError)

  /// Says that the output is complete: when this returns, every byte is where it belongs.
  func finish() throws(FileError)

  /// Drops what is not finished; after `finish` it does nothing.
  func discard()
}
