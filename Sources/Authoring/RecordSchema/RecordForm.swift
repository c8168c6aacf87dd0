import Bytes
import Profiles
import Schemas

/// Says of one record which claims it has, and what they are, as statements about its keys.
struct RecordForm {
  let profile: Profile
  let claims: [Feed]
  let inputs: [Feed]
  /// Canonical JSON of the parameters that are set, by index.
  let parameters: [[UInt8]?]
  /// Every key that feeds something.
  let known: [String]

  /// What feeds a claim or an input.
  func feed(_ reference: Reference) -> Feed {
    reference.scope == .input ? inputs[reference.index] : claims[reference.index]
  }

  // MARK: Keys of the record

  /// The key is there and not null, which would be the same as absent.
  func present(_ column: String) -> Formula { present(column, .constant(true)) }

  /// The key is there, and its value is so.
  private func present(_ column: String, _ formula: Formula) -> Formula {
    func tree(_ side: Side) -> JSONTree {
      let value = formula.tree(side)
      if value.isFalse { return .no }
      let some =
        value.refusesNull
        ? value : .conjunction([.object([.init("not", SchemaForm.type(.null))]), value])
      return .object([
        .init("required", .texts([column])), .init("properties", .object([.init(column, some)])),
      ])
    }
    return .leaf(wide: tree(.wide), narrow: tree(.narrow))
  }

  /// A pattern for the keys that become further members of the object.
  func furtherMembers(_ feed: Feed) -> String {
    let prefix = feed.column + "."
    let others = known.filter { $0.hasPrefix(prefix) }
      .map { TextForm.escaped(String($0.dropFirst(prefix.count))) }
    let except = others.isEmpty ? "" : "(?!(?:\(others.joined(separator: "|")))$)"
    return "^\(TextForm.escaped(prefix))\(except)[\\s\\S]+$"
  }

  /// No key that feeds nothing has a value.
  var withoutUnknownKeys: JSONTree {
    let open = claims.filter(\.takesFurtherMembers).map { furtherMembers($0) }
    return .object([
      .init("properties", .object(known.map { .init($0, .yes) })),
      .init(
        "patternProperties", .object((["^muster_"] + open).map { .init($0, .yes) })),
      .init("additionalProperties", SchemaForm.type(.null)),
    ])
  }

  func fillsUnknownKeys(_ feed: Feed) -> Bool {
    guard profile.columns.unknown == .object, let into = profile.columns.into else { return false }
    return claims[into].column.utf8.elementsEqual(feed.column.utf8)
  }

  // MARK: Whether there is a value

  func presence(_ feed: Feed) -> Formula {
    .any(feed.columns.map(present) + [assembled(feed), presenceOfOrigin(feed)])
  }

  /// Some member has a key of its own, or a value by itself.
  func assembled(_ feed: Feed) -> Formula {
    var ways = feed.members.map(presence)
    if feed.takesFurtherMembers {
      ways.append(
        .not(
          .exact([
            .init(
              "patternProperties",
              .object([.init(furtherMembers(feed), SchemaForm.type(.null))]))
          ])))
    }
    if fillsUnknownKeys(feed) { ways.append(.not(.exact(withoutUnknownKeys.members))) }
    return .any(ways)
  }

  private func presenceOfOrigin(_ feed: Feed) -> Formula {
    if feed.shared != nil { return .constant(true) }
    guard let origin = feed.property.origin else { return .constant(false) }
    let when = feed.property.when.map { RuleForm(record: self).formula($0) } ?? .constant(true)
    return .all([when, presence(origin)])
  }

  private func presence(_ origin: Origin) -> Formula {
    switch origin {
    case .defaultValue, .time, .random: return .constant(true)
    case .value(let template): return .all(template.needed.map(presence))
    case .firstOf(let templates):
      return .any(templates.map { .all($0.needed.map(presence)) })
    case .join(_, let parts):
      return .all([
        .any(parts.map { .all($0.placeholders.map(presence)) }),
        .unknown("A text that is joined from empty texts alone is absent."),
      ])
    }
  }

  private func presence(_ placeholder: Placeholder) -> Formula {
    switch placeholder.base {
    case .reference(let reference): formula(reference, nil)
    case .keyPart: .constant(true)
    default: .unknown("What a template makes is checked by Muster alone.")
    }
  }

  /// A member of an object that is made of several keys is there.
  func member(_ feed: Feed, _ name: [UInt8]) -> Formula { assembled(feed, [name], nil) }

  // MARK: What the value is

  /// The value is there and satisfies the schema; without a schema, it is there.
  func formula(_ reference: Reference, _ schema: Schema?) -> Formula {
    switch reference.scope {
    case .claim: return formula(claims[reference.index], reference.members[...], schema)
    case .input: return formula(inputs[reference.index], reference.members[...], schema)
    case .parameter:
      guard let value = parameters[reference.index] else {
        guard profile.parameters.required.contains(reference.index) else { return .constant(false) }
        let name = profile.parameters.properties[reference.index].name
        return schema == nil
          ? .constant(true) : .unknown("It depends on the parameter \(name), which is not set.")
      }
      guard let schema else { return .constant(true) }
      var validator = SchemaValidator()
      return .constant(validator.isValid(value.span, schema))
    }
  }

  private func formula(
    _ feed: Feed, _ members: ArraySlice<[UInt8]>, _ schema: Schema?
  ) -> Formula {
    if members.isEmpty && schema == nil { return presence(feed) }
    var ways: [Formula] = []
    var before: [Formula] = []
    for column in feed.columns {
      ways.append(.all(before + [present(column, inside(feed, members, schema))]))
      before.append(.not(present(column)))
    }
    if !feed.members.isEmpty || feed.takesFurtherMembers || fillsUnknownKeys(feed) {
      ways.append(.all(before + [assembled(feed, members, schema)]))
      before.append(.not(assembled(feed)))
    }
    if feed.property.origin != nil || feed.shared != nil {
      ways.append(.all(before + [origin(feed, members, schema)]))
    }
    return .any(ways)
  }

  /// What the value of the feed's own key must be.
  private func inside(
    _ feed: Feed, _ members: ArraySlice<[UInt8]>, _ schema: Schema?
  ) -> Formula {
    guard let first = members.first else {
      return InputForm(transforms: feed.property.transforms, schema: schema ?? .anything).formula
    }
    guard feed.property.transforms.isEmpty else {
      return .unknown("What the profile's transform makes of it is checked by Muster alone.")
    }
    return Self.member(first, members.dropFirst(), schema)
  }

  /// An object that has the member, whose value is so.
  private static func member(
    _ first: [UInt8], _ rest: ArraySlice<[UInt8]>, _ schema: Schema?
  ) -> Formula {
    let name = String(decoding: first, as: Unicode.UTF8.self)
    let inner =
      rest.first.map { member($0, rest.dropFirst(), schema) }
      ?? schema.map(SchemaForm.formula) ?? .constant(true)
    func tree(_ side: Side) -> JSONTree {
      let value = inner.tree(side)
      if value.isFalse { return .no }
      let object: [JSONTree.Member] = [
        .init("type", .text("object")), .init("required", .texts([name])),
      ]
      return .object(
        value.isTrue ? object : object + [.init("properties", .object([.init(name, value)]))])
    }
    return .leaf(wide: tree(.wide), narrow: tree(.narrow))
  }

  private func assembled(
    _ feed: Feed, _ members: ArraySlice<[UInt8]>, _ schema: Schema?
  ) -> Formula {
    let open = Formula.all([
      assembled(feed), .unknown("What several keys make together is checked by Muster alone."),
    ])
    guard let first = members.first else { return open }
    if fillsUnknownKeys(feed) {
      return .any([
        assembled(feed, first, members.dropFirst(), schema, open), bare(members, schema),
      ])
    }
    return assembled(feed, first, members.dropFirst(), schema, open)
  }

  /// A member by its bare name, where unknown keys become members.
  private func bare(_ members: ArraySlice<[UInt8]>, _ schema: Schema?) -> Formula {
    let name = String(decoding: members.first ?? [], as: Unicode.UTF8.self)
    guard !known.contains(where: { $0.utf8.elementsEqual(name.utf8) }) else {
      return .constant(false)
    }
    if let next = members.dropFirst().first {
      return present(name, Self.member(next, members.dropFirst(2), schema))
    }
    return present(name, schema.map(SchemaForm.formula) ?? .constant(true))
  }

  /// A member that has a key of its own, or may have one.
  private func assembled(
    _ feed: Feed, _ first: [UInt8], _ rest: ArraySlice<[UInt8]>, _ schema: Schema?, _ open: Formula
  ) -> Formula {
    if let member = feed.members.first(where: { $0.property.name.utf8.elementsEqual(first) }) {
      return formula(member, rest, schema)
    }
    guard feed.takesFurtherMembers, rest.isEmpty else { return open }
    let column = feed.column + "." + String(decoding: first, as: Unicode.UTF8.self)
    return present(column, schema.map(SchemaForm.formula) ?? .constant(true))
  }

  /// What the profile, or the run, gives by itself.
  private func origin(
    _ feed: Feed, _ members: ArraySlice<[UInt8]>, _ schema: Schema?
  ) -> Formula {
    var constant: [UInt8]?
    switch feed.property.origin {
    case nil: constant = feed.shared
    case .defaultValue(let json): constant = feed.shared == nil ? json : nil
    case .value(let template): constant = feed.shared == nil ? template.constant : nil
    default: break
    }
    if members.isEmpty, let schema, let constant {
      var validator = SchemaValidator()
      return .all([
        presenceOfOrigin(feed), .constant(validator.isValid(constant.span, schema)),
      ])
    }
    return .all([
      presenceOfOrigin(feed), .unknown("What the profile makes is checked by Muster alone."),
    ])
  }
}
