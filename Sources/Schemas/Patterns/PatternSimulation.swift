/// A set of automaton states, advanced byte by byte. Serves as the slow way to match, and builds the
/// fast way's tables.
struct PatternSimulation: Sendable {
  /// The states of kinds `byte` and `end`; whatever leads to them has been followed.
  private(set) var members: [Int32] = []
  /// Whether acceptance has been reached.
  private(set) var hasAccepted = false

  private var previous: [Int32] = []
  private var pending: [Int32] = []
  /// A state is in the set when its mark is the current generation.
  private var marks: [UInt32] = []
  private var generation: UInt32 = 0

  /// The set before the first byte.
  mutating func begin(_ program: PatternProgram) {
    clear(program)
    follow(program.start, program, atBegin: true, atEnd: false)
  }

  /// Takes up a set that was read from `members` before.
  mutating func load(_ saved: ArraySlice<Int32>) {
    members.removeAll(keepingCapacity: true)
    members.append(contentsOf: saved)
  }

  /// Advances by one byte, and lets a new match begin behind it.
  mutating func step(_ byte: UInt8, _ program: PatternProgram) {
    swap(&members, &previous)
    clear(program)
    for index in previous.indices {
      let state = program.states[Int(previous[index])]
      guard state.kind == .byte else { continue }
      for edge in Int(state.first)..<Int(state.second) {
        let edge = program.edges[edge]
        guard edge.low <= byte, byte <= edge.high else { continue }
        follow(edge.target, program, atBegin: false, atEnd: false)
        break
      }
    }
    if !hasAccepted { follow(program.start, program, atBegin: false, atEnd: false) }
  }

  /// Whether the set accepts when the text ends here. Spends the set.
  mutating func end(_ program: PatternProgram, atBegin: Bool) -> Bool {
    swap(&members, &previous)
    clear(program)
    for index in previous.indices {
      let member = previous[index]
      guard program.states[Int(member)].kind == .end else { continue }
      follow(member, program, atBegin: atBegin, atEnd: true)
    }
    return hasAccepted
  }

  /// Brings equal sets into one form.
  mutating func sort() {
    members.sort()
  }

  private mutating func clear(_ program: PatternProgram) {
    members.removeAll(keepingCapacity: true)
    hasAccepted = false
    if marks.count < program.states.count {
      marks += repeatElement(0, count: program.states.count - marks.count)
    }
    if generation == .max {
      for index in marks.indices { marks[index] = 0 }
      generation = 0
    }
    generation += 1
  }

  /// Adds what can be reached from `state` without reading a byte.
  private mutating func follow(
    _ state: Int32, _ program: PatternProgram, atBegin: Bool, atEnd: Bool
  ) {
    pending.append(state)
    while let index = pending.popLast() {
      guard marks[Int(index)] != generation else { continue }
      marks[Int(index)] = generation
      let state = program.states[Int(index)]
      switch state.kind {
      case .byte: members.append(index)
      case .accept: hasAccepted = true
      case .begin: if atBegin { pending.append(state.first) }
      case .end: if atEnd { pending.append(state.first) } else { members.append(index) }
      case .split:
        pending.append(state.second)
        pending.append(state.first)
      }
    }
  }
}
