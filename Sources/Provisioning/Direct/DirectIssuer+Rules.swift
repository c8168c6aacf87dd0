import Bytes
import CScan
import Profiles
import Schemas

extension DirectIssuer {
  /// Whether no rule is broken; false also where only the slow way can tell.
  mutating func keepsRules() -> Bool {
    let count = memory.ruleCount
    var start = 0
    while let index = nextCandidate(start, count) {
      start = index + 1
      let steps = unsafe memory.checks[index].steps
      guard !steps.isEmpty, evaluate(steps) else { return false }
    }
    return true
  }

  /// Notes the effects of the row; false where it is held back, or only the slow way can tell.
  mutating func findEffects() -> Bool {
    let first = memory.ruleCount
    let end = first + memory.effectCount
    var start = first
    while let index = nextCandidate(start, end) {
      start = index + 1
      let steps = unsafe memory.checks[index].steps
      guard !steps.isEmpty else { return false }
      guard evaluate(steps) else { continue }
      if unsafe memory.checks[index].isHeld { return false }
      effects.append(index - first)
    }
    return true
  }

  /// The first candidate from `start` on.
  @inline(__always)
  private func nextCandidate(_ start: Int, _ end: Int) -> Int? {
    var position = start
    while position < end {
      let rest = unsafe memory.candidates[position &>> 6] &>> UInt64(position & 63)
      if rest != 0 {
        let found = position + rest.trailingZeroBitCount
        return found < end ? found : nil
      }
      position = (position | 63) + 1
    }
    return nil
  }

  /// Takes the steps over a stack of bits, the last one lowest.
  private mutating func evaluate(_ range: Range<Int>) -> Bool {
    var stack: UInt64 = 0
    for index in range {
      let step = unsafe memory.presence[index]
      let taken: UInt64 = (1 &<< UInt64(step.value & 63)) &- 1
      let bits = stack & taken
      switch step.kind {
      case .present: stack = stack &<< 1 | (memory.isPresent(step.value) ? 1 : 0)
      case .constant: stack = stack &<< 1 | UInt64(step.value)
      case .emptyList: stack = stack &<< 1 | (listCount(step.value) == 2 ? 1 : 0)
      case .fullList: stack = stack &<< 1 | (listCount(step.value) > 2 ? 1 : 0)
      case .equal: stack = stack &<< 1 | (isEqual(step) ? 1 : 0)
      case .schema: stack = stack &<< 1 | (isValid(step) ? 1 : 0)
      case .not: stack ^= 1
      case .all: stack = (stack &>> UInt64(step.value)) &<< 1 | (bits == taken ? 1 : 0)
      case .any: stack = (stack &>> UInt64(step.value)) &<< 1 | (bits != 0 ? 1 : 0)
      case .one:
        stack = (stack &>> UInt64(step.value)) &<< 1 | (bits.nonzeroBitCount == 1 ? 1 : 0)
      case .atMostOne:
        stack = (stack &>> UInt64(step.value)) &<< 1 | (bits.nonzeroBitCount <= 1 ? 1 : 0)
      }
    }
    return stack & 1 != 0
  }

  /// How many bytes the list has, its brackets included; 0 where it is absent.
  private func listCount(_ key: Int) -> Int {
    memory.isPresent(key) ? unsafe memory.values[key].count : 0
  }

  /// Whether there is a value, and the schema holds for it.
  private mutating func isValid(_ step: PresenceStep) -> Bool {
    guard memory.isPresent(step.value) else { return false }
    let piece = unsafe memory.values[step.value]
    let json = unsafe UnsafeBufferPointer(start: piece.bytes, count: piece.count).span
    return validator.isValid(json, schemas[step.literal.start])
  }

  /// Whether the value is written like the step's constant.
  private func isEqual(_ step: PresenceStep) -> Bool {
    guard memory.isPresent(step.value) else { return false }
    let piece = unsafe memory.values[step.value]
    guard unsafe piece.count == step.literal.count else { return false }
    return unsafe scan_equal(piece.bytes, memory.pool + step.literal.start, piece.count) != 0
  }
}
