import Runs

/// The file that tells others on which ports a server listens. It is there only when they are open: one
/// that an earlier server has left is taken away first, for others wait for it.
struct PortFile: Sendable {
  private let path: String

  /// - Parameter path: nil where nobody asked for one.
  init?(_ path: String?) throws(CommandFailure) {
    guard let path else { return nil }
    self.path = path
    do throws(FileError) {
      try OutputFile.remove(path)
    } catch {
      throw CommandFailure(error)
    }
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
