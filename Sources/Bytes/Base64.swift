/// Base64 with padding (RFC 4648 section 4).
package enum Base64 {
  /// The number of characters that `byteCount` bytes become, the padding included.
  package static func encodedCount(_ byteCount: Int) -> Int {
    (byteCount / 3 + (byteCount % 3 == 0 ? 0 : 1)) * 4
  }

  /// Appends the encoding of `bytes`. The output grows once.
  package static func append(_ bytes: Span<UInt8>, to output: inout [UInt8]) {
    Base64Words.append(
      bytes, to: &output, count: encodedCount(bytes.count), pairs: Base64Words.pairs)
  }

  /// Replaces the content of `output` with the bytes that `text` stands for.
  ///
  /// Strict: padding where it belongs, no character outside the alphabet, no white space, no stray
  /// bits. Returns `false`, with `output` empty, for anything else.
  package static func decode(_ text: Span<UInt8>, into output: inout [UInt8]) -> Bool {
    output.removeAll(keepingCapacity: true)
    guard text.count % 4 == 0 else { return false }
    var count = text.count
    let padding = UInt8(ascii: "=")
    if count > 0 && text[count - 1] == padding { count -= 1 }
    if count > 0 && count < text.count && text[count - 1] == padding { count -= 1 }
    return Base64Words.decode(text, count: count, values: Base64Words.values, into: &output)
  }
}
