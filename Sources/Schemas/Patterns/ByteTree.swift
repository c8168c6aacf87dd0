/// The UTF-8 forms of a set of code points, as a small automaton over bytes.
///
/// It only ever reads valid UTF-8, so byte sequences that are not UTF-8 are "don't care": ranges are
/// widened over them, which makes `.` and negated classes a handful of nodes instead of dozens.
struct ByteTree: Sendable, Equatable {
  /// Bytes `low...high` lead to a node, or to acceptance.
  struct Edge: Sendable, Equatable {
    var low: UInt8
    var high: UInt8
    var target: Int
  }

  /// The target that means the whole code point has been read.
  static let accepted = -1

  /// Node 0 is the root. A node refers to earlier nodes only through its edges.
  private(set) var nodes: [[Edge]] = [[]]
  /// Nodes already built, by what remains to be matched; lets equal tails share one node.
  private var shared: [(level: Int, ranges: [ClosedRange<UInt32>], node: Int)] = []

  init(_ set: ScalarSet) {
    var root: [Edge] = []
    for range in Self.clip(set.ranges, to: 0...0x7F) {
      root.append(
        Edge(low: UInt8(range.lowerBound), high: UInt8(range.upperBound), target: Self.accepted))
    }
    addLeads(of: set, from: 0x80...0x7FF, lead: 0xC0, tail: 1, to: &root)
    addLeads(of: set, from: 0x800...0xFFFF, lead: 0xE0, tail: 2, to: &root)
    addLeads(of: set, from: 0x1_0000...0x10_FFFF, lead: 0xF0, tail: 3, to: &root)
    nodes[0] = root
    shared = []
  }

  static func == (left: ByteTree, right: ByteTree) -> Bool {
    left.nodes == right.nodes
  }

  /// Adds the edges for code points that take `tail` continuation bytes.
  private mutating func addLeads(
    of set: ScalarSet, from span: ClosedRange<UInt32>, lead: UInt8, tail: Int, to root: inout [Edge]
  ) {
    var ranges = Self.clip(set.ranges, to: span)
    guard let first = ranges.first, let last = ranges.last else { return }
    let isFromStart = first.lowerBound == span.lowerBound
    let isToEnd = last.upperBound == ScalarSet.lastScalar
    // Surrogates have no UTF-8 form: count them in with their neighbours.
    if ranges.contains(where: { $0.contains(0xD7FF) || $0.contains(0xE000) }) {
      ranges = ScalarSet(ranges + [0xD800...0xDFFF]).ranges
    }
    if isFromStart { ranges[0] = 0...ranges[0].upperBound }
    if isToEnd { ranges[ranges.count - 1] = ranges[ranges.count - 1].lowerBound...0x1F_FFFF }
    let leadMax: UInt32 = tail == 1 ? 0x1F : tail == 2 ? 0x0F : 0x07
    root += edges(for: ranges, digitMax: leadMax, level: tail, firstByte: lead)
  }

  /// One node's edges: digit by digit in base 64, equal neighbours joined.
  private mutating func edges(
    for ranges: [ClosedRange<UInt32>], digitMax: UInt32, level: Int, firstByte: UInt8
  ) -> [Edge] {
    var edges: [Edge] = []
    let width = UInt32(1) << UInt32(6 * level)
    for digit in 0...digitMax {
      let start = digit * width
      let inside = Self.clip(ranges, to: start...(start + width - 1)).map {
        ($0.lowerBound - start)...($0.upperBound - start)
      }
      guard !inside.isEmpty else { continue }
      let target = node(for: inside, level: level)
      let byte = firstByte + UInt8(digit)
      if let last = edges.last, last.target == target, last.high + 1 == byte {
        edges[edges.count - 1].high = byte
      } else {
        edges.append(Edge(low: byte, high: byte, target: target))
      }
    }
    return edges
  }

  private mutating func node(for ranges: [ClosedRange<UInt32>], level: Int) -> Int {
    if level == 0 { return Self.accepted }
    if let known = shared.first(where: { $0.level == level && $0.ranges == ranges }) {
      return known.node
    }
    let edges = edges(for: ranges, digitMax: 0x3F, level: level - 1, firstByte: 0x80)
    nodes.append(edges)
    shared.append((level, ranges, nodes.count - 1))
    return nodes.count - 1
  }

  private static func clip(
    _ ranges: [ClosedRange<UInt32>], to span: ClosedRange<UInt32>
  ) -> [ClosedRange<UInt32>] {
    ranges.compactMap { $0.overlaps(span) ? $0.clamped(to: span) : nil }
  }
}
