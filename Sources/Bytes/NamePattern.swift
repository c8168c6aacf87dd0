/// A pattern for the name of a file: `*` stands for any characters, `?` for one, `[a-z]` for one of these
/// and `[!a-z]` for one that is none of these; none of them for the dot that begins a hidden name. A
/// bracket that is not closed stands for itself.
package struct NamePattern: Sendable {
  private enum Step: Sendable {
    case byte(UInt8)
    case anything
    case oneCharacter
    /// Ranges of bytes; a character beyond ASCII is in none of them.
    case oneOf([ClosedRange<UInt8>], isNegated: Bool)
  }

  private var steps: [Step] = []
  /// The name, if there is but one.
  package let literal: [UInt8]?
  /// Whether a bracket is not closed.
  package private(set) var hasOpenBracket = false

  package init(_ text: [UInt8]) {
    var index = 0
    while index < text.count {
      switch text[index] {
      case UInt8(ascii: "*"): steps.append(.anything)
      case UInt8(ascii: "?"): steps.append(.oneCharacter)
      case UInt8(ascii: "["):
        if let (step, end) = Self.characterClass(text, from: index) {
          steps.append(step)
          index = end
          continue
        }
        hasOpenBracket = true
        steps.append(.byte(text[index]))
      default: steps.append(.byte(text[index]))
      }
      index += 1
    }
    let isPlain = steps.allSatisfy { if case .byte = $0 { true } else { false } }
    literal = isPlain ? text : nil
  }

  /// The class whose bracket stands at `start`, and where it ends; nil if it is not closed.
  private static func characterClass(_ text: [UInt8], from start: Int) -> (Step, Int)? {
    var index = start + 1
    let isNegated = index < text.count && text[index] == UInt8(ascii: "!")
    if isNegated { index += 1 }
    var ranges: [ClosedRange<UInt8>] = []
    let first = index
    while index < text.count {
      let byte = text[index]
      // The first bracket stands for itself: there is no empty class.
      if byte == UInt8(ascii: "]") && index > first {
        return (.oneOf(ranges, isNegated: isNegated), index + 1)
      }
      let isRange =
        index + 2 < text.count && text[index + 1] == UInt8(ascii: "-")
        && text[index + 2] != UInt8(ascii: "]")
      let last = isRange ? text[index + 2] : byte
      if byte <= last { ranges.append(byte...last) }
      index += isRange ? 3 : 1
    }
    return nil
  }

  /// Time is bounded by the product of both lengths.
  package func matches(_ name: [UInt8]) -> Bool {
    if name.first == UInt8(ascii: ".") {
      guard case .byte(UInt8(ascii: "."))? = steps.first else { return false }
    }
    let name = name.span
    // Where to go on when the rest does not fit: the last star takes one byte more.
    var star: (step: Int, byte: Int)?
    var (step, byte) = (0, 0)
    while true {
      if step < steps.count, case .anything = steps[step] {
        step += 1
        star = (step, byte)
        continue
      }
      if step == steps.count && byte == name.count { return true }
      if step < steps.count, let length = length(of: steps[step], in: name, at: byte) {
        step += 1
        byte += length
        continue
      }
      guard let last = star, last.byte < name.count else { return false }
      step = last.step
      byte = last.byte + 1
      star = (step, byte)
    }
  }

  /// How many bytes the step takes there; nil if it does not fit.
  private func length(of step: Step, in name: Span<UInt8>, at index: Int) -> Int? {
    guard index < name.count else { return nil }
    let byte = name[index]
    let character = max(1, UTF8Bytes.sequenceLength(name, at: index))
    switch step {
    case .byte(let wanted): return wanted == byte ? 1 : nil
    case .anything: return nil
    case .oneCharacter: return character
    case .oneOf(let ranges, let isNegated):
      let isIn = character == 1 && ranges.contains { $0.contains(byte) }
      return isIn != isNegated ? character : nil
    }
  }
}
