import Bytes
import Profiles
import Schemas

/// What the keys of one claim, input or member must be.
struct KeyForm {
  let feed: Feed
  let record: RecordForm

  /// The word that stands in rejects in the place of a secret, which is no value.
  private static let redaction = "<redacted>"

  /// What the value of a key must be.
  private var value: JSONTree {
    var formula = InputForm(transforms: feed.property.transforms, schema: feed.property.schema)
      .formula
    if feed.property.isSecret {
      let word = JSONTree.object([.init("const", .text(Self.redaction))])
      formula = .all([formula, .exact([.init("not", word)])])
    }
    return formula.tree(.wide)
  }

  // MARK: The keys themselves

  /// What the first key must be, with everything that is said about it.
  func described(isNullable: Bool) -> JSONTree {
    let value = value
    var members: [JSONTree.Member] = []
    if !feed.property.description.isEmpty {
      members.append(.init("description", .text(feed.property.description)))
    }
    let tree = isNullable ? value.orNull : value
    members += tree.isFalse ? [.init("not", .object([]))] : tree.members
    if case .defaultValue(let json) = feed.property.origin, !feed.property.holdsSecret {
      members.append(.init("default", SchemaForm.json(json)))
    }
    let examples = feed.property.examples.compactMap(example)
    if !examples.isEmpty { members.append(.init("examples", .list(examples))) }
    if feed.property.isSecret { members.append(.init("writeOnly", .yes)) }
    return .object(members)
  }

  private func example(_ text: String) -> JSONTree? {
    if feed.property.types.contains(.string) { return .text(text) }
    var reader = JSONReader()
    var json: [UInt8] = []
    guard (try? reader.readWhole(Array(text.utf8).span, into: &json)) != nil else { return nil }
    return SchemaForm.json(json)
  }

  /// What is said of a key that counts only where those before it are absent.
  var remark: JSONTree {
    .object([
      .init(
        "description",
        .text("Feeds \(feed.property.name), where \(feed.columns[0]) is absent."))
    ])
  }

  /// A later key must be right only where no key before it has a value.
  func later(_ position: Int) -> JSONTree {
    let earlier = Formula.any(feed.columns[..<position].map(record.present)).tree(.wide)
    let tree = value.orNull
    if tree.isTrue { return .yes }
    return .object([
      .init("if", earlier),
      .init("else", .object([.init("properties", .object([.init(feed.columns[position], tree)]))])),
    ])
  }

  // MARK: Objects of several keys

  /// What holds between an object's own key and those of its members.
  ///
  /// - Parameter outer: an object around it comes whole; then nothing is put together.
  func assembly(within outer: Formula) -> [JSONTree] {
    let assembled = record.assembled(feed)
    if assembled.tree(.wide).isFalse { return [] }
    var trees: [JSONTree] = []
    let whole = Formula.any(feed.columns.map(record.present))
    if !feed.columns.isEmpty {
      trees.append(
        .implication(whole.tree(.narrow), withoutMembers(assembled)))
    }
    let made = Formula.all([assembled, .not(whole), .not(outer)])
    let needed = Formula.all(requiredMembers)
    trees.append(.implication(made.tree(.narrow), needed.tree(.wide)))
    return trees
  }

  /// No key of a member, nor of a member's member.
  private func withoutMembers(_ assembled: Formula) -> JSONTree {
    var members: [JSONTree.Member] = []
    let null = SchemaForm.type(.null)
    let names = feed.memberColumns
    if !names.isEmpty {
      members.append(.init("properties", .object(names.map { .init($0, null) })))
    }
    if feed.takesFurtherMembers {
      members.append(
        .init("patternProperties", .object([.init(record.furtherMembers(feed), null)])))
    }
    let isIntoAll = record.fillsUnknownKeys(feed)
    let trees =
      (members.isEmpty ? [] : [JSONTree.object(members)])
      + (isIntoAll ? [record.withoutUnknownKeys] : [])
    return .conjunction(trees)
  }

  private var requiredMembers: [Formula] {
    let schema = feed.property.schema.description
    var needed = schema.required.map { name in
      record.member(feed, name)
    }
    var plain = SchemaDescription()
    (plain.types, plain.properties) = (schema.types, schema.properties)
    (plain.required, plain.additionalProperties) = (schema.required, schema.additionalProperties)
    let isPlain = SchemaForm(side: .wide, isAnnotated: false).tree(plain).compact
    if isPlain != SchemaForm(side: .wide, isAnnotated: false).tree(schema).compact {
      needed.append(
        .unknown(
          "What the members of \(feed.column) make together is checked by Muster alone."))
    }
    return needed
  }

  // MARK: Further members

  /// What a key `claim.member` must be that names no member of the profile.
  var furtherMember: JSONTree {
    let schema = feed.property.schema.description
    guard schema.patternProperties.isEmpty else {
      return TextForm.note("Members are checked by Muster alone.")
    }
    return Self.further(schema.additionalProperties)
  }

  static func further(_ additional: Schema.Additional) -> JSONTree {
    switch additional {
    case .any: .yes
    case .none: SchemaForm.type(.null)
    case .schema(let schema): SchemaForm(side: .wide).tree(schema).orNull
    }
  }

  /// Members of the object that unknown keys may fill by their bare names.
  var openMembers: [(name: String, tree: JSONTree)] {
    feed.property.schema.description.properties.map { entry in
      (
        String(decoding: entry.name, as: Unicode.UTF8.self),
        SchemaForm(side: .wide).tree(entry.schema).orNull
      )
    }
  }
}
