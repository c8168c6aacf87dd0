/// The JWS compact serialization (RFC 7515 section 7.1).
public enum CompactToken {
  /// Where the parts of a token stand, and what was signed.
  ///
  /// Returns `nil` unless `text` is exactly three parts, none of them empty, of the base64url
  /// alphabet, joined by two dots. Whether a part is well-formed base64url is for its decoding to say.
  public static func split(
    _ text: Span<UInt8>
  ) -> (
    header: Range<Int>, claims: Range<Int>, signature: Range<Int>, signingInput: Range<Int>
  )? {
    var first: Int?
    var second: Int?
    for index in text.indices {
      switch text[index] {
      case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
        continue
      case UInt8(ascii: "."):
        if first == nil {
          first = index
        } else if second == nil {
          second = index
        } else {
          return nil
        }
      default: return nil
      }
    }
    guard let first, let second, first > 0, second > first + 1, text.count > second + 1 else {
      return nil
    }
    return (0..<first, first + 1..<second, second + 1..<text.count, 0..<second)
  }
}
