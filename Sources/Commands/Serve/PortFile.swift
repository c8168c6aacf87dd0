import Runs

/// The file that tells others on which ports a server listens. It is there only when they are open: one
/// that an earlier server has left is taken away first, for others wait for it.
struct PortFile: Sendable {
  /// Two ports, each with a line end.
  private static let bytesMax = 12

  private let path: String

  /// - Parameter path: nil where nobody asked for one.
  init?(_ path: String?) throws(CommandFailure) {
    guard let path else { return nil }
    self.path = path
    let mayGo: Bool
    do throws(FileError) {
      // Refuses what is no regular file, before it is read.
      try OutputFile(path).discard()
      mayGo = try Self.holdsPortsAlone(path)
      if mayGo { try OutputFile.remove(path) }
    } catch {
      throw CommandFailure(error)
    }
    guard mayGo else {
      throw CommandFailure(
        .cannotWrite, "The file \"\(path)\" is there, and holds something else than ports.",
        help: "Give --port-file a name that no other file has.")
    }
  }

  /// Whether a file that is there is one of an earlier server, or empty: a key or a profile, named by
  /// mistake, is not taken away.
  private static func holdsPortsAlone(_ path: String) throws(FileError) -> Bool {
    guard JobSource.isFile(path) else { return true }
    let file = try InputFile(path)
    var bytes: [UInt8] = []
    while bytes.count <= bytesMax {
      if try file.read(into: &bytes, upTo: bytesMax + 1 - bytes.count) == 0 { break }
    }
    return bytes.count <= bytesMax
      && bytes.allSatisfy { (0x30...0x39).contains($0) || $0 == 0x0A }
  }

  /// Writes one port on each line.
  func write(_ ports: [Int]) throws(CommandFailure) {
    do throws(FileError) {
      let file = try OutputFile(path)
      try file.write(Array(ports.map { "\($0)\n" }.joined().utf8).span)
      try file.finish()
    } catch {
      throw CommandFailure(error)
    }
  }
}
