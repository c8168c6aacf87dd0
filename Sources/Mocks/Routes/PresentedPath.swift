/// The path of a platform's URL with what is not known left open.
struct PresentedPath: Sendable {
  enum Piece: Sendable, Hashable {
    case literal([UInt8])
    /// Anything within one segment, and not nothing.
    case part
    /// Anything, slashes too.
    case rest
    case token
  }

  let pieces: [Piece]

  /// What was found in a path that fits.
  struct Match { var token: [UInt8]? }

  /// Holds a decoded path against the pattern. What is open reaches up to the first place at which the
  /// literal behind it stands.
  func match(_ path: [UInt8]) -> Match? {
    var match = Match()
    var position = 0
    for (index, piece) in pieces.enumerated() {
      if case .literal(let bytes) = piece {
        guard path[position...].starts(with: bytes) else { return nil }
        position += bytes.count
        continue
      }
      let end = end(of: index, in: path, from: position)
      let found = path[position..<end]
      switch piece {
      case .part, .token:
        guard !found.isEmpty, !found.contains(UInt8(ascii: "/")) else { return nil }
        if piece == .token { match.token = Array(found) }
      case .rest, .literal: break
      }
      position = end
    }
    return position == path.count ? match : nil
  }

  private func end(of index: Int, in path: [UInt8], from start: Int) -> Int {
    guard index + 1 < pieces.count else { return path.count }
    guard case .literal(let next) = pieces[index + 1] else { return start }
    return (start..<path.count).first { path[$0...].starts(with: next) } ?? path.count
  }
}
