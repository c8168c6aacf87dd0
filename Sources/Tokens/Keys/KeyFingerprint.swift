import Bytes

/// The short name of a key in reports: what is known about it in public, hashed.
enum KeyFingerprint {
  static let digitCount = 16

  static func text(of key: OpenSSLKey) -> String? {
    guard let info = key.subjectPublicKeyInfo() else { return nil }
    var digest: [UInt8] = []
    Digest.sha256.append(of: info.span, to: &digest)
    var digits: [UInt8] = []
    Hex.append(digest.span.extracting(first: digitCount / 2), to: &digits)
    return String(decoding: digits, as: UTF8.self)
  }
}
