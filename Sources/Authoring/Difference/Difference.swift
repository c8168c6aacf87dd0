package import Profiles

/// What differs between two profiles for a batch, for a run or on the wire.
package struct Difference: Sendable {
  /// One thing that changes.
  package struct Change: Sendable, Equatable {
    /// Where, such as `claims.sub.maxLength`.
    package var path: String
    /// What stood there; nil where nothing did.
    package var before: String?
    package var after: String?
    /// Why it breaks what worked before; nil where nothing breaks.
    package var breaking: String?
  }

  /// The changes in the order of the sections: those of the profile's head first, artifacts last.
  package private(set) var changes: [Change] = []
  /// Changes of descriptions, sources, examples and messages, which are counted and not shown.
  package private(set) var documentationCount = 0

  package var breakingCount: Int { changes.count { $0.breaking != nil } }

  /// Compares two profiles. Where a claim, rule or artifact comes or goes, that is one change, and
  /// what is said of it is none.
  package init(from before: Profile, to after: Profile) {
    var comparison = Comparison(ProfileFacts.of(before), ProfileFacts.of(after))
    comparison.run()
    changes = comparison.changes
    documentationCount = comparison.documentationCount
  }
}

/// The comparison of two lists of facts.
private struct Comparison {
  private(set) var changes: [Difference.Change] = []
  private(set) var documentationCount = 0

  private let before: [Fact]
  private let after: [Fact]
  private let oldByPath: [Path: Fact]
  private let newPaths: Set<Path>
  /// Claims, inputs and parameters that have another name and are otherwise the same: new to old.
  private var renames: [Path: Path] = [:]

  /// A path by its bytes: names that differ in their normal form only are two names.
  private typealias Path = [[UInt8]]

  private static func key(_ path: [String]) -> Path { path.map { Array($0.utf8) } }

  init(_ before: [Fact], _ after: [Fact]) {
    self.before = before
    self.after = after
    oldByPath = Dictionary(before.map { (Self.key($0.path), $0) }) { first, _ in first }
    newPaths = Set(after.map { Self.key($0.path) })
  }

  mutating func run() {
    var added = entities(after) { oldByPath[$0] == nil }
    var removed = entities(before) { !newPaths.contains($0) }
    findRenames(removed: removed, added: added)
    let renamedFrom = Set(renames.values)
    // What else changes below a new name is told.
    added.subtract(renames.keys)
    removed.subtract(renamedFrom)
    // Removed facts stand before the first later fact that both have.
    var pending = before[...]
    for fact in after {
      let path = Self.key(fact.path)
      let oldPath = originalPath(path)
      if let old = oldByPath[oldPath] {
        while let next = pending.first, Self.key(next.path) != oldPath {
          drop(pending.removeFirst(), removed, renamedFrom)
        }
        if !pending.isEmpty { pending.removeFirst() }
        compare(old, fact, path)
      } else if !isBelow(path, added) {
        report(nil, fact)
      }
    }
    for fact in pending { drop(fact, removed, renamedFrom) }
    changes = inSections
  }

  /// The changes section by section, each section's in the order in which they were found.
  private var inSections: [Difference.Change] {
    let sections = ProfileFacts.sections
    func rank(_ change: Difference.Change) -> Int {
      sections.firstIndex { change.path == $0 || change.path.hasPrefix($0 + ".") } ?? 0
    }
    return changes.enumerated()
      .sorted { (rank($0.element), $0.offset) < (rank($1.element), $1.offset) }.map(\.element)
  }

  private mutating func drop(_ fact: Fact, _ removed: Set<Path>, _ renamedFrom: Set<Path>) {
    let path = Self.key(fact.path)
    guard !isBelow(path, removed), !newPaths.contains(path) else { return }
    if renamedFrom.contains(where: { path.starts(with: $0) }) && isMoved(path) { return }
    report(fact, nil)
  }

  /// Whether the fact is found again below the new name.
  private func isMoved(_ path: Path) -> Bool {
    renames.contains { new, old in
      path.starts(with: old) && newPaths.contains(new + path.dropFirst(old.count))
    }
  }

  private mutating func compare(_ old: Fact, _ new: Fact, _ path: Path) {
    if new.isEntity {
      if let from = renames[path] {
        let name = from.last.map { Wording.text($0) } ?? ""
        let isSent = path[0] == Self.claims && nameOnWire(before, from) == nameOnWire(after, path)
        changes.append(
          Difference.Change(
            path: shown(old.path), before: name, after: new.path.last ?? "",
            breaking: isSent ? nil : "the name is another one"))
      }
      return
    }
    if case .order = new.kind {
      guard Fact.isReordered(old, new) else { return }
      let text = [(old, new), (new, old)].map { fact, other in
        let names = Fact.common(fact.elements ?? [], with: other.elements ?? [])
        return "[\(names.map { Wording.text($0) }.joined(separator: ", "))]"
      }
      changes.append(
        Difference.Change(path: shown(new.path), before: text[0], after: text[1], breaking: nil))
      return
    }
    guard !old.text.utf8.elementsEqual(new.text.utf8), !Fact.isSameSet(old, new) else { return }
    report(old, new)
  }

  private mutating func report(_ old: Fact?, _ new: Fact?) {
    guard let fact = new ?? old else { return }
    if case .order = fact.kind { return }
    if fact.isDocumentation {
      documentationCount += 1
      return
    }
    var breaking = Fact.breakage(old, new)
    if fact.path.count == 3, fact.path[2] == Self.claimName, isSentAsBefore(fact, isNew: new != nil)
    {
      breaking = nil
    }
    changes.append(
      Difference.Change(
        path: shown(fact.path), before: old?.text, after: new?.text, breaking: breaking))
  }

  // MARK: Names in the token

  private static let claims = Array("claims".utf8)
  private static let claimName = "claimName"

  /// The name that a claim has in the token.
  private func nameOnWire(_ facts: [Fact], _ claim: Path) -> String {
    let wanted = claim + [Array(Self.claimName.utf8)]
    return facts.first { Self.key($0.path) == wanted }?.text ?? claim.last.map(Wording.text) ?? ""
  }

  /// Whether the claim that this is said of has the same name in the token as before.
  private func isSentAsBefore(_ fact: Fact, isNew: Bool) -> Bool {
    let claim = Array(Self.key(fact.path).prefix(2))
    let new = isNew ? claim : renames.first { $0.value == claim }?.key ?? claim
    return nameOnWire(before, originalPath(new)) == nameOnWire(after, new)
  }

  private func shown(_ path: [String]) -> String { path.joined(separator: ".") }

  // MARK: Things that come, go or change their name

  private func entities(_ facts: [Fact], where isWanted: (Path) -> Bool) -> Set<Path> {
    Set(facts.filter(\.isEntity).map { Self.key($0.path) }.filter(isWanted))
  }

  /// Whether one of the entities is above the path (and not at it).
  private func isBelow(_ path: Path, _ entities: Set<Path>) -> Bool {
    (1..<max(1, path.count)).contains { entities.contains(Array(path.prefix($0))) }
  }

  /// The path that stood in the first profile for this one of the second.
  private func originalPath(_ path: Path) -> Path {
    for count in 1...max(1, path.count) {
      if let old = renames[Array(path.prefix(count))] { return old + path.dropFirst(count) }
    }
    return path
  }

  /// Of one section, exactly one entity that went and one that came, with the same facts.
  private mutating func findRenames(removed: Set<Path>, added: Set<Path>) {
    for section in ["parameters", "inputs", "claims"] {
      let key = Array(section.utf8)
      let old = removed.filter { $0.count == 2 && $0[0] == key }
      let new = added.filter { $0.count == 2 && $0[0] == key }
      for path in new {
        let same = old.filter { says(before, $0) == says(after, path) }
        guard same.count == 1, let from = same.first,
          new.count(where: { says(after, $0) == says(after, path) }) == 1
        else { continue }
        renames[path] = from
      }
      if section == "claims" { findSentAlike(old, new) }
    }
  }

  /// A claim whose name in the token stays is the same claim, whatever else changes.
  private mutating func findSentAlike(_ old: Set<Path>, _ new: Set<Path>) {
    for path in new {
      let name = nameOnWire(after, path)
      let alike = old.filter { nameOnWire(before, $0) == name }
      guard alike.count == 1, let from = alike.first,
        new.count(where: { nameOnWire(after, $0) == name }) == 1
      else { continue }
      for (other, known) in renames where known == from { renames[other] = nil }
      renames[path] = from
    }
  }

  /// What the facts below an entity say, without the columns, which follow the name.
  private func says(_ facts: [Fact], _ entity: Path) -> [String] {
    facts.filter { fact in
      let path = Self.key(fact.path)
      return path.count > entity.count && path.starts(with: entity)
        && fact.path.last != "columns" && !fact.isDocumentation
    }.map { "\($0.path.dropFirst(entity.count).joined(separator: "\n"))\n\($0.text)" }
  }
}
