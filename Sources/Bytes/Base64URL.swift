/// Base64url without padding (RFC 4648 section 5, RFC 7515 section 2).
package enum Base64URL {
  /// The number of characters that `byteCount` bytes become.
  package static func encodedCount(_ byteCount: Int) -> Int {
    let rest = byteCount % 3
    return byteCount / 3 * 4 + (rest == 0 ? 0 : rest + 1)
  }

  /// Appends the encoding of `bytes`. The output grows once.
  package static func append(_ bytes: Span<UInt8>, to output: inout [UInt8]) {
    Base64Words.append(
      bytes, to: &output, count: encodedCount(bytes.count), pairs: Base64Words.urlPairs)
  }

  /// Replaces the content of `output` with the bytes that `text` stands for.
  ///
  /// Strict: no padding, no character outside the alphabet, no white space, and no stray bits in
  /// the last character, so that every byte string has exactly one text. Returns `false`, with
  /// `output` empty, for anything else.
  package static func decode(_ text: Span<UInt8>, into output: inout [UInt8]) -> Bool {
    Base64Words.decode(text, count: text.count, values: Base64Words.urlValues, into: &output)
  }
}
