import Batches
import Bytes
import Profiles
import Schemas
import Tokens

extension RowExplainer {
  /// What became of one value.
  mutating func story(_ value: JudgingTrace.Value) -> ValueStory {
    let program = value.program
    let isSecret = secrets.isSecret(program)
    var story = ValueStory(path: program.path, wanted: compiled.slots[program.slot].names)
    var current = Shown.redacted
    for event in value.events {
      switch event {
      case .taken(let column, let kind, let bytes):
        current = isSecret ? .redacted : shown(column, kind, bytes)
        story.source = .column(judge.binding.name(column), current)
      case .step(let transform, let kind, let bytes):
        let after = isSecret ? .redacted : Self.shown(kind, bytes)
        story.steps.append(StepStory(step: wording.text(transform), before: current, after: after))
        current = after
      case .refused(let transform):
        story.steps.append(
          StepStory(step: wording.text(transform), before: current, problem: transform.need))
      case .made(let origin):
        story.source = .made(making(origin, program))
      case .shared: story.source = .run
      case .asked: story.when = program.when.map { self.story($0) }
      case .checked(let json):
        let outcomes = judge.validator.outcomes(of: json.span, program.schema)
        story.checks = isSecret ? outcomes.map(\.withoutMeasure) : outcomes
      default: add(event, to: &story)
      }
    }
    story.members = value.members.map { self.story($0) }
    if story.source == .none, value.json != nil {
      story.source = .columns(member: Self.memberColumns(value).map { judge.binding.name($0) })
    }
    story.value = value.json.map { isSecret ? .redacted : .json(Self.text($0)) }
    return story
  }

  private func add(_ event: JudgingTrace.Event, to story: inout ValueStory) {
    let name = { (column: Int) in "\"\(judge.binding.name(column))\"" }
    switch event {
    case .empty(let column): story.empty.append(judge.binding.name(column))
    case .broken(let column): story.notes.append("column \(name(column)) cannot be read")
    case .conflict(let one, let other):
      story.notes.append("given by two columns, \(name(one)) and \(name(other))")
    case .marker: story.notes.append("the marker of an explicit empty value")
    case .emptied: story.notes.append("nothing is left, so it counts as absent")
    case .parsed: story.notes.append("read as JSON")
    case .list(let separator):
      story.notes.append("cut into a list at \"\(Self.text(separator))\"")
    case .member, .taken, .step, .refused, .made, .asked, .shared, .checked: break
    }
  }

  /// Columns that became members of the value.
  private static func memberColumns(_ value: JudgingTrace.Value) -> [Int] {
    let own = value.members.flatMap { member in
      memberColumns(member)
        + member.events.compactMap { if case .taken(let column, _, _) = $0 { column } else { nil } }
    }
    let further = value.events.compactMap { event in
      if case .member(let column) = event { column } else { nil }
    }
    return own + further
  }

  static func text(_ bytes: some Collection<UInt8>) -> String {
    String(decoding: bytes, as: Unicode.UTF8.self)
  }

  // MARK: What the profile makes

  private func making(_ origin: CompiledOrigin, _ program: ValueProgram) -> Making {
    switch origin {
    case .constant(let json):
      let isDefault = isDefault(program)
      return Making(
        kind: isDefault ? .default : .value,
        text: secrets.isSecret(program) ? "<redacted>" : Self.text(json))
    case .time(let index): return Making(kind: .time, text: wording.text(compiled.times[index]))
    case .random(let random): return Making(kind: .random, text: wording.text(random))
    case .template(let template):
      return Making(
        kind: .value, text: words(template), parts: parts(template.placeholders))
    case .firstOf(let templates):
      return Making(
        kind: .firstOf, text: templates.map { words($0) }.joined(separator: ", "),
        parts: parts(templates.flatMap(\.placeholders)))
    case .join(let separator, let templates):
      let texts = templates.map { "\"\(words($0))\"" }.joined(separator: ", ")
      return Making(
        kind: .join, text: "\(texts) by \"\(Self.text(separator))\"",
        parts: parts(templates.flatMap(\.placeholders)))
    }
  }

  private func isDefault(_ program: ValueProgram) -> Bool {
    let groups = [compiled.profile.inputs, compiled.profile.claims]
    func find(_ group: PropertyGroup, _ programs: [ValueProgram]) -> Property? {
      for (property, other) in zip(group.properties, programs) {
        if other.slot == program.slot { return property }
        if let members = property.members, let found = find(members, other.members) {
          return found
        }
      }
      return nil
    }
    let property = find(groups[0], compiled.inputs) ?? find(groups[1], compiled.claims)
    if case .defaultValue = property?.origin { return true }
    return false
  }

  // MARK: Containers

  /// What is signed, and how the pieces are put together; the pieces themselves stay unsaid.
  func story(_ container: ContainerForm) -> ContainerStory {
    let templates = container.over + [container.text].compactMap { $0 }
    let placeholders = templates.flatMap(\.placeholders).filter {
      switch $0 {
      case .reference, .keyPart: true
      default: false
      }
    }
    return ContainerStory(
      payload: container.payload.map { "\($0.format.rawValue), \($0.encoding.rawValue)" },
      algorithm: container.algorithm.name, over: container.over.map(words),
      separator: Self.text(container.separator), encoding: container.signatureEncoding.rawValue,
      text: container.text.map(words), parts: parts(placeholders))
  }

  private func parts(_ placeholders: [Placeholder]) -> [Making.Part] {
    var parts: [Making.Part] = []
    for placeholder in placeholders {
      let part = Making.Part(name: name(placeholder), value: value(of: placeholder))
      if !parts.contains(part) { parts.append(part) }
    }
    return parts
  }

  private func value(of placeholder: Placeholder) -> Shown? {
    switch placeholder {
    case .reference(let reference): value(of: reference)
    case .keyPart(let index):
      .text(compiled.keyParts.map { Self.text($0[index]) } ?? "(of the key)")
    case .algorithm: .text(compiled.algorithm.rawValue)
    case .path(let reference): value(of: reference)
    case .token, .piece, .value, .secret: nil
    case .filtered(let inner, _): value(of: inner)
    }
  }

  /// What is named, as the judge has it now; nil where it is absent.
  func value(of reference: Reference) -> Shown? {
    var json: [UInt8] = []
    guard judge.appendJSON(of: reference, to: &json) else { return nil }
    return secrets.isSecret(reference) ? .redacted : .json(Self.text(json))
  }

  private var wording: Wording { Wording(compiled.profile) }

  private func name(_ placeholder: Placeholder) -> String {
    String(wording.text(placeholder).dropFirst().dropLast())
  }

  private func words(_ template: Template) -> String { wording.text(template) }

  private func words(_ template: JSONTemplate) -> String { wording.text(template) }
}
