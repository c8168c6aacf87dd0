/// Writes a parsed pattern out as an automaton, last part first, so that each part knows what follows.
struct PatternCompiler {
  private typealias State = PatternProgram.State

  private var states: [PatternProgram.State] = []
  private var edges: [PatternProgram.Edge] = []
  private var expansion = 0

  private init() {}

  static func compile(_ node: PatternNode) throws(PatternError) -> PatternProgram {
    var compiler = PatternCompiler()
    let accept = try compiler.append(State(kind: .accept, first: 0, second: 0), at: 0)
    let start = try compiler.emit(node, then: accept, at: 0)
    return PatternProgram(states: compiler.states, edges: compiler.edges, start: start)
  }

  private static func tooLarge(at offset: Int) -> PatternError {
    PatternError(
      message: "the pattern needs more than \(PatternLimits.statesMax) states once its repetitions "
        + "are written out; use smaller repetitions",
      offset: offset)
  }

  private mutating func append(
    _ state: PatternProgram.State, at offset: Int
  ) throws(PatternError) -> Int32 {
    guard states.count < PatternLimits.statesMax else { throw Self.tooLarge(at: offset) }
    states.append(state)
    return Int32(states.count - 1)
  }

  /// Writes `node` so that it goes on at `next`; returns where it begins. `offset` is the outermost
  /// repetition around it, the one to blame for the size.
  private mutating func emit(
    _ node: PatternNode, then next: Int32, at offset: Int
  ) throws(PatternError) -> Int32 {
    expansion += 1
    guard expansion <= PatternLimits.expansionMax else { throw Self.tooLarge(at: offset) }
    switch node {
    case .empty: return next
    case .begin: return try append(State(kind: .begin, first: next, second: 0), at: offset)
    case .end: return try append(State(kind: .end, first: next, second: 0), at: offset)
    case .scalar(let tree): return try emit(tree, then: next, at: offset)
    case .sequence(let parts):
      var following = next
      for part in parts.reversed() { following = try emit(part, then: following, at: offset) }
      return following
    case .choice(let branches):
      var entry: Int32?
      for branch in branches.reversed() {
        let start = try emit(branch, then: next, at: offset)
        entry =
          try entry.map { (other: Int32) throws(PatternError) -> Int32 in
            try append(State(kind: .split, first: start, second: other), at: offset)
          } ?? start
      }
      return entry ?? next
    case .repetition(let part, let minimum, let maximum, let own):
      let blamed = offset == 0 ? own : offset
      return try emit(part, minimum, maximum, then: next, at: blamed)
    }
  }

  private mutating func emit(
    _ part: PatternNode, _ minimum: Int, _ maximum: Int?, then next: Int32, at offset: Int
  ) throws(PatternError) -> Int32 {
    var entry = next
    if let maximum {
      for _ in minimum..<maximum {
        let start = try emit(part, then: entry, at: offset)
        entry = try append(State(kind: .split, first: start, second: next), at: offset)
      }
    } else {
      let loop = try append(State(kind: .split, first: next, second: next), at: offset)
      states[Int(loop)].first = try emit(part, then: loop, at: offset)
      entry = loop
    }
    for _ in 0..<minimum { entry = try emit(part, then: entry, at: offset) }
    return entry
  }

  private mutating func emit(
    _ tree: ByteTree, then next: Int32, at offset: Int
  ) throws(PatternError) -> Int32 {
    let base = Int32(states.count)
    for node in tree.nodes {
      let first = Int32(edges.count)
      guard edges.count + node.count <= PatternLimits.edgesMax else {
        throw Self.tooLarge(at: offset)
      }
      for edge in node {
        let target = edge.target == ByteTree.accepted ? next : base + Int32(edge.target)
        edges.append(PatternProgram.Edge(low: edge.low, high: edge.high, target: target))
      }
      _ = try append(State(kind: .byte, first: first, second: Int32(edges.count)), at: offset)
    }
    return base
  }
}
