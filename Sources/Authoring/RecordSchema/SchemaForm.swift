import Bytes
import Schemas

/// A schema of the profile as JSON Schema 2020-12, erring to one side.
struct SchemaForm {
  let side: Side
  /// Whether remarks say what is left out; they are left out where schemas are compared.
  var isAnnotated = true

  func tree(_ schema: Schema) -> JSONTree { tree(schema.description) }

  func tree(_ it: SchemaDescription) -> JSONTree {
    if let types = it.types, types.isEmpty { return .no }
    var parts: [JSONTree] = []
    if let types = it.types { parts.append(Self.type(types)) }
    if let const = it.const { parts.append(one("const", Self.json(const))) }
    if let values = it.enumeration { parts.append(one("enum", .list(values.map(Self.json)))) }
    parts += TextForm(side: side, isAnnotated: isAnnotated).trees(it)
    parts += numbers(it) + arrays(it) + objects(it) + combinations(it)
    return .conjunction(parts)
  }

  /// Both sides of a schema, as a statement about a value.
  static func formula(_ schema: Schema) -> Formula {
    if isExact(schema) {
      let tree = SchemaForm(side: .wide, isAnnotated: false).tree(schema)
      return .leaf(wide: tree, narrow: tree)
    }
    return .leaf(
      wide: SchemaForm(side: .wide).tree(schema), narrow: SchemaForm(side: .narrow).tree(schema))
  }

  /// Whether JSON Schema says exactly what the schema says.
  static func isExact(_ schema: Schema) -> Bool {
    let wide = SchemaForm(side: .wide, isAnnotated: false).tree(schema).compact
    return wide.utf8.elementsEqual(SchemaForm(side: .narrow).tree(schema).compact.utf8)
  }

  static func type(_ types: SchemaType) -> JSONTree {
    let names = SchemaType.names.filter { types.contains($0.type) }.map(\.name)
    return .object([.init("type", names.count == 1 ? .text(names[0]) : .texts(names))])
  }

  static func json(_ bytes: [UInt8]) -> JSONTree {
    .literal(String(decoding: bytes, as: Unicode.UTF8.self))
  }

  private static func name(_ bytes: [UInt8]) -> String {
    String(decoding: bytes, as: Unicode.UTF8.self)
  }

  private func one(_ keyword: String, _ value: JSONTree) -> JSONTree {
    .object([.init(keyword, value)])
  }

  private func numbers(_ it: SchemaDescription) -> [JSONTree] {
    [
      ("minimum", it.minimum), ("maximum", it.maximum), ("exclusiveMinimum", it.exclusiveMinimum),
      ("exclusiveMaximum", it.exclusiveMaximum), ("multipleOf", it.multipleOf),
    ].compactMap { keyword, literal in literal.map { one(keyword, .literal($0)) } }
  }

  // MARK: Arrays

  private func arrays(_ it: SchemaDescription) -> [JSONTree] {
    var members: [JSONTree.Member] = []
    if let prefix = it.prefixItems, !prefix.isEmpty {
      members.append(.init("prefixItems", .list(prefix.map(tree))))
    }
    if let items = it.items { members.append(.init("items", tree(items))) }
    if let least = it.minItems { members.append(.init("minItems", .number(least))) }
    if let most = it.maxItems { members.append(.init("maxItems", .number(most))) }
    if it.uniqueItems { members.append(.init("uniqueItems", .yes)) }
    var trees = members.isEmpty ? [] : [JSONTree.object(members)]
    if let contains = it.contains { trees += self.contains(contains, it) }
    if let member = it.uniqueBy {
      trees.append(
        without("No two elements may have the same \(Self.name(member)) (Muster's uniqueBy)."))
    }
    return trees
  }

  private func contains(_ schema: Schema, _ it: SchemaDescription) -> [JSONTree] {
    func members(_ tree: JSONTree, least: Int?, most: Int?) -> JSONTree {
      var members: [JSONTree.Member] = [.init("contains", tree)]
      if let least { members.append(.init("minContains", .number(least))) }
      if let most { members.append(.init("maxContains", .number(most))) }
      return .object(members)
    }
    if Self.isExact(schema) {
      return [members(tree(schema), least: it.minContains, most: it.maxContains)]
    }
    // What may match counts for the least, and what surely matches for the most.
    var trees = [members(tree(schema), least: it.minContains, most: nil)]
    if let most = it.maxContains {
      let opposite = SchemaForm(side: side.other, isAnnotated: false).tree(schema)
      trees.append(members(opposite, least: 0, most: most))
    }
    return trees
  }

  /// What JSON Schema cannot say.
  private func without(_ note: String) -> JSONTree {
    if side == .narrow { return .no }
    return isAnnotated ? TextForm.note(note) : .yes
  }

  // MARK: Objects

  private func objects(_ it: SchemaDescription) -> [JSONTree] {
    var members: [JSONTree.Member] = []
    if !it.properties.isEmpty {
      members.append(
        .init(
          "properties", .object(it.properties.map { .init(Self.name($0.name), tree($0.schema)) })))
    }
    if !it.patternProperties.isEmpty {
      members.append(
        .init(
          "patternProperties",
          .object(it.patternProperties.map { .init($0.pattern.source, tree($0.schema)) })))
    }
    switch it.additionalProperties {
    case .any: break
    case .none: members.append(.init("additionalProperties", .no))
    case .schema(let schema): members.append(.init("additionalProperties", tree(schema)))
    }
    if !it.required.isEmpty {
      members.append(.init("required", .texts(it.required.map(Self.name))))
    }
    if let names = it.propertyNames { members.append(.init("propertyNames", tree(names))) }
    if let least = it.minProperties { members.append(.init("minProperties", .number(least))) }
    if let most = it.maxProperties { members.append(.init("maxProperties", .number(most))) }
    if !it.dependentRequired.isEmpty {
      let entries = it.dependentRequired.map { entry in
        JSONTree.Member(Self.name(entry.name), .texts(entry.needed.map(Self.name)))
      }
      members.append(.init("dependentRequired", .object(entries)))
    }
    return members.isEmpty ? [] : [.object(members)]
  }

  // MARK: Combinations

  private func combinations(_ it: SchemaDescription) -> [JSONTree] {
    var trees: [JSONTree] = []
    if !it.allOf.isEmpty { trees.append(.conjunction(it.allOf.map(tree))) }
    if !it.anyOf.isEmpty { trees.append(.disjunction(it.anyOf.map(tree))) }
    if !it.oneOf.isEmpty {
      trees.append(Formula.one(of: it.oneOf.map(Self.formula), orNone: false).tree(side))
    }
    if let not = it.not {
      trees.append(SchemaForm(side: side.other, isAnnotated: false).tree(not).negated)
    }
    if let condition = it.ifSchema {
      trees += conditional(condition, it.thenSchema, it.elseSchema)
    }
    return trees
  }

  private func conditional(_ condition: Schema, _ then: Schema?, _ otherwise: Schema?)
    -> [JSONTree]
  {
    let question = Self.formula(condition)
    var trees: [JSONTree] = []
    // Where it is not certain whether the condition holds, the wide side asks nothing, and the
    // narrow side asks for both.
    if let then {
      trees.append(.implication(question.tree(side.other), tree(then)))
    }
    if let otherwise {
      trees.append(.implication(question.tree(side).negated, tree(otherwise)))
    }
    return trees
  }
}

extension JSONTree {
  /// Where the first holds, the second does.
  static func implication(_ condition: JSONTree, _ consequence: JSONTree) -> JSONTree {
    if condition.isFalse { return .yes }
    if condition.isTrue || consequence.isTrue { return consequence }
    return .object([Member("if", condition), Member("then", consequence)])
  }
}
