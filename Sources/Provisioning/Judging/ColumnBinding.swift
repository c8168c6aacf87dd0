package import Batches
import Bytes
package import Findings
import Profiles
import Schemas

/// Which column feeds what: made once from a CSV header, and extended as JSON keys turn up, so that
/// no row looks anything up by name.
package struct ColumnBinding: Sendable {
  /// What a column that feeds no slot is.
  package enum Extra: Sendable {
    case none
    /// Becomes a claim; its name as JSON, with the colon.
    case claim([UInt8])
    /// Becomes a member of the object claim with this index.
    case member(Int, [UInt8])
    /// Refuses the rows that have it, for this reason.
    case rejected(String)
  }

  /// For each slot the columns that are there, in order of preference.
  package private(set) var columns: [[Int]]
  /// For each column what it is beyond the slots.
  package private(set) var extras: [Extra] = []
  /// Columns that are extras of any kind but `none`.
  package private(set) var extraColumns: [Int] = []
  /// Columns that feed a slot although their names differ in case.
  package private(set) var caseVariants: [Bool] = []
  /// Columns that feed a secret.
  package private(set) var secretColumns: [Bool] = []
  /// The column in which a rejects file keeps the text of a record that could not be read.
  package private(set) var rawColumn: Int?
  /// Findings of the columns bound so far, in their order.
  package private(set) var findings: [Finding] = []
  /// Claims and inputs that a row may have, or must, with these columns; no others need a look.
  package private(set) var liveClaims: [Int] = []
  package private(set) var liveInputs: [Int] = []
  /// Object claims that extras may fill.
  package private(set) var hasMemberExtras: [Bool]
  /// Whether two columns would become one member: `extra.age`, and `age` that the profile puts there.
  private(set) var hasMemberTwins = false

  private let compiled: CompiledProfile
  let isHeader: Bool
  private var names: [String] = []

  /// - Parameter isHeader: whether the columns are known before the first row (CSV), so that a
  ///   column that is refused or missing refuses the batch, not the rows.
  package init(_ compiled: CompiledProfile, isHeader: Bool) {
    self.compiled = compiled
    self.isHeader = isHeader
    columns = Array(repeating: [], count: compiled.slots.count)
    hasMemberExtras = Array(repeating: false, count: compiled.claims.count)
    findLive()
  }

  /// Whether a claim of the profile is a secret, be its column there or not.
  package var hasSecrets: Bool { compiled.slots.contains { $0.isSecret } }

  /// The name of a column, for people.
  package func name(_ column: Int) -> String {
    column < names.count ? names[column] : "column \(column + 1)"
  }

  /// Whether a column of this name feeds a secret, or may hold one.
  func isSecret(columnNamed name: String) -> Bool {
    names.indices.contains { secretColumns[$0] && names[$0].utf8.elementsEqual(name.utf8) }
  }

  /// Binds the columns that `table` has and that are not bound yet.
  package mutating func bind(_ table: ColumnTable, line: Int) {
    guard names.count < table.count else { return }
    while names.count < table.count {
      let column = names.count
      names.append(table.displayName(column))
      extras.append(.none)
      caseVariants.append(false)
      secretColumns.append(false)
      bind(column, table.name(column), line: line)
    }
    findLive()
  }

  private mutating func findLive() {
    liveClaims = compiled.claims.indices.filter {
      compiled.isRequired[$0] || canHaveValue(compiled.claims[$0])
    }
    liveInputs = compiled.inputs.indices.filter {
      let program = compiled.inputs[$0]
      return compiled.inputDefaults[$0] != nil || !columns[program.slot].isEmpty
        || program.origin != nil || compiled.profile.inputs.required.contains($0)
    }
  }

  private func canHaveValue(_ program: ValueProgram) -> Bool {
    !columns[program.slot].isEmpty || program.origin != nil || canAssemble(program)
  }

  private mutating func bind(_ column: Int, _ name: [UInt8], line: Int) {
    if name.starts(with: Array("muster_".utf8)) {
      if !isHeader && "muster_raw".utf8.elementsEqual(name) { rawColumn = column }
      return
    }
    // One column may feed several claims, if the run maps it so.
    var isFeeding = false
    for slot in compiled.slots.indices {
      guard let rank = rank(name, in: slot) else { continue }
      insert(column, in: slot, rank: rank)
      isFeeding = true
    }
    if isFeeding { return }
    secretColumns[column] = resemblesSecret(names[column])
    if let (slot, wanted) = caseInsensitiveMatch(name) {
      warn(
        .columnCase, column, line,
        "The column \"\(names[column])\" is taken as \"\(wanted)\", which differs in case.",
        help: "Write it as \"\(wanted)\".")
      insert(column, in: slot, rank: Int.max)
      caseVariants[column] = true
      return
    }
    bindExtra(column, name, line: line)
  }

  /// Whether a column that feeds nothing has, or nearly has, the name of a secret: it may hold one.
  private func resemblesSecret(_ name: String) -> Bool {
    let secrets = compiled.slots.filter(\.isSecret).flatMap { [$0.claim] + $0.names }
    return secrets.contains { $0.utf8.elementsEqual(name.utf8) }
      || nearest(name, in: secrets) != nil
  }

  private func rank(_ name: [UInt8], in slot: Int) -> Int? {
    compiled.slots[slot].names.firstIndex { $0.utf8.elementsEqual(name) }
  }

  private func caseInsensitiveMatch(_ name: [UInt8]) -> (slot: Int, wanted: String)? {
    for (slot, candidate) in compiled.slots.enumerated() {
      for wanted in candidate.names
      where wanted.utf8.count == name.count
        && zip(wanted.utf8, name).allSatisfy({ Self.folded($0) == Self.folded($1) })
      {
        return (slot, wanted)
      }
    }
    return nil
  }

  private static func folded(_ byte: UInt8) -> UInt8 {
    (0x41...0x5A).contains(byte) ? byte | 0x20 : byte
  }

  private mutating func insert(_ column: Int, in slot: Int, rank: Int) {
    let wanted = compiled.slots[slot].names
    let place = columns[slot].firstIndex { other in
      let otherRank = wanted.firstIndex { $0.utf8.elementsEqual(names[other].utf8) } ?? Int.max
      return rank < otherRank
    }
    columns[slot].insert(column, at: place ?? columns[slot].count)
    if compiled.slots[slot].isSecret { secretColumns[column] = true }
  }

  private mutating func bindExtra(_ column: Int, _ name: [UInt8], line: Int) {
    let display = names[column]
    if let (index, member) = objectMember(name) {
      addMember(column, index, member)
      extraColumns.append(column)
      return
    }
    nearMiss(column, line)
    let policy = compiled.profile.columns
    if compiled.ignoresUnknownColumns || policy.unknown == .ignore { return }
    extraColumns.append(column)
    if let reason = refusal(display) {
      refuse(column, line, reason)
      return
    }
    var prefix: [UInt8] = []
    JSONWriter.appendString(name.span, to: &prefix)
    prefix.append(UInt8(ascii: ":"))
    switch policy.unknown {
    case .claims: extras[column] = .claim(prefix)
    case .object:
      if let into = policy.into {
        let claim = compiled.profile.claims.properties[into]
        if claim.members?.index(of: display) != nil {
          refuse(column, line, "is a member of \(claim.name): name it \(claim.name).\(display)")
          return
        }
        addMember(column, into, prefix)
      }
    case .ignore, .reject: refuse(column, line, "feeds no claim of the profile")
    }
  }

  private mutating func addMember(_ column: Int, _ claim: Int, _ prefix: [UInt8]) {
    hasMemberTwins =
      hasMemberTwins
      || extras.contains { extra in
        if case .member(claim, prefix) = extra { true } else { false }
      }
    extras[column] = .member(claim, prefix)
    hasMemberExtras[claim] = true
  }

  /// `claim.member`, where the claim is an object that is open to further members.
  private func objectMember(_ name: [UInt8]) -> (index: Int, prefix: [UInt8])? {
    guard let dot = name.firstIndex(of: UInt8(ascii: ".")), dot > 0, dot + 1 < name.count else {
      return nil
    }
    for (index, property) in compiled.profile.claims.properties.enumerated()
    where property.name.utf8.elementsEqual(name[..<dot]) {
      guard let members = property.members, property.takesOwnColumn else { return nil }
      if case .none = members.additional { return nil }
      // A member that the profile makes itself is no further one.
      if members.names.contains(where: { $0.utf8.elementsEqual(name[(dot + 1)...]) }) { return nil }
      var prefix: [UInt8] = []
      JSONWriter.appendString(Array(name[(dot + 1)...]).span, to: &prefix)
      prefix.append(UInt8(ascii: ":"))
      return (index, prefix)
    }
    return nil
  }

  /// Why a column may not pass through, if it may not.
  private func refusal(_ name: String) -> String? {
    let isClaim = compiled.claims.contains { $0.path.utf8.elementsEqual(name.utf8) }
    if isClaim {
      let isMade = compiled.profile.claims.properties.contains {
        $0.name.utf8.elementsEqual(name.utf8) && $0.origin?.isMade ?? false
      }
      return isMade
        ? "has the name of a claim that Muster makes itself"
        : "has the name of a claim that other columns feed"
    }
    if compiled.claimIndex(named: name) != nil {
      return "has the name that another claim has in the token"
    }
    if compiled.profile.columns.reserved.contains(where: { $0.elementsEqual(name.utf8) }) {
      return "has a name that the platform reserves"
    }
    if ["artifact", "best_before", "ticket_url", "ticket_expires_at"].contains(name) {
      return "is one that Muster writes beside issued rows, so this looks like an issued file"
    }
    let registered = ["iss", "sub", "aud", "exp", "nbf", "iat", "jti"]
    if registered.contains(name) {
      return "has the name of a registered claim that the profile does not use"
    }
    return nil
  }

  private mutating func refuse(_ column: Int, _ line: Int, _ reason: String) {
    extras[column] = .rejected(reason)
    guard isHeader else { return }
    findings.append(
      Finding(
        .unknownColumn, at: .batch(line: line), "The column \"\(names[column])\" \(reason).",
        help: near(names[column]).map { "Did you mean \"\($0)\"?" }
          ?? "Remove it, or leave unknown columns out with --ignore-unknown.",
        column: names[column]))
  }

  private func near(_ name: String) -> String? {
    nearest(name, in: compiled.slots.flatMap(\.names))
  }

  private mutating func nearMiss(_ column: Int, _ line: Int) {
    guard let near = near(names[column]) else { return }
    warn(
      .nearMissColumn, column, line,
      "The column \"\(names[column])\" is nearly the name of \"\(near)\".",
      help: "Did you mean \"\(near)\"? If so, rename it or use --map.")
  }

  private mutating func warn(
    _ code: FindingCode, _ column: Int, _ line: Int, _ message: String, help: String
  ) {
    findings.append(
      Finding(
        code, .warning, at: .batch(line: line), message, help: help, column: names[column]))
  }

  /// Claims that are required and that no column of this header can feed.
  package func missingColumns(line: Int) -> [Finding] {
    compiled.requiredClaims.compactMap { index in
      let program = compiled.claims[index]
      guard columns[program.slot].isEmpty, program.origin == nil, !canAssemble(program) else {
        return nil
      }
      let wanted = compiled.slots[program.slot].names
      return Finding(
        .missingColumn, at: .batch(line: line),
        "No column feeds the claim \"\(program.path)\", which is required.",
        help: wanted.isEmpty
          ? nil
          : "Add a column named \(wanted.map { "\"\($0)\"" }.joined(separator: " or ")), or name "
            + "another with --map \(program.path)=COLUMN.",
        claim: program.path)
    }
  }

  private func canAssemble(_ program: ValueProgram) -> Bool {
    if program.index >= 0 && hasMemberExtras[program.index] { return true }
    return program.members.contains {
      canHaveValue($0)
    }
  }
}
