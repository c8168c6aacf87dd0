import Bytes

/// Turns UTF-16 into UTF-8, piece by piece. What is no text stays visible: a lone surrogate, or half
/// a unit at the end, becomes bytes that are not UTF-8.
struct UTF16Transcoder {
  private let isBigEndian: Bool
  private var firstByte: UInt8?
  private var high: UInt32?

  init(isBigEndian: Bool) {
    self.isBigEndian = isBigEndian
  }

  mutating func append(_ bytes: Span<UInt8>, to output: inout [UInt8]) {
    for index in bytes.indices {
      let byte = bytes[index]
      guard let first = firstByte else {
        firstByte = byte
        continue
      }
      firstByte = nil
      let unit =
        isBigEndian
        ? UInt32(first) << 8 | UInt32(byte) : UInt32(byte) << 8 | UInt32(first)
      append(unit: unit, to: &output)
    }
  }

  /// Ends the text.
  mutating func finish(to output: inout [UInt8]) {
    if let high { UTF8Bytes.append(codePoint: high, to: &output) }
    if firstByte != nil { output.append(0xFF) }
    high = nil
    firstByte = nil
  }

  private mutating func append(unit: UInt32, to output: inout [UInt8]) {
    if let waiting = high {
      high = nil
      if unit >= 0xDC00 && unit <= 0xDFFF {
        UTF8Bytes.append(
          codePoint: 0x10000 + (waiting - 0xD800) << 10 + (unit - 0xDC00), to: &output)
        return
      }
      UTF8Bytes.append(codePoint: waiting, to: &output)
    }
    if unit >= 0xD800 && unit <= 0xDBFF {
      high = unit
    } else {
      UTF8Bytes.append(codePoint: unit, to: &output)
    }
  }
}
