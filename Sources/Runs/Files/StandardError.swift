/// Standard error, written at once and without a buffer.
package enum StandardError {
  package static func write(_ bytes: Span<UInt8>) throws(FileError) {
    do {
      try POSIXDescriptor.standardError.write(bytes)
    } catch {
      throw .writeFailed(path: "standard error", code: error.code)
    }
  }
}
