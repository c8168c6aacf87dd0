package import Batches
import Bytes
import Findings
import Profiles
import Schemas

/// Makes the explanation of a row from what its judge told, and from what the judge holds when the
/// row is done. Nothing is decided here: whether a condition holds is asked of the judge.
package struct RowExplainer {
  private let record: Record
  private let trace: JudgingTrace
  private let verdict: Verdict
  private let context: IssueContext
  let compiled: CompiledProfile
  let secrets: SecretMap
  var judge: Judge

  /// - Parameters:
  ///   - judge: the judge, with a trace, that has just judged the record.
  ///   - verdict: what became of the row in the end.
  package init(
    _ judge: borrowing Judge, _ record: Record, _ verdict: Verdict, _ context: IssueContext
  ) {
    self.judge = copy judge
    self.record = record
    self.verdict = verdict
    self.context = context
    compiled = judge.compiled
    trace = judge.trace ?? JudgingTrace()
    secrets = SecretMap(judge.compiled, judge.binding, isMalformed: !record.problems.isEmpty)
  }

  package mutating func explanation() -> RowExplanation {
    var result = RowExplanation(row: record.row, line: record.line, outcome: verdict.outcome)
    let stories = trace.values.map { story($0) }
    if trace.stage >= .values { result.unfed = unfed(stories) }
    let told = stories.filter { !result.unfed.contains($0.path) }
    result.inputs = told.filter { $0.path.hasPrefix("inputs.") }
    result.claims = told.filter { !$0.path.hasPrefix("inputs.") }
    result.columns = columns()
    result.rules = compiled.profile.rules.map { story($0, isAsked: trace.stage >= .rules) }
    result.effects = compiled.profile.effects.indices.map { effect($0) }
    result.uniqueness = compiled.uniqueValues.map { unique($0) }
    result.lifetime = lifetime()
    result.header = compiled.header
    result.finalClaims = secrets.redacted(claims: judge.claims)
    if verdict.outcome != .rejected { result.container = compiled.profile.container.map(story) }
    result.artifactName = compiled.artifact.name
    if verdict.outcome != .rejected { result.artifact = artifact() }
    result.findings = verdict.findings.map(redacted)
    return result
  }

  /// The claims that the trace saw, as canonical JSON: for a test that they are those of the token.
  package var tracedClaims: [UInt8] {
    var json: [UInt8] = []
    for value in trace.values where !value.program.path.hasPrefix("inputs.") {
      guard let text = value.json else { continue }
      json += (json.isEmpty ? [] : [UInt8(ascii: ",")]) + value.program.prefix + text
    }
    return json
  }

  // MARK: Columns

  private func columns() -> [ColumnStory] {
    let taken = trace.takenColumns
    return record.fields.indices.compactMap { column in
      let field = record.fields[column]
      let fate = fate(column, taken)
      // Of keys that other records have, those that feed something here are told with their claim.
      if field.kind == .absent && !judge.binding.isHeader { return nil }
      return ColumnStory(
        name: judge.binding.name(column),
        value: field.kind == .absent ? nil : shown(column, field.kind, record.bytes[field.range]),
        fate: fate)
    }
  }

  private func fate(_ column: Int, _ taken: [(column: Int, path: String)]) -> ColumnStory.Fate {
    let binding = judge.binding
    let fed = compiled.slots.indices.filter { binding.columns[$0].contains(column) }
    if !fed.isEmpty {
      let paths = fed.map { compiled.slots[$0].claim }
      let unused = paths.filter { path in
        trace.stage >= .values && record.fields[column].kind != .absent
          && !taken.contains { $0.column == column && $0.path == path }
      }
      return .feeds(paths, unused: unused)
    }
    switch binding.extras[column] {
    case .claim: return .claim
    case .member(let claim, _): return .member(of: compiled.claims[claim].path)
    case .rejected(let reason): return .refused(reason)
    case .none: return binding.name(column).hasPrefix("muster_") ? .own : .leftOut
    }
  }

  func shown(_ column: Int, _ kind: Field.Kind, _ bytes: some Collection<UInt8>) -> Shown {
    if secrets.isSecret(column: column) || (column == judge.binding.rawColumn && hasSecrets) {
      return .redacted
    }
    return Self.shown(kind, bytes)
  }

  private var hasSecrets: Bool { judge.binding.hasSecrets }

  static func shown(_ kind: Field.Kind, _ bytes: some Collection<UInt8>) -> Shown {
    let text = String(decoding: bytes, as: Unicode.UTF8.self)
    return kind == .json ? .json(text) : .text(text)
  }

  /// Claims and inputs that no column of the batch feeds and that the profile does not make.
  private func unfed(_ stories: [ValueStory]) -> [String] {
    (compiled.inputs + compiled.claims).filter { program in
      guard let story = stories.first(where: { $0.path == program.path }) else { return true }
      return story.source == .none && story.when == nil && story.empty.isEmpty
        && story.notes.isEmpty
        && !story.members.contains { !$0.empty.isEmpty || $0.source != .none }
    }.map(\.path)
  }

  // MARK: What is done with the claims

  private func unique(_ reference: Reference) -> UniqueStory {
    let duplicates = verdict.findings.filter {
      $0.code == .duplicateIdentity || $0.code == .duplicateValue
    }
    let isAsked = verdict.outcome == .accepted || !duplicates.isEmpty
    let value = trace.stage >= .values ? value(of: reference) : nil
    let outcome: UniqueStory.Outcome =
      if !isAsked {
        .notAsked
      } else if value == nil {
        .absent
      } else {
        duplicates.contains { $0.claim == reference.text } ? .duplicate : .first
      }
    return UniqueStory(name: reference.text, value: value, outcome: outcome)
  }

  private func lifetime() -> LifetimeStory {
    let lifetime = compiled.profile.lifetime
    return LifetimeStory(
      issuedAt: context.issuedAt, claim: lifetime.claim?.text,
      expiresAt: verdict.expiresAt, ageClaim: lifetime.age?.claim?.text,
      ageSeconds: compiled.ageSeconds, bestBefore: verdict.bestBefore)
  }

  /// The artifact around `{token}`.
  private func artifact() -> String? {
    let program = compiled.artifact.masked { judge.isPresent($0) && secrets.isSecret($0) }
    let token: ArtifactRenderer.TokenSource =
      compiled.container == nil
      ? .text(Array("{token}".utf8)) : .pieces(ContainerPieces())
    var renderer = ArtifactRenderer()
    var bytes: [UInt8] = []
    do {
      try renderer.append(program, of: judge, token: token, to: &bytes)
    } catch {
      return nil
    }
    return String(decoding: bytes, as: Unicode.UTF8.self)
  }

  private func redacted(_ finding: Finding) -> Finding {
    guard finding.excerpt != nil, let claim = finding.claim else { return finding }
    var finding = finding
    let isSecret =
      innermost(claim, in: compiled.inputs + compiled.claims)
      .map { secrets.isSecret($0) } ?? false
    if isSecret || secrets.isSecret(claimNamed: claim) { finding.excerpt = Judge.redaction }
    return finding
  }

  /// The claim, input or member, as deep down as the profile describes it, that a finding names.
  private func innermost(_ path: String, in programs: [ValueProgram]) -> ValueProgram? {
    let found = programs.first { program in
      guard path.hasPrefix(program.path) else { return false }
      let rest = path.dropFirst(program.path.count)
      return rest.isEmpty || rest.first == "." || rest.first == "["
    }
    return found.map { innermost(path, in: $0.members) ?? $0 }
  }

  // MARK: Effects

  private mutating func effect(_ index: Int) -> EffectStory {
    let effect = compiled.profile.effects[index]
    var story = EffectStory(
      id: effect.id, kind: effect.kind.rawValue, description: effect.description,
      outcome: .notAsked)
    guard trace.stage >= .effects else { return story }
    story.when = self.story(effect.when)
    if !verdict.effects.contains(index) {
      story.outcome = .absent
    } else if compiled.heldEffects[index] {
      story.outcome = .held
    } else {
      story.outcome = effect.isHeld ? .allowed : .free
    }
    return story
  }
}

extension JudgingTrace {
  /// Which column gave which value, members of claims too.
  var takenColumns: [(column: Int, path: String)] {
    func taken(_ value: Value) -> [(column: Int, path: String)] {
      value.events.compactMap { event in
        switch event {
        case .taken(let column, _, _), .broken(let column): (column, value.program.path)
        default: nil
        }
      } + value.members.flatMap(taken)
    }
    return values.flatMap(taken)
  }
}
