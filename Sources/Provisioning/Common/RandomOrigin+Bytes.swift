import Bytes
import Profiles
import Tokens

extension RandomOrigin {
  /// Appends a new identifier as a JSON string. `work` is overwritten.
  func append(from entropy: Entropy, to output: inout [UInt8], _ work: inout [UInt8]) {
    work.removeAll(keepingCapacity: true)
    entropy.append(encoding == .uuid ? 16 : byteCount, to: &work)
    output.append(UInt8(ascii: "\""))
    switch encoding {
    case .hex: Hex.append(work, to: &output)
    case .base64url: Base64URL.append(work, to: &output)
    case .uuid:
      // RFC 9562 section 5.4: version 4, variant 10.
      work[6] = work[6] & 0x0F | 0x40
      work[8] = work[8] & 0x3F | 0x80
      for (index, end) in [(0, 4), (4, 6), (6, 8), (8, 10), (10, 16)] {
        if index > 0 { output.append(UInt8(ascii: "-")) }
        Hex.append(work, index..<end, to: &output)
      }
    }
    output.append(UInt8(ascii: "\""))
  }
}
