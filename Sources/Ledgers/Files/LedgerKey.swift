/// The key under which a ledger's digests are made, in a file of its own beside the ledger.
///
/// Whoever has the ledger without the key cannot try out addresses against it.
package enum LedgerKey {
  package static let byteCount = 32
  /// The usual name beside the ledger.
  package static let fileName = "ledger.key"

  /// Reads the key, or makes the file if it is not there; it is its owner's alone.
  ///
  /// Two first runs at once agree on one key: the file gets its name when it is complete, and only
  /// once.
  ///
  /// - Parameter newKey: ``byteCount`` random bytes, for the case that the file is not there.
  /// - Returns: the key, and remarks about how it is kept, in sentences.
  package static func readOrCreate(
    _ path: String, newKey: [UInt8]
  ) throws(StateFileError) -> (bytes: [UInt8], notes: [String]) {
    precondition(newKey.count == byteCount, "A ledger's key has 32 bytes.")
    if let key = try read(path) { return key }
    do {
      try create(path, newKey)
    } catch {
      throw StateFiles.failure(path, error)
    }
    // Read back, whoever made it: what is stored counts.
    guard let key = try read(path) else { throw .failed(path: path, code: 2) }
    return key
  }

  /// Reads the key; nil if the file is not there.
  package static func read(
    _ path: String
  ) throws(StateFileError) -> (bytes: [UInt8], notes: [String])? {
    guard !path.isEmpty, !path.utf8.contains(0) else { throw .invalidPath(path: path) }
    let bytes: [UInt8]
    let status: StateFileStatus
    do {
      let file = try StateFiles.open(reading: path)
      status = try file.status()
      guard status.isRegular else { throw StateFileError.notRegular(path: path) }
      bytes = try file.contents(upTo: byteCount + 1)
    } catch let error as StateCallError {
      if StateFiles.isMissing(error.code) { return nil }
      throw StateFiles.failure(path, error)
    } catch let error as StateFileError {
      throw error
    } catch {
      preconditionFailure("Nothing else is thrown here.")
    }
    guard bytes.count == byteCount else {
      throw .wrongLength(path: path, found: max(status.size, bytes.count))
    }
    guard status.isOpenToOthers else { return (bytes, []) }
    return (
      bytes,
      [
        "The ledger's key file \"\(PathText.shown(path))\" is open to other users; "
          + "take that away with chmod 600."
      ]
    )
  }

  private static func create(_ path: String, _ key: [UInt8]) throws(StateCallError) {
    let temporary = try StateFiles.createTemporary(beside: path)
    do throws(StateCallError) {
      let file = try StateFiles.openOrCreate(temporary)
      try file.write(key)
      try file.sync()
    } catch {
      StateFiles.remove(temporary)
      throw error
    }
    _ = try StateFiles.place(temporary, at: path)
  }
}
