extension Origin {
  /// The names that its templates hold.
  package var placeholders: [Placeholder] {
    switch self {
    case .value(let template): template.placeholders
    case .join(_, let parts): parts.flatMap(\.placeholders)
    case .firstOf(let templates): templates.flatMap(\.placeholders)
    case .time, .random, .defaultValue: []
    }
  }
}

extension Property {
  /// Whether the value, or a member of it at any depth, is secret: whoever shows it whole shows
  /// that too.
  package var holdsSecret: Bool {
    isSecret || (members?.properties ?? []).contains { $0.holdsSecret }
  }
}
