import Bytes
import Profiles
import Schemas

extension DirectIssuer {
  /// Whether no rule is broken; false also where only the slow way can tell.
  mutating func keepsRules() -> Bool {
    let count = memory.ruleCount
    var start = 0
    while let index = nextCandidate(start, count) {
      start = index + 1
      guard keeps(index) else { return false }
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
      guard let has = has(index - first) else { return false }
      guard has else { continue }
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

  private mutating func keeps(_ index: Int) -> Bool {
    let check = unsafe memory.checks[index]
    if !check.steps.isEmpty { return evaluate(check.steps) }
    let rule = program.compiled.profile.rules[check.index]
    if let when = rule.when {
      guard let isMet = holds(when) else { return false }
      if !isMet { return true }
    }
    guard case .holds(let condition) = rule.assertion else { return false }
    return holds(condition) ?? false
  }

  private mutating func has(_ index: Int) -> Bool? {
    let check = unsafe memory.checks[memory.ruleCount + index]
    if !check.steps.isEmpty { return evaluate(check.steps) }
    return holds(program.compiled.profile.effects[check.index].when)
  }

  /// Takes the steps over a stack of bits, the last one lowest.
  private func evaluate(_ range: Range<Int>) -> Bool {
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

  /// Whether the condition holds; nil where only the slow way can tell.
  private mutating func holds(_ condition: Condition) -> Bool? {
    switch condition {
    case .present(let reference): return isPresent(reference)
    case .absent(let reference): return isPresent(reference).map { !$0 }
    case .not(let inner): return holds(inner).map { !$0 }
    case .all(let parts):
      for part in parts {
        guard let isMet = holds(part) else { return nil }
        if !isMet { return false }
      }
      return true
    case .any(let parts):
      for part in parts {
        guard let isMet = holds(part) else { return nil }
        if isMet { return true }
      }
      return false
    case .matches(let reference, let schema): return matches(reference, schema)
    }
  }

  private func isPresent(_ reference: Reference) -> Bool? {
    guard reference.members.isEmpty else { return nil }
    if reference.scope == .parameter {
      return program.compiled.parameters[reference.index] != nil
    }
    return memory.isPresent(program.key(reference))
  }

  private mutating func matches(_ reference: Reference, _ schema: Schema) -> Bool? {
    guard reference.members.isEmpty else { return nil }
    if reference.scope == .parameter {
      guard let value = program.compiled.parameters[reference.index] else { return false }
      return validator.isValid(value.json, schema)
    }
    let key = program.key(reference)
    guard memory.isPresent(key) else { return false }
    let piece = unsafe memory.values[key]
    let json = unsafe UnsafeBufferPointer(start: piece.bytes, count: piece.count).span
    return validator.isValid(json, schema)
  }
}
