import Findings
import Schemas

/// A condition in a form that can be reasoned about.
indirect enum Formula: Sendable {
  case all([Formula])
  case any([Formula])
  case not(Formula)
  case present(Reference)
  case matches(Reference, Schema)
  /// Something that can be either way, whatever else holds.
  case open

  static let always = Formula.all([])
}

/// One test or its contrary.
private struct Literal {
  var reference: Reference
  /// Nil: it asks whether the value is there.
  var schema: Schema?
  var isPositive: Bool
}

/// Decides what can be decided of conditions: that they never hold. Where nothing is certain, the
/// answer is that they may.
struct ConditionLogic {
  /// Alternatives that are looked at; a condition with more is taken as one that may hold.
  static let alternativesMax = 512
  /// Tests in all alternatives together.
  static let testsMax = 16_384

  let facts: ValueFacts

  /// Why the formula can never hold; nil where it may.
  func whyNever(_ formula: Formula) -> String? {
    guard let terms = alternatives(formula, true) else { return nil }
    var reason = ""
    for term in terms {
      guard let why = whyNever(term) else { return nil }
      if reason.isEmpty { reason = why }
    }
    return reason.isEmpty ? "it has no alternative" : reason
  }

  /// Why the formula always holds; nil where it may not.
  func whyAlways(_ formula: Formula) -> String? { whyNever(.not(formula)) }

  // MARK: Alternatives

  /// The formula, or its contrary, as alternatives of which each is a list of tests that all hold;
  /// nil where they are too many.
  private func alternatives(_ formula: Formula, _ isPositive: Bool) -> [[Literal]]? {
    switch formula {
    case .open: return [[]]
    case .present(let reference):
      return [[Literal(reference: reference, schema: nil, isPositive: isPositive)]]
    case .matches(let reference, let schema):
      return [[Literal(reference: reference, schema: schema, isPositive: isPositive)]]
    case .not(let inner): return alternatives(inner, !isPositive)
    case .all(let parts): return isPositive ? product(parts, true) : union(parts, false)
    case .any(let parts): return isPositive ? union(parts, true) : product(parts, false)
    }
  }

  private func union(_ parts: [Formula], _ isPositive: Bool) -> [[Literal]]? {
    var terms: [[Literal]] = []
    for part in parts {
      guard let more = alternatives(part, isPositive) else { return nil }
      terms += more
      guard isWithinLimits(terms) else { return nil }
    }
    return terms
  }

  private func product(_ parts: [Formula], _ isPositive: Bool) -> [[Literal]]? {
    var terms: [[Literal]] = [[]]
    for part in parts {
      guard let more = alternatives(part, isPositive),
        terms.count * more.count <= Self.alternativesMax
      else { return nil }
      terms = terms.flatMap { term in more.map { term + $0 } }
      guard isWithinLimits(terms) else { return nil }
    }
    return terms
  }

  private func isWithinLimits(_ terms: [[Literal]]) -> Bool {
    terms.count <= Self.alternativesMax && terms.reduce(0) { $0 + $1.count } <= Self.testsMax
  }

  // MARK: One alternative

  private func whyNever(_ term: [Literal]) -> String? {
    var groups: [Reference: [Literal]] = [:]
    for literal in term { groups[literal.reference, default: []].append(literal) }
    // In the order of the text, so that the same profile gives the same words.
    for reference in term.map(\.reference) {
      if let why = whyNever(reference, groups[reference] ?? []) { return why }
      if let why = whyNever(reference, below: term) { return why }
    }
    return nil
  }

  /// A member that has to be there, of a value that may not.
  private func whyNever(_ reference: Reference, below term: [Literal]) -> String? {
    guard !reference.members.isEmpty,
      term.contains(where: { $0.isPositive && $0.reference == reference })
    else { return nil }
    for literal in term where literal.schema == nil && !literal.isPositive {
      let other = literal.reference
      if other.scope == reference.scope, other.index == reference.index,
        other.members.count < reference.members.count,
        reference.members.starts(with: other.members)
      {
        return "\"\(other.text)\" cannot be absent where \"\(reference.text)\" is there"
      }
    }
    return nil
  }

  private func whyNever(_ reference: Reference, _ literals: [Literal]) -> String? {
    let wanted = literals.filter(\.isPositive).compactMap(\.schema)
    let unwanted = literals.filter { !$0.isPositive }.compactMap(\.schema)
    let isAbsent = literals.contains { $0.schema == nil && !$0.isPositive }
    let isPresent = literals.contains(where: \.isPositive)
    let presence = facts.presence(reference)
    if isAbsent {
      if isPresent { return "\"\(reference.text)\" cannot be both there and absent" }
      guard case .always(let why) = presence else { return nil }
      return "\"\(reference.text)\" is always there: \(why)"
    }
    if isPresent, case .never(let why) = presence {
      return "\"\(reference.text)\" is never there: \(why)"
    }
    if !isPresent {
      // What may be absent is so, and then matches nothing.
      guard case .always = presence else { return nil }
    }
    return whyNoValue(reference, wanted, unwanted)
  }

  private func whyNoValue(
    _ reference: Reference, _ wanted: [Schema], _ unwanted: [Schema]
  ) -> String? {
    let own = facts.schemas(reference)
    let why = whyNoValue(reference, own)
    if Schema.haveNoCommonValue(own + wanted) { return why }
    for schema in unwanted where (own + wanted).contains(where: { $0.isWithin(schema) }) {
      return wanted.isEmpty ? "every value that \"\(reference.text)\" may have passes it" : why
    }
    // Of finitely many values each can be tried.
    guard !unwanted.isEmpty, let values = (own + wanted).compactMap(\.possibleValues).first else {
      return nil
    }
    var validator = SchemaValidator()
    let isPossible = values.contains { value in
      (own + wanted).allSatisfy { validator.isValid(value.span, $0) }
        && !unwanted.contains { validator.isValid(value.span, $0) }
    }
    return isPossible ? nil : why
  }

  private func whyNoValue(_ reference: Reference, _ own: [Schema]) -> String {
    guard let values = own.compactMap(\.possibleValues).first, (1...Self.namedMax) ~= values.count
    else { return "no value that \"\(reference.text)\" may have passes it" }
    let list = values.map { String(decoding: $0, as: UTF8.self) }.joined(separator: " or ")
    return "\"\(reference.text)\" can only be \(PrintableText.shown(list, scalarsMax: 200))"
  }

  /// Values that a reason names; of more it says that there are none.
  private static let namedMax = 8
}
