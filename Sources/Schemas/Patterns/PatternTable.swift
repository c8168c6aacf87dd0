/// One pattern's deterministic automaton, built as texts ask for it. When it has grown to its limits, the
/// text at hand is finished by simulation, and the next text starts a new table.
struct PatternTable: Sendable {
  let program: PatternProgram

  private let classes: [UInt8]

  /// Cells that are no row.
  private static let unknown: Int32 = -1
  private static let accepted: Int32 = -2
  private static let dead: Int32 = -3

  /// One row per state, one cell per byte class: the offset of the next row.
  private var cells: [Int32] = []
  /// Per state: whether it accepts when the text ends.
  private var acceptsAtEnd: [Bool] = []
  /// Per state: where its members end in `members`. State 0, before the first byte, has its own row.
  private var memberEnds: [Int] = []
  private var members: [Int32] = []
  /// Open addressing from a set's hash to its state; -1 is free.
  private var buckets: [Int32] = []
  private var acceptsAtOnce = false
  private var isFull = false

  init(_ program: PatternProgram) {
    self.program = program
    classes = program.classes
  }

  mutating func matches(_ text: Span<UInt8>, _ simulation: inout PatternSimulation) -> Bool {
    if memberEnds.isEmpty || isFull { reset(&simulation) }
    if acceptsAtOnce { return true }
    var row: Int32 = 0
    var index = 0
    while true {
      let stop = walk(text, &row, &index)
      if index == text.count, stop >= 0 { break }
      if stop == Self.accepted { return true }
      if stop == Self.dead { return false }
      let next = fill(row, text[index], &simulation)
      if isFull { return finish(text, from: index, row, &simulation) }
      if next == Self.accepted { return true }
      if next == Self.dead { return false }
      row = next
      index += 1
    }
    return acceptsAtEnd[Int(row) / program.representatives.count]
  }

  /// Follows known cells. Returns the cell that stopped it, or the row at the end of the text.
  private func walk(_ text: Span<UInt8>, _ row: inout Int32, _ index: inout Int) -> Int32 {
    let cells = cells.span
    let classes = classes.span
    var current = row
    for place in index..<text.count {
      let next = cells[Int(current) + Int(classes[Int(text[place])])]
      guard next >= 0 else {
        row = current
        index = place
        return next
      }
      current = next
    }
    row = current
    index = text.count
    return current
  }

  /// Works out one unknown cell.
  private mutating func fill(
    _ row: Int32, _ byte: UInt8, _ simulation: inout PatternSimulation
  ) -> Int32 {
    load(row, &simulation)
    let byteClass = Int(classes[Int(byte)])
    simulation.step(program.representatives[byteClass], program)
    let next: Int32
    if simulation.hasAccepted {
      next = Self.accepted
    } else if simulation.members.isEmpty {
      next = Self.dead
    } else {
      simulation.sort()
      next = self.row(of: &simulation)
    }
    if !isFull { cells[Int(row) + byteClass] = next }
    return next
  }

  private func load(_ row: Int32, _ simulation: inout PatternSimulation) {
    let state = Int(row) / program.representatives.count
    simulation.load(members[(state == 0 ? 0 : memberEnds[state - 1])..<memberEnds[state]])
  }

  /// Finishes a text without a table, from the state before `start`.
  private func finish(
    _ text: Span<UInt8>, from start: Int, _ row: Int32, _ simulation: inout PatternSimulation
  ) -> Bool {
    load(row, &simulation)
    for index in start..<text.count {
      simulation.step(text[index], program)
      if simulation.hasAccepted { return true }
      if simulation.members.isEmpty { return false }
    }
    return simulation.end(program, atBegin: false)
  }

  // MARK: - Building

  private mutating func reset(_ simulation: inout PatternSimulation) {
    cells.removeAll(keepingCapacity: true)
    acceptsAtEnd.removeAll(keepingCapacity: true)
    memberEnds.removeAll(keepingCapacity: true)
    members.removeAll(keepingCapacity: true)
    buckets.removeAll(keepingCapacity: true)
    isFull = false
    simulation.begin(program)
    acceptsAtOnce = simulation.hasAccepted
    // Its own row even if a later set is equal: here alone "^" holds at the end of an empty text.
    add(&simulation, atBegin: true)
  }

  /// The row of the simulation's set, added if it is new; sets `isFull` if there is no room.
  private mutating func row(of simulation: inout PatternSimulation) -> Int32 {
    if buckets.count < 2 * memberEnds.count + 2 { rehash() }
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for member in simulation.members { hash = (hash ^ UInt64(member)) &* 0x100_0000_01B3 }
    var bucket = bucket(for: hash)
    while buckets[bucket] >= 0 {
      let state = Int(buckets[bucket])
      if members[memberEnds[state - 1]..<memberEnds[state]].elementsEqual(simulation.members) {
        return Int32(state * program.representatives.count)
      }
      bucket = (bucket + 1) & (buckets.count - 1)
    }
    let width = program.representatives.count
    guard memberEnds.count < PatternLimits.cachedStatesMax,
      cells.count + width <= PatternLimits.cachedCellsMax,
      members.count + simulation.members.count <= PatternLimits.cachedMembersMax
    else {
      isFull = true
      return Self.unknown
    }
    buckets[bucket] = Int32(memberEnds.count)
    return add(&simulation, atBegin: false)
  }

  @discardableResult
  private mutating func add(_ simulation: inout PatternSimulation, atBegin: Bool) -> Int32 {
    let row = Int32(cells.count)
    cells += repeatElement(Self.unknown, count: program.representatives.count)
    members += simulation.members
    memberEnds.append(members.count)
    acceptsAtEnd.append(simulation.end(program, atBegin: atBegin))
    return row
  }

  private func bucket(for hash: UInt64) -> Int {
    Int(truncatingIfNeeded: (hash ^ hash >> 32) & UInt64(buckets.count - 1))
  }

  private mutating func rehash() {
    let count = max(64, buckets.count * 2)
    buckets.removeAll(keepingCapacity: true)
    buckets += repeatElement(-1, count: count)
    for state in 1..<max(1, memberEnds.count) {
      var hash: UInt64 = 0xCBF2_9CE4_8422_2325
      for member in members[memberEnds[state - 1]..<memberEnds[state]] {
        hash = (hash ^ UInt64(member)) &* 0x100_0000_01B3
      }
      var bucket = bucket(for: hash)
      while buckets[bucket] >= 0 { bucket = (bucket + 1) & (buckets.count - 1) }
      buckets[bucket] = Int32(state)
    }
  }
}
