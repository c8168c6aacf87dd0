import Profiles
import Schemas

extension DirectCompiler {
  // MARK: Rules and effects

  mutating func addRules() {
    for rule in compiled.profile.rules {
      var steps: [PresenceStep] = []
      var isPlain = append(rule.assertion, to: &steps)
      if let when = rule.when {
        isPlain = append(when, to: &steps) && isPlain
        // Broken where `when` holds and the assertion does not.
        steps += [PresenceStep(kind: .not), PresenceStep(kind: .any, value: 2)]
      }
      program.rules.append(check(isPlain ? steps : []))
    }
    for (index, effect) in compiled.profile.effects.enumerated() {
      var steps: [PresenceStep] = []
      let isPlain = append(effect.when, to: &steps)
      var check = check(isPlain ? steps : [])
      check.isHeld = compiled.heldEffects[index]
      program.effects.append(check)
    }
  }

  private mutating func check(_ steps: [PresenceStep]) -> DirectCheck {
    let start = program.presence.count
    // A stack of bits has 64 places.
    if steps.count < 64 { program.presence += steps }
    return DirectCheck(steps: start..<program.presence.count)
  }

  /// Appends the steps of a condition; false where it asks for more than presence.
  private func append(_ condition: Condition, to steps: inout [PresenceStep]) -> Bool {
    switch condition {
    case .present(let reference): return append(reference, to: &steps)
    case .absent(let reference):
      let isPlain = append(reference, to: &steps)
      steps.append(PresenceStep(kind: .not))
      return isPlain
    case .not(let inner):
      let isPlain = append(inner, to: &steps)
      steps.append(PresenceStep(kind: .not))
      return isPlain
    case .all(let parts):
      let isPlain = append(parts, to: &steps)
      steps.append(PresenceStep(kind: .all, value: parts.count))
      return isPlain
    case .any(let parts):
      let isPlain = append(parts, to: &steps)
      steps.append(PresenceStep(kind: .any, value: parts.count))
      return isPlain
    case .matches(let reference, let schema): return append(reference, schema, to: &steps)
    }
  }

  private func append(
    _ reference: Reference, _ schema: Schema, to steps: inout [PresenceStep]
  ) -> Bool {
    guard reference.members.isEmpty else { return false }
    if reference.scope == .parameter {
      var validator = SchemaValidator()
      let isValid =
        compiled.parameters[reference.index].map { validator.isValid($0.json, schema) } ?? false
      steps.append(PresenceStep(kind: .constant, value: isValid ? 1 : 0))
      return true
    }
    if append(reference, schema.constantTexts, to: &steps) { return true }
    let key = program.key(reference)
    // A value that is always a list is empty or not.
    if compiled.program(reference).types == .array, let bound = ListBound(schema) {
      steps.append(PresenceStep(kind: bound == .empty ? .emptyList : .fullList, value: key))
      return true
    }
    let place = PoolRange(start: program.schemas.count)
    program.schemas.append(schema)
    steps.append(PresenceStep(kind: .schema, value: key, literal: place))
    return true
  }

  /// Appends a comparison with constant texts.
  private func append(
    _ reference: Reference, _ texts: [[UInt8]]?, to steps: inout [PresenceStep]
  ) -> Bool {
    guard let texts, reference.scope != .parameter, reference.members.isEmpty else { return false }
    for text in texts {
      steps.append(
        PresenceStep(kind: .equal, value: program.key(reference), literal: program.keep(text)))
    }
    steps.append(PresenceStep(kind: .any, value: texts.count))
    return true
  }

  private func append(_ parts: [Condition], to steps: inout [PresenceStep]) -> Bool {
    var isPlain = true
    for part in parts { isPlain = append(part, to: &steps) && isPlain }
    return isPlain
  }

  private func append(_ reference: Reference, to steps: inout [PresenceStep]) -> Bool {
    if reference.scope == .parameter {
      let isSet = compiled.parameters[reference.index] != nil
      steps.append(PresenceStep(kind: .constant, value: isSet ? 1 : 0))
      return reference.members.isEmpty
    }
    steps.append(PresenceStep(kind: .present, value: program.key(reference)))
    return reference.members.isEmpty
  }

  private func append(_ assertion: Assertion, to steps: inout [PresenceStep]) -> Bool {
    let references: [Reference]
    let last: [PresenceStep]
    switch assertion {
    case .holds(let condition): return append(condition, to: &steps)
    case .compare: return false
    case .requires(let all):
      references = all
      last = [PresenceStep(kind: .all, value: all.count)]
    case .excludes(let all):
      references = all
      last = [PresenceStep(kind: .any, value: all.count), PresenceStep(kind: .not)]
    case .atLeastOneOf(let all):
      references = all
      last = [PresenceStep(kind: .any, value: all.count)]
    case .exactlyOneOf(let all):
      references = all
      last = [PresenceStep(kind: .one, value: all.count)]
    case .atMostOneOf(let all):
      references = all
      last = [PresenceStep(kind: .atMostOne, value: all.count)]
    }
    var isPlain = true
    for reference in references { isPlain = append(reference, to: &steps) && isPlain }
    steps += last
    return isPlain
  }

  // MARK: The artifact

  /// False where the artifact has steps that only the slow way takes.
  mutating func addSteps() -> Bool {
    for reference in compiled.artifact.needed {
      guard reference.members.isEmpty, reference.scope != .parameter else { return false }
      program.needed.append(program.key(reference))
    }
    var hasQuestion = false
    for step in compiled.artifact.steps {
      switch step {
      case .literal(let bytes):
        hasQuestion = hasQuestion || bytes.contains(UInt8(ascii: "?"))
        program.steps.append(DirectStep(kind: .literal, literal: program.keep(bytes)))
      case .token: program.steps.append(DirectStep(kind: .token))
      case .value:
        guard var value = self.value(step) else { return false }
        // A value as it is may hold a question mark of its own.
        if value.escaping != .percent { hasQuestion = true }
        value.kind = .value
        program.steps.append(value)
      case .pairs(let opener, let pairs):
        guard opener != UInt8(ascii: "?") || !hasQuestion || pairs.isEmpty,
          addPairs(opener, pairs)
        else { return false }
        hasQuestion = true
      default: return false
      }
    }
    return true
  }

  private mutating func addPairs(_ opener: UInt8, _ pairs: [ArtifactProgram.Pair]) -> Bool {
    for (index, pair) in pairs.enumerated() {
      guard pair.steps.count == 1 else { return false }
      var step: DirectStep
      switch pair.steps[0] {
      case .literal(let bytes):
        step = DirectStep(kind: .pair, literal: program.keep(pair.name + bytes))
      case .token:
        step = DirectStep(kind: .pair, content: .token, literal: program.keep(pair.name))
      case .value:
        guard let value = value(pair.steps[0]) else { return false }
        step = value
        step.literal = program.keep(pair.name)
      default: return false
      }
      step.opener = opener
      step.isFirstPair = index == 0
      program.steps.append(step)
    }
    return true
  }

  private func value(_ step: ArtifactProgram.Step) -> DirectStep? {
    guard case .value(let reference, let filters, let escaping) = step, filters.isEmpty,
      reference.members.isEmpty, reference.scope != .parameter
    else { return nil }
    var direct = DirectStep(kind: .pair, content: .value)
    direct.key = program.key(reference)
    switch escaping {
    case .none: direct.escaping = .none
    case .percent: direct.escaping = .percent
    case .jsonText: direct.escaping = .jsonText
    case .path, .html, .script, .jsonValue: return nil
    }
    return direct
  }
}
