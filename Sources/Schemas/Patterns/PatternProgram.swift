/// A compiled pattern: a nondeterministic automaton over bytes. Immutable, shared by every copy of the
/// pattern and every thread.
final class PatternProgram: Sendable {
  enum Kind: UInt8, Sendable {
    /// Reads one byte along one of the edges `first..<second`.
    case byte
    /// Goes on at `first` and at `second`.
    case split
    /// Goes on at `first` when at the beginning of the text.
    case begin
    /// Goes on at `first` when at the end of the text.
    case end
    case accept
  }

  struct State: Sendable {
    var kind: Kind
    var first: Int32
    var second: Int32
  }

  struct Edge: Sendable {
    var low: UInt8
    var high: UInt8
    var target: Int32
  }

  let states: [State]
  let edges: [Edge]
  let start: Int32
  /// The class of each byte; bytes of one class are told apart by no edge.
  let classes: [UInt8]
  /// One byte of each class.
  let representatives: [UInt8]

  init(states: [State], edges: [Edge], start: Int32) {
    self.states = states
    self.edges = edges
    self.start = start
    var isBoundary = [Bool](repeating: false, count: 257)
    for edge in edges {
      isBoundary[Int(edge.low)] = true
      isBoundary[Int(edge.high) + 1] = true
    }
    var classes: [UInt8] = []
    var representatives: [UInt8] = [0]
    for byte in 0...255 {
      if byte > 0, isBoundary[byte] { representatives.append(UInt8(byte)) }
      classes.append(UInt8(representatives.count - 1))
    }
    self.classes = classes
    self.representatives = representatives
  }
}
