import Bytes
import Runs

/// Where a command's words go: standard error, so that standard output carries artifacts alone.
enum Terminal {
  /// Writes lines to standard error. A standard error that is closed is nothing to stop for.
  static func say(_ text: String) {
    try? StandardError.write(Array((text + "\n").utf8).span)
  }

  /// Writes the answer of a command that has no artifacts, to standard output.
  static func answer(_ text: String) throws(CommandFailure) {
    try answer(Array((text + "\n").utf8))
  }

  static func answer(_ bytes: [UInt8]) throws(CommandFailure) {
    let output = StandardOutput()
    do {
      try output.write(bytes.span)
      try output.prepare()
      try output.finish()
    } catch {
      throw CommandFailure(error)
    }
  }
}
