import Batches
import Bytes
import Profiles
import Schemas
import Tokens

/// Makes the direct program of a profile and the columns that are bound.
package struct DirectCompiler {
  let compiled: CompiledProfile
  private let binding: ColumnBinding
  let program: DirectProgram

  /// - Returns: nil where the profile needs the slow way for every row.
  package static func compile(
    _ compiled: CompiledProfile, _ binding: ColumnBinding, columnCount: Int
  ) -> DirectProgram? {
    var compiler = DirectCompiler(
      compiled: compiled, binding: binding,
      program: DirectProgram(compiled, columnCount: columnCount))
    return compiler.compile() ? compiler.program : nil
  }

  private init(compiled: CompiledProfile, binding: ColumnBinding, program: DirectProgram) {
    self.compiled = compiled
    self.binding = binding
    self.program = program
  }

  private mutating func compile() -> Bool {
    guard compiled.container == nil, hasPlainLifetime else { return false }
    for index in binding.liveInputs {
      let input = compiled.inputs[index]
      program.inputs.append(value(input, key: program.claimCount + index, isClaim: false))
    }
    for index in binding.liveClaims {
      program.claims.append(value(compiled.claims[index], key: index, isClaim: true))
    }
    addExtras()
    if let raw = binding.rawColumn { program.slowColumns.append(raw) }
    addRules()
    for reference in compiled.uniqueValues {
      guard reference.members.isEmpty else { return false }
      program.unique.append(program.key(reference))
    }
    for reference in compiled.memory?.references ?? [] {
      guard reference.members.isEmpty else { return false }
      program.remembered.append(program.key(reference))
    }
    guard addSteps() else { return false }
    findWatched()
    return true
  }

  /// Finds out which values somebody asks for, and joins those of a chunk for which nobody does.
  private func findWatched() {
    let index = compiled.ruleIndex
    var watched = Set(program.unique + program.needed + program.remembered)
    for step in program.steps where step.content == .value || step.kind == .value {
      watched.insert(step.key)
    }
    for step in program.presence where step.kind.asksForKey { watched.insert(step.value) }
    for key in 0..<(program.claimCount + compiled.inputs.count) where index.isWaitedFor(key) {
      watched.insert(key)
    }
    for place in program.inputs.indices {
      program.inputs[place].isWatched = watched.contains(program.inputs[place].key)
    }
    var claims: [DirectValue] = []
    for var claim in program.claims {
      claim.isWatched = watched.contains(claim.key)
      let isOfChunk =
        !claim.isWatched && claim.columns.isEmpty
        && (claim.origin == .fixed || claim.origin == .time)
      guard isOfChunk else {
        claims.append(claim)
        continue
      }
      if claims.last?.origin == .block {
        program.blocks[program.blocks.count - 1].append(claim)
      } else {
        var block = claim
        block.origin = .block
        block.prefix = PoolRange()
        block.made = program.blocks.count
        program.blocks.append([claim])
        claims.append(block)
      }
    }
    program.claims = claims
  }

  /// Whether expiry and age are the same for all rows of a chunk.
  private var hasPlainLifetime: Bool {
    let lifetime = compiled.profile.lifetime
    for reference in [lifetime.claim, lifetime.age?.claim] {
      guard let reference else { continue }
      let value = compiled.program(reference)
      guard reference.members.isEmpty, binding.columns[value.slot].isEmpty, value.when == nil,
        case .time? = value.origin
      else { return false }
    }
    return lifetime.claim != nil || compiled.ageSeconds != nil || compiled.isEternalAllowed
  }

  // MARK: Values

  private mutating func value(_ source: ValueProgram, key: Int, isClaim: Bool) -> DirectValue {
    var value = DirectValue(quick: QuickText(source.schema), other: QuickValue(source.schema))
    value.key = key
    let columns = binding.columns[source.slot]
    value.columns = program.columns.count..<(program.columns.count + columns.count)
    program.columns += columns
    value.prefix = program.keep([UInt8(ascii: ",")] + source.prefix)
    value.isSecret = source.isSecret
    value.isRequired =
      isClaim
      ? compiled.isRequired[source.index]
      : compiled.profile.inputs.required.contains(source.index)
    addSchema(source.schema, to: &value)
    setKind(source, &value)
    setOrigin(source, &value, isClaim: isClaim)
    // Members with values of their own make an object without any column.
    if !source.isFixed && source.members.contains(where: Self.hasOrigin) { value.origin = .unknown }
    // Two columns for one thing can contradict each other.
    if columns.count > 1, columns.contains(where: { binding.caseVariants[$0] }) {
      program.slowColumns += columns
    }
    leaveMembers(source)
    return value
  }

  private mutating func addSchema(_ schema: Schema, to value: inout DirectValue) {
    value.schema = program.schemas.count
    program.schemas.append(schema)
  }

  private mutating func setKind(_ source: ValueProgram, _ value: inout DirectValue) {
    let types = source.types
    value.clearCount = source.clear?.marker.count ?? 0
    for transform in source.transforms {
      switch transform {
      case .trim: value.isTrimmed = true
      case .lowercase: value.fold = .lower
      case .uppercase: value.fold = .upper
      default: return leave(&value)
      }
    }
    if value.fold != .none && types != .string {
      leave(&value)
    } else if types.contains(.string) && types.isDisjoint(with: [.array, .object]) {
      value.kind = .text
    } else if types == .integer {
      value.kind = .integer
    } else if types == .boolean {
      value.kind = .boolean
    } else if types == .array, let separator = source.separator, separator.count == 1,
      source.itemTypes == .string || source.itemTypes == .integer
    {
      value.kind = .list
      value.separator = separator[0]
      value.hasIntegerItems = source.itemTypes == .integer
    } else {
      value.kind = .structure
    }
  }

  private mutating func leave(_ value: inout DirectValue) {
    value.kind = .structure
    program.slowColumns += program.columns[value.columns]
  }

  private mutating func setOrigin(
    _ source: ValueProgram, _ value: inout DirectValue, isClaim: Bool
  ) {
    if !isClaim, let shared = compiled.inputDefaults[source.index] {
      // The slow way gives it only where the profile's own origin gives nothing.
      value.origin = source.origin == nil ? .fixed : .unknown
      value.fixed = program.keep(shared.json)
      return
    }
    guard let origin = source.origin else { return }
    guard source.when == nil else {
      value.origin = .unknown
      return
    }
    switch origin {
    case .constant(let json):
      value.origin = isClaim ? .fixed : .unknown
      value.fixed = program.keep(json)
    case .time(let index):
      value.origin = isClaim ? .time : .unknown
      value.made = index
    case .random(let random):
      value.origin = isClaim ? .random : .unknown
      value.made = program.randoms.count
      program.randoms.append(random)
    case .template(let template):
      setTemplate(template, source, &value, isClaim: isClaim)
    case .join, .firstOf: value.origin = .unknown
    }
  }

  /// A template over parameters alone is a constant, or nothing.
  private func setTemplate(
    _ template: JSONTemplate, _ source: ValueProgram, _ value: inout DirectValue, isClaim: Bool
  ) {
    value.origin = .unknown
    let isOverParameters = template.placeholders.allSatisfy { placeholder in
      switch placeholder.base {
      case .reference(let reference): reference.scope == .parameter
      case .keyPart: true
      default: false
      }
    }
    guard isClaim, isOverParameters else { return }
    var judge = Judge(compiled, isHeader: true)
    if judge.derive(.template(template), source) {
      guard judge.findings.isEmpty else { return }
      value.origin = .fixed
      value.fixed = program.keep(judge.value)
    } else if judge.findings.isEmpty {
      value.origin = .none
    }
  }

  private static func hasOrigin(_ member: ValueProgram) -> Bool {
    member.origin != nil || member.members.contains(where: hasOrigin)
  }

  /// Columns of single members, or of members that the profile does not name.
  private func leaveMembers(_ source: ValueProgram) {
    for member in source.members {
      program.slowColumns += binding.columns[member.slot]
      leaveMembers(member)
    }
  }

  private mutating func addExtras() {
    for column in binding.extraColumns {
      guard case .claim(let prefix) = binding.extras[column] else {
        program.slowColumns.append(column)
        continue
      }
      let schema: Schema =
        switch compiled.profile.claims.additional {
        case .schema(let schema): schema
        case .any, .none: .anything
        }
      var value = DirectValue(quick: QuickText(schema), other: QuickValue(schema))
      value.key = -1
      value.columns = program.columns.count..<(program.columns.count + 1)
      program.columns.append(column)
      value.prefix = program.keep([UInt8(ascii: ",")] + prefix)
      addSchema(schema, to: &value)
      program.claims.append(value)
    }
  }
}
