/// The candidate that a misspelt `name` most likely means; `nil` when none is near.
///
/// A candidate that differs in case only comes first. Else it is the one that takes the fewest
/// insertions, deletions, replacements and swaps of neighbours (optimal string alignment), at
/// most a third of the name's length and at least one; the earlier candidate wins a tie.
package func nearest(_ name: String, in candidates: [String]) -> String? {
  let sought = Array(name.lowercased().unicodeScalars)
  guard !sought.isEmpty, sought.count <= nearestNameScalarsMax else { return nil }
  var best: (name: String, distance: Int)?
  for candidate in candidates where !candidate.utf8.elementsEqual(name.utf8) {
    let other = Array(candidate.lowercased().unicodeScalars)
    if other == sought { return candidate }
    let most = min(best.map { $0.distance - 1 } ?? Int.max, max(1, sought.count / 3))
    guard abs(other.count - sought.count) <= most else { continue }
    let distance = alignmentDistance(sought, other)
    // A name of which nothing is left is no misspelling.
    guard distance <= most, distance < max(sought.count, other.count) else { continue }
    best = (candidate, distance)
  }
  return best?.name
}

/// Longer names get no suggestion: the work grows with the product of the lengths.
private let nearestNameScalarsMax = 128

private func alignmentDistance(_ left: [Unicode.Scalar], _ right: [Unicode.Scalar]) -> Int {
  var twoBack: [Int] = []
  var previous = Array(0...right.count)
  for (row, scalar) in left.enumerated() {
    var current = [row + 1]
    for (column, other) in right.enumerated() {
      var least = min(
        previous[column + 1] + 1, current[column] + 1, previous[column] + (scalar == other ? 0 : 1))
      if row > 0, column > 0, scalar == right[column - 1], left[row - 1] == other {
        least = min(least, twoBack[column - 1] + 1)
      }
      current.append(least)
    }
    twoBack = previous
    previous = current
  }
  return previous[right.count]
}
