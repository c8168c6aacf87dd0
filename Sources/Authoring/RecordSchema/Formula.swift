import Bytes

/// A statement about one record or one value, from which a schema is made that errs to one side.
indirect enum Formula: Sendable {
  case constant(Bool)
  /// A schema that may differ by the side to which it errs.
  case leaf(wide: JSONTree, narrow: JSONTree)
  case all([Formula])
  case any([Formula])
  case not(Formula)

  /// A statement that JSON Schema says exactly.
  static func exact(_ members: [JSONTree.Member]) -> Formula {
    .leaf(wide: .object(members), narrow: .object(members))
  }

  /// A statement that JSON Schema cannot say; the note says why.
  static func unknown(_ note: String) -> Formula {
    .leaf(wide: .object([.init("$comment", .text(note))]), narrow: .no)
  }

  func tree(_ side: Side) -> JSONTree {
    switch self {
    case .constant(let holds): holds ? .yes : .no
    case .leaf(let wide, let narrow): side == .wide ? wide : narrow
    case .all(let parts): .conjunction(parts.map { $0.tree(side) })
    case .any(let parts): .disjunction(parts.map { $0.tree(side) })
    case .not(let inner): inner.tree(side.other).negated
    }
  }

  /// Whether both sides say the same.
  var isExact: Bool {
    switch self {
    case .constant: true
    case .leaf(let wide, let narrow): wide.compact.utf8.elementsEqual(narrow.compact.utf8)
    case .all(let parts), .any(let parts): parts.allSatisfy(\.isExact)
    case .not(let inner): inner.isExact
    }
  }

  /// How many of the statements hold: exactly one, or none besides.
  static func one(of parts: [Formula], orNone: Bool) -> Formula {
    if parts.allSatisfy(\.isExact) {
      let trees = parts.map { $0.tree(.wide) }
      let none = orNone ? [JSONTree.disjunction(trees).negated] : []
      return .exact([.init("oneOf", .list(trees + none))])
    }
    let alone = parts.indices.map { index in
      Formula.all(
        parts.indices.map { $0 == index ? parts[$0] : .not(parts[$0]) })
    }
    return .any(alone + (orNone ? [.not(.any(parts))] : []))
  }
}

extension JSONTree {
  /// Whether every value satisfies the schema; remarks ask nothing.
  var isTrue: Bool {
    switch self {
    case .literal(let json): json.utf8.elementsEqual("true".utf8)
    case .object(let members): members.allSatisfy { Self.remarks.contains($0.name) }
    case .text, .list: false
    }
  }

  private static let remarks = ["$comment", "title", "description", "default", "examples"]

  var isFalse: Bool {
    if case .literal(let json) = self { json.utf8.elementsEqual("false".utf8) } else { false }
  }

  var negated: JSONTree {
    if isTrue { return .no }
    if isFalse { return .yes }
    // A remark on what is left out would say the opposite here.
    let keywords = members.filter { $0.name != "$comment" }
    return .object([.init("not", .object(keywords))])
  }

  static func disjunction(_ trees: [JSONTree]) -> JSONTree {
    if let always = trees.first(where: \.isTrue) { return always }
    let possible = trees.filter { !$0.isFalse }.flatMap { tree -> [JSONTree] in
      if tree.members.count == 1, case .list(let branches) = tree["anyOf"] { return branches }
      return [tree]
    }
    switch possible.count {
    case 0: return .no
    case 1: return possible[0]
    default: return .object([.init("anyOf", .list(possible))])
    }
  }

  /// Every schema holds: in one mapping where their keywords do not meet, in `allOf` otherwise.
  static func conjunction(_ trees: [JSONTree]) -> JSONTree {
    if trees.contains(where: \.isFalse) { return .no }
    var merged: [Member] = []
    var rest: [JSONTree] = []
    for tree in trees {
      guard case .object(let members) = tree else { continue }
      let keywords = members.filter { $0.name != "$comment" && $0.name != "allOf" }
      if keywords.contains(where: { meets($0, merged) }) {
        rest.append(tree)
      } else {
        if case .list(let more) = tree["allOf"] { rest += more }
        merged += keywords
        note(tree["$comment"], in: &merged)
      }
    }
    if !rest.isEmpty { merged.append(Member("allOf", .list(rest))) }
    return merged.isEmpty ? .yes : .object(merged)
  }

  private static func note(_ note: JSONTree?, in members: inout [Member]) {
    guard case .text(let text) = note else { return }
    if let index = members.firstIndex(where: { $0.name.utf8.elementsEqual("$comment".utf8) }),
      case .text(let before) = members[index].value
    {
      if !before.contains(text) { members[index].value = .text(before + " " + text) }
    } else {
      members.insert(Member("$comment", .text(text)), at: 0)
    }
  }

  /// Keywords whose meaning depends on their neighbours.
  private static let families = [
    ["properties", "patternProperties", "additionalProperties"], ["if", "then", "else"],
    ["contains", "minContains", "maxContains"], ["items", "prefixItems"],
  ]

  private static func meets(_ member: Member, _ others: [Member]) -> Bool {
    let family = families.first { $0.contains(member.name) } ?? [member.name]
    return others.contains { family.contains($0.name) }
  }
}
