import Bytes
import Findings
import Provisioning
import Runs
import Schemas

/// How one row was judged, as one JSON object; the page `ExplainARow` has the keys.
struct ExplanationJSON {
  private var bytes: [UInt8] = []

  static func text(_ explanation: RowExplanation, file: String) -> String {
    var writer = ExplanationJSON()
    writer.write(explanation, file)
    return PrintableText.shown(json: String(decoding: writer.bytes, as: Unicode.UTF8.self))
  }

  private mutating func write(_ it: RowExplanation, _ file: String) {
    var members = JSONMembers(&bytes)
    members.add("file", file, &bytes)
    members.add("row", it.row, &bytes)
    members.add("line", it.line, &bytes)
    members.add("outcome", "\(it.outcome)", &bytes)
    list("columns", it.columns, in: &members) { $0.column($1) }
    list("inputs", it.inputs, in: &members) { $0.value($1) }
    list("claims", it.claims, in: &members) { $0.value($1) }
    texts("unfed", it.unfed, in: &members)
    list("rules", it.rules, in: &members) { $0.rule($1) }
    list("effects", it.effects, in: &members) { $0.effect($1) }
    list("once", it.uniqueness, in: &members) { $0.unique($1) }
    members.name("lifetime", &bytes)
    lifetime(it.lifetime)
    if let container = it.container {
      members.name("container", &bytes)
      self.container(container)
    }
    if !it.header.isEmpty {
      members.name("header", &bytes)
      bytes += it.header
    }
    members.name("payload", &bytes)
    bytes += it.finalClaims.isEmpty ? Array("{}".utf8) : it.finalClaims
    members.add("artifact", it.artifactName, &bytes)
    members.add("artifact_shape", it.artifact, &bytes)
    list("findings", it.findings, in: &members) {
      FindingJSON.append($1, file: file, to: &$0.bytes)
    }
    members.close(&bytes)
  }

  // MARK: Pieces

  private mutating func list<Element>(
    _ name: String, _ elements: [Element], in members: inout JSONMembers,
    _ write: (inout ExplanationJSON, Element) -> Void
  ) {
    members.name(name, &bytes)
    bytes.append(UInt8(ascii: "["))
    for (index, element) in elements.enumerated() {
      if index > 0 { bytes.append(UInt8(ascii: ",")) }
      write(&self, element)
    }
    bytes.append(UInt8(ascii: "]"))
  }

  private mutating func texts(_ name: String, _ texts: [String], in members: inout JSONMembers) {
    list(name, texts, in: &members) { JSONWriter.appendString(Array($1.utf8).span, to: &$0.bytes) }
  }

  private mutating func add(_ name: String, _ shown: Shown?, in members: inout JSONMembers) {
    guard let shown else { return }
    members.name(name, &bytes)
    switch shown {
    case .json(let text): bytes += Array(text.utf8)
    case .text(let text): JSONWriter.appendString(Array(text.utf8).span, to: &bytes)
    case .redacted: JSONWriter.appendString(Array("<redacted>".utf8).span, to: &bytes)
    }
  }

  private mutating func add(_ name: String, _ flag: Bool, in members: inout JSONMembers) {
    members.name(name, &bytes)
    bytes += Array("\(flag)".utf8)
  }

  private mutating func column(_ it: ColumnStory) {
    var members = JSONMembers(&bytes)
    members.add("name", it.name, &bytes)
    add("value", it.value, in: &members)
    switch it.fate {
    case .feeds(let paths, let unused):
      texts("feeds", paths, in: &members)
      if !unused.isEmpty { texts("unused", unused, in: &members) }
    case .claim: members.add("fate", "claim", &bytes)
    case .member(let claim):
      members.add("fate", "member", &bytes)
      members.add("claim", claim, &bytes)
    case .leftOut: members.add("fate", "left-out", &bytes)
    case .refused(let reason):
      members.add("fate", "refused", &bytes)
      members.add("reason", reason, &bytes)
    case .own: members.add("fate", "own", &bytes)
    }
    members.close(&bytes)
  }

  private mutating func value(_ it: ValueStory) {
    var members = JSONMembers(&bytes)
    members.add("name", it.path, &bytes)
    add("value", it.value, in: &members)
    switch it.source {
    case .none: members.add("source", "none", &bytes)
    case .run: members.add("source", "run", &bytes)
    case .columns(let columns):
      members.add("source", "members", &bytes)
      texts("columns", columns, in: &members)
    case .column(let name, let value):
      members.add("source", "column", &bytes)
      members.add("column", name, &bytes)
      add("cell", value, in: &members)
    case .made(let making):
      members.add("source", making.kind.rawValue, &bytes)
      members.add("text", making.text, &bytes)
      if !making.parts.isEmpty { list("parts", making.parts, in: &members) { $0.part($1) } }
    }
    if let when = it.when {
      members.name("when", &bytes)
      condition(when)
    }
    if !it.empty.isEmpty { texts("empty", it.empty, in: &members) }
    if !it.steps.isEmpty { list("steps", it.steps, in: &members) { $0.step($1) } }
    if !it.notes.isEmpty { texts("notes", it.notes, in: &members) }
    if !it.checks.isEmpty { list("checks", it.checks, in: &members) { $0.check($1) } }
    if !it.members.isEmpty { list("members", it.members, in: &members) { $0.value($1) } }
    members.close(&bytes)
  }

  private mutating func part(_ it: Making.Part) {
    var members = JSONMembers(&bytes)
    members.add("name", it.name, &bytes)
    add("value", it.value, in: &members)
    members.close(&bytes)
  }

  private mutating func step(_ it: StepStory) {
    var members = JSONMembers(&bytes)
    members.add("step", it.step, &bytes)
    add("before", it.before, in: &members)
    add("after", it.after, in: &members)
    members.add("problem", it.problem, &bytes)
    members.close(&bytes)
  }

  private mutating func check(_ it: KeywordOutcome) {
    var members = JSONMembers(&bytes)
    members.add("keyword", it.keyword.rawValue, &bytes)
    members.add("bound", it.bound.isEmpty ? nil : it.bound, &bytes)
    members.add("is", it.measure, &bytes)
    add("holds", it.holds, in: &members)
    members.close(&bytes)
  }

  private mutating func condition(_ it: ConditionStory) {
    var members = JSONMembers(&bytes)
    switch it {
    case .present(let name, let value):
      members.add("present", name, &bytes)
      add("value", value, in: &members)
    case .absent(let name, let value):
      members.add("absent", name, &bytes)
      add("value", value, in: &members)
    case .matches(let name, let value, let checks, _):
      members.add("matches", name, &bytes)
      add("value", value, in: &members)
      if !checks.isEmpty { list("checks", checks, in: &members) { $0.check($1) } }
    case .not(let inner):
      members.name("not", &bytes)
      condition(inner)
    case .all(let parts, _): list("all", parts, in: &members) { $0.condition($1) }
    case .any(let parts, _): list("any", parts, in: &members) { $0.condition($1) }
    }
    add("holds", it.holds, in: &members)
    members.close(&bytes)
  }

  private mutating func rule(_ it: RuleStory) {
    var members = JSONMembers(&bytes)
    members.add("id", it.id, &bytes)
    members.add("severity", it.severity.rawValue, &bytes)
    members.add("outcome", it.outcome.rawValue, &bytes)
    if let when = it.when {
      members.name("when", &bytes)
      condition(when)
    }
    members.add("assertion", it.assertion, &bytes)
    if !it.values.isEmpty { list("values", it.values, in: &members) { $0.part($1) } }
    if !it.bounds.isEmpty { texts("bounds", it.bounds, in: &members) }
    if let condition = it.condition {
      members.name("condition", &bytes)
      self.condition(condition)
    }
    members.close(&bytes)
  }

  private mutating func effect(_ it: EffectStory) {
    var members = JSONMembers(&bytes)
    members.add("id", it.id, &bytes)
    members.add("kind", it.kind, &bytes)
    members.add("outcome", it.outcome.rawValue, &bytes)
    if let when = it.when {
      members.name("when", &bytes)
      condition(when)
    }
    members.close(&bytes)
  }

  private mutating func unique(_ it: UniqueStory) {
    var members = JSONMembers(&bytes)
    members.add("name", it.name, &bytes)
    add("value", it.value, in: &members)
    members.add("outcome", it.outcome.rawValue, &bytes)
    members.close(&bytes)
  }

  private mutating func container(_ it: ContainerStory) {
    var members = JSONMembers(&bytes)
    members.add("payload", it.payload, &bytes)
    members.add("algorithm", it.algorithm, &bytes)
    texts("over", it.over, in: &members)
    members.add("separator", it.separator, &bytes)
    members.add("encoding", it.encoding, &bytes)
    members.add("text", it.text, &bytes)
    if !it.parts.isEmpty { list("parts", it.parts, in: &members) { $0.part($1) } }
    members.close(&bytes)
  }

  private mutating func lifetime(_ it: LifetimeStory) {
    var members = JSONMembers(&bytes)
    members.add("issued_at", it.issuedAt.description, &bytes)
    members.add("claim", it.claim, &bytes)
    members.add("expires_at", it.expiresAt?.description, &bytes)
    members.add("age_claim", it.ageClaim, &bytes)
    if let age = it.ageSeconds { members.add("age_seconds", age, &bytes) }
    members.add("best_before", it.bestBefore?.description, &bytes)
    members.close(&bytes)
  }
}
