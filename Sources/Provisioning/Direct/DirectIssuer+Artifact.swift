import CScan
import Tokens

extension DirectIssuer {
  /// Writes the artifact of the row and a line feed.
  mutating func render(
    _ output: UnsafeMutablePointer<UInt8>, room: Int, written: inout Int
  ) throws(SigningError) -> Outcome {
    for index in 0..<memory.neededCount
    where unsafe !memory.isPresent(memory.needed[index]) { return .slow }
    let start = written
    var end = written
    // The last bytes stay free, for writes of many bytes at once.
    let limit = room - scan_slack - 1
    var separator: UInt8 = 0
    for index in 0..<memory.stepCount {
      let step = unsafe memory.steps[index]
      if step.isFirstPair { separator = step.opener }
      if step.kind == .pair && step.content == .value {
        guard memory.isPresent(step.key) else { continue }
      }
      guard end + step.literal.count + 1 < limit else { return .full }
      if step.kind == .pair {
        unsafe output[end] = separator
        end += 1
        separator = UInt8(ascii: "&")
      }
      unsafe scan_copy(output + end, memory.pool + step.literal.start, step.literal.count)
      end += step.literal.count
      if step.kind == .token || step.content == .token {
        guard end + token.countMax(claimCount) < limit else { return .full }
        end += unsafe try token.write(memory.claimText, claimCount, to: output + end)
      } else if step.content == .value {
        guard memory.isPresent(step.key) else { return .slow }
        let text = unsafe memory.texts[step.key]
        let textCount = unsafe text.count
        guard textCount >= 0 else { return .slow }
        guard end + 3 * textCount < limit else { return .full }
        let count = unsafe write(text, step.escaping, output + end)
        guard count >= 0 else { return .slow }
        end += count
      }
    }
    guard end - start <= lengthMax else { return .slow }
    unsafe output[end] = 0x0A
    written = end + 1
    return .issued
  }

  private func write(
    _ text: DirectMemory.Piece, _ escaping: DirectStep.Escaping,
    _ output: UnsafeMutablePointer<UInt8>
  ) -> Int {
    switch escaping {
    case .none:
      unsafe scan_copy(output, text.bytes, text.count)
      return unsafe text.count
    case .jsonText:
      let count = unsafe scan_copy_unescaped(output, text.bytes, text.count)
      return unsafe count == text.count ? count : -1
    case .percent: return unsafe percentEncode(text, output)
    }
  }

  /// RFC 3986 section 2.1: every byte that is not unreserved.
  private func percentEncode(
    _ text: DirectMemory.Piece, _ output: UnsafeMutablePointer<UInt8>
  ) -> Int {
    var end = 0
    let count = unsafe text.count
    for index in 0..<count {
      let byte = unsafe text.bytes[index]
      let isWord = (byte | 0x20) &- 0x61 < 26 || byte &- 0x30 < 10
      if isWord || byte == 0x2D || byte == 0x2E || byte == 0x5F || byte == 0x7E {
        unsafe output[end] = byte
        end += 1
      } else {
        unsafe output[end] = UInt8(ascii: "%")
        unsafe output[end + 1] = Self.hexDigit(byte &>> 4)
        unsafe output[end + 2] = Self.hexDigit(byte & 15)
        end += 3
      }
    }
    return end
  }

  @inline(__always)
  private static func hexDigit(_ value: UInt8) -> UInt8 {
    value < 10 ? 0x30 &+ value : 0x37 &+ value
  }
}
