/// The two forms of an ECDSA signature: OpenSSL's, SEQUENCE { r INTEGER, s INTEGER } in DER, and that
/// of JWS, both numbers one after the other in their full width (RFC 7518 section 3.4).
enum ECDSASignature {
  /// Replaces the content of `raw`. Returns `false` if `der` is not a signature of this width.
  static func makeRaw(
    _ der: Span<UInt8>, coordinateByteCount width: Int, into raw: inout [UInt8]
  ) -> Bool {
    raw.removeAll(keepingCapacity: true)
    var index = 0
    guard let body = length(der, tag: 0x30, &index), index + body == der.count else { return false }
    for _ in 0..<2 {
      guard var count = length(der, tag: 0x02, &index), count > 0 else { return false }
      if der[index] == 0 && count > 1 {
        index += 1
        count -= 1
      }
      guard count <= width else { return false }
      raw.append(contentsOf: repeatElement(0, count: width - count))
      raw.append(addingCapacity: count) { number in
        for offset in 0..<count { number.append(der[index + offset]) }
      }
      index += count
    }
    return index == der.count
  }

  /// Reads the tag and the length at `index`, and moves behind them.
  private static func length(_ der: Span<UInt8>, tag: UInt8, _ index: inout Int) -> Int? {
    guard der.count - index >= 2, der[index] == tag else { return nil }
    var count = Int(der[index + 1])
    index += 2
    if count == 0x81 {
      guard index < der.count else { return nil }
      count = Int(der[index])
      index += 1
    } else if count > 0x7F {
      return nil
    }
    return count <= der.count - index ? count : nil
  }

  /// Replaces the content of `der`. Returns `false` if `raw` is not exactly two numbers wide, or one
  /// of them is zero. That they are below the order of the curve is left to the verification.
  static func makeDER(
    _ raw: Span<UInt8>, coordinateByteCount width: Int, into der: inout [UInt8]
  ) -> Bool {
    der.removeAll(keepingCapacity: true)
    guard raw.count == 2 * width else { return false }
    let first = significant(raw.extracting(first: width))
    let second = significant(raw.extracting(last: width))
    guard first.start < width && second.start < width else { return false }
    let body = 4 + first.byteCount + second.byteCount
    der.append(0x30)
    if body > 0x7F { der.append(0x81) }
    der.append(UInt8(truncatingIfNeeded: body))
    append(raw.extracting(first: width), first, to: &der)
    append(raw.extracting(last: width), second, to: &der)
    return true
  }

  /// Where the number begins behind its zeros, and how many bytes its INTEGER takes, which has a zero
  /// in front if it would look negative.
  private static func significant(_ number: Span<UInt8>) -> (start: Int, byteCount: Int) {
    var start = 0
    while start < number.count && number[start] == 0 { start += 1 }
    guard start < number.count else { return (start, 1) }
    return (start, number.count - start + (number[start] > 0x7F ? 1 : 0))
  }

  private static func append(
    _ number: Span<UInt8>, _ part: (start: Int, byteCount: Int), to der: inout [UInt8]
  ) {
    der.append(0x02)
    der.append(UInt8(truncatingIfNeeded: part.byteCount))
    if number[part.start] > 0x7F { der.append(0) }
    for index in part.start..<number.count { der.append(number[index]) }
  }
}
