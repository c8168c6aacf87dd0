import Bytes

/// Bytes on their way to an output: they come in small pieces and go on in large ones. After the first
/// failure nothing more is taken, and that failure is what everybody is told.
struct WriteBuffer {
  /// This many bytes go on at once, or more where they come so.
  static let byteCountMax = 1 << 18

  private var bytes: [UInt8] = []
  private var failure: FileError?

  /// Takes the bytes, and passes on what has no more room.
  mutating func append(
    _ new: Span<UInt8>, _ pass: (Span<UInt8>) throws(FileError) -> Void
  ) throws(FileError) {
    if let failure { throw failure }
    if bytes.count + new.count > Self.byteCountMax { try flush(pass) }
    if new.count >= Self.byteCountMax {
      try hold { () throws(FileError) in try pass(new) }
    } else {
      if bytes.capacity == 0 { bytes.reserveCapacity(Self.byteCountMax) }
      JSONWriter.appendRaw(new, to: &bytes)
    }
  }

  /// Passes everything on.
  mutating func flush(_ pass: (Span<UInt8>) throws(FileError) -> Void) throws(FileError) {
    if let failure { throw failure }
    guard !bytes.isEmpty else { return }
    // Moved out and back, so that the storage is kept.
    var full: [UInt8] = []
    swap(&full, &bytes)
    try hold { () throws(FileError) in try pass(full.span) }
    full.removeAll(keepingCapacity: true)
    swap(&full, &bytes)
  }

  /// Forgets what was not passed on.
  mutating func drop() { bytes = [] }

  /// Fails with what has failed before.
  func check() throws(FileError) {
    if let failure { throw failure }
  }

  /// Does what belongs to the output, and remembers its failure: whatever comes later, the output is not
  /// going to be complete.
  mutating func hold(_ body: () throws(FileError) -> Void) throws(FileError) {
    do {
      try body()
    } catch {
      failure = error
      throw error
    }
  }
}
