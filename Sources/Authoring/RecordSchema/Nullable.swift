import Bytes
import Schemas

extension JSONTree {
  /// Keywords that say something of null as well.
  private static let general = ["const", "anyOf", "oneOf", "if"]

  /// Whether the keyword says nothing of null, or takes it.
  private static func takesNull(_ member: Member) -> Bool {
    switch (member.name, member.value) {
    case ("not", let inner): inner.refusesNull
    case ("allOf", .list(let parts)):
      parts.allSatisfy {
        $0["type"] == nil && $0["enum"] == nil && $0.members.allSatisfy(takesNull)
      }
    default: !general.contains(member.name)
    }
  }

  /// Whether it is plain to see that null is refused.
  var refusesNull: Bool {
    if let type = self["type"] { return !type.names("null") }
    if let const = self["const"] { return !const.isNull }
    if case .list(let values) = self["enum"] { return !values.contains(where: \.isNull) }
    return false
  }

  /// The schema, or null: a key with null is the same as no key.
  var orNull: JSONTree {
    if isTrue { return self }
    let null = SchemaForm.type(.null)
    guard case .object(let members) = self, let type = self["type"],
      members.allSatisfy(Self.takesNull)
    else { return .disjunction([null, self]) }
    if type.names("null") { return self }
    return .object(
      members.map { member in
        switch (member.name, member.value) {
        case ("type", .text(let name)): Member("type", .texts([name, "null"]))
        case ("type", .list(let names)): Member("type", .list(names + [.text("null")]))
        case ("enum", .list(let values)): Member("enum", .list(values + [.literal("null")]))
        default: member
        }
      })
  }

  private var isNull: Bool {
    if case .literal(let json) = self { json.utf8.elementsEqual("null".utf8) } else { false }
  }

  private func names(_ word: String) -> Bool {
    switch self {
    case .text(let text): text.utf8.elementsEqual(word.utf8)
    case .list(let elements): elements.contains { $0.names(word) }
    case .literal, .object: false
    }
  }
}
