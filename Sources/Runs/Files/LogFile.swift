/// A file that lines are added to as things happen. It is opened anew for each piece, so that whoever
/// moves it away in the meantime gets a new one in its place.
package struct LogFile: Sendable {
  package let path: String

  /// Makes the file, for its owner alone, if it is not there.
  ///
  /// - Throws: ``FileError`` if it is no regular file or cannot be written.
  package init(_ path: String) throws(FileError) {
    self.path = path
    try append([])
  }

  /// Writes the bytes at the file's end.
  package func append(_ bytes: [UInt8]) throws(FileError) {
    do {
      let file = try POSIXDescriptor.open(appending: path)
      try file.write(bytes.span)
    } catch {
      throw .writeFailed(path: path, code: error.code)
    }
  }
}
