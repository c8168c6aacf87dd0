/// Rows of one batch, a bit for each.
package struct RowSet: Sendable {
  private var words: [UInt64] = []
  package private(set) var count = 0

  package init() {}

  /// - Parameter row: the row's number, from 1 on.
  package mutating func insert(_ row: Int) {
    let (word, bit) = (row >> 6, UInt64(row & 63))
    while words.count <= word { words.append(0) }
    if words[word] >> bit & 1 == 0 { count += 1 }
    words[word] |= 1 << bit
  }

  package func contains(_ row: Int) -> Bool {
    let word = row >> 6
    return word < words.count && words[word] >> UInt64(row & 63) & 1 != 0
  }

  /// How many rows from this one on are in the set, without a gap; at most `countMax`.
  func run(from row: Int, upTo countMax: Int) -> Int {
    var length = 0
    while length < countMax && contains(row + length) { length += 1 }
    return length
  }
}
