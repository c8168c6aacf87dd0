import Bytes

/// The text that names a user.
enum UserText {
  /// Longer than any identity of a platform.
  static let bytesMax = 1_024

  /// Whether a text can name a user: well-formed UTF-8, not empty, not too long, no control characters,
  /// and no U+FFFD, which stands where somebody replaced what was ill-formed: two users would be one.
  static func isSound(_ bytes: [UInt8]) -> Bool {
    guard !bytes.isEmpty, bytes.count <= bytesMax, UTF8Bytes.firstInvalid(bytes.span) == nil else {
      return false
    }
    for index in bytes.indices {
      let byte = bytes[index]
      let next = index + 1 < bytes.count ? bytes[index + 1] : 0
      if byte < 0x20 || byte == 0x7F || byte == 0xC2 && next < 0xA0 { return false }
      let isReplacement =
        byte == 0xEF && next == 0xBF && index + 2 < bytes.count && bytes[index + 2] == 0xBD
      if isReplacement { return false }
    }
    return true
  }
}
