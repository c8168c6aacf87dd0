/// Names under which a server serves profiles and keeps rosters.
enum ServedName {
  /// The longest one.
  static let bytesMax = 64

  /// Refuses what a server's file would refuse: the name stands in paths.
  static func check(_ name: String, _ option: String) throws(CommandFailure) {
    let bytes = Array(name.utf8)
    let isName = bytes.allSatisfy { byte in
      isLetter(byte) || (0x30...0x39).contains(byte) || byte == UInt8(ascii: "_")
        || byte == UInt8(ascii: "-")
    }
    guard let first = bytes.first, isLetter(first), isName, bytes.count <= bytesMax else {
      throw CommandFailure(
        .usage, "\(option) takes a name, and \"\(name)\" is none.",
        help: "Letters, digits, _ and -, beginning with a letter; \(bytesMax) at most.")
    }
  }

  private static func isLetter(_ byte: UInt8) -> Bool {
    (0x61...0x7A).contains(byte) || (0x41...0x5A).contains(byte)
  }
}
