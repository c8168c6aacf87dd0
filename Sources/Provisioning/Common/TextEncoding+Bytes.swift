import Bytes
import Profiles

extension TextEncoding {
  /// Appends the bytes as text.
  func append(_ bytes: [UInt8], to output: inout [UInt8]) {
    switch self {
    case .none: output += bytes
    case .base64: Base64.append(bytes.span, to: &output)
    case .base64url: Base64URL.append(bytes.span, to: &output)
    case .hex: Hex.append(bytes.span, to: &output)
    case .percentEncode: PercentEncoding.append(bytes.span, to: &output)
    }
  }

  /// The bytes behind a text; nil where it is not in this encoding.
  func decoded(_ text: [UInt8]) -> [UInt8]? {
    var bytes: [UInt8] = []
    let isGood =
      switch self {
      case .none: true
      case .base64: Base64.decode(text.span, into: &bytes)
      case .base64url: Base64URL.decode(text.span, into: &bytes)
      case .hex: Hex.decode(text.span, into: &bytes)
      case .percentEncode: PercentEncoding.decode(text.span, into: &bytes)
      }
    return isGood ? (self == .none ? text : bytes) : nil
  }
}
