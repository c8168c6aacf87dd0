/// The columns of a batch in order of first appearance. Names are compared as UTF-8 bytes.
package struct ColumnTable: Sendable {
  /// All names back to back, and where each stands.
  package private(set) var text: [UInt8] = []
  package private(set) var ranges: [Range<Int>] = []
  /// For each name, whether a JSON string literal can spell it without an escape.
  private var isPlain: [Bool] = []
  /// Open addressing over a power of two of slots; a slot holds a column's index, or -1.
  private var slots = [Int32](repeating: -1, count: 64)

  package init() {}

  /// How many columns there are; of a name that a header lists twice, both count.
  package var count: Int { ranges.count }

  /// The bytes of a column's name, copied.
  package func name(_ index: Int) -> [UInt8] { Array(text[ranges[index]]) }

  /// The name as text, ill-formed bytes replaced: for messages only.
  package func displayName(_ index: Int) -> String {
    String(decoding: text[ranges[index]], as: Unicode.UTF8.self)
  }

  /// The index of the first column with this name.
  package func index(of name: Span<UInt8>) -> Int? {
    let slot = slots[slotIndex(of: name)]
    return slot < 0 ? nil : Int(slot)
  }

  /// Adds a column. Of two with one name, `index(of:)` goes on finding the first.
  package mutating func append(_ name: [UInt8]) {
    if (count + 1) * 2 > slots.count { grow() }
    let slot = slotIndex(of: name.span)
    if slots[slot] < 0 { slots[slot] = Int32(truncatingIfNeeded: count) }
    ranges.append(text.count..<(text.count + name.count))
    text.append(contentsOf: name)
    isPlain.append(!name.contains { $0 < 0x20 || $0 == 0x22 || $0 == 0x5C })
  }

  /// The table of the first `count` columns.
  package func prefix(_ count: Int) -> ColumnTable {
    var table = ColumnTable()
    for index in 0..<count { table.append(name(index)) }
    return table
  }

  /// The offset behind the string literal at `start` if it spells this column's name without
  /// escapes; else `start`.
  func endOfLiteral(_ source: Span<UInt8>, at start: Int, ifColumn column: Int) -> Int {
    guard isPlain[column] else { return start }
    let end = start + ranges[column].count + 1
    guard end < source.count, source[end] == CSVByte.quote,
      isName(column, source.extracting((start + 1)..<end))
    else { return start }
    return end + 1
  }

  /// The slot that holds the name, or the free one where it belongs.
  private func slotIndex(of name: Span<UInt8>) -> Int {
    let mask = slots.count - 1
    var slot = Int(truncatingIfNeeded: Self.hash(name)) & mask
    while slots[slot] >= 0 && !isName(Int(slots[slot]), name) { slot = (slot + 1) & mask }
    return slot
  }

  private mutating func grow() {
    slots = [Int32](repeating: -1, count: slots.count * 2)
    for (index, range) in ranges.enumerated() {
      let slot = slotIndex(of: text.span.extracting(range))
      if slots[slot] < 0 { slots[slot] = Int32(truncatingIfNeeded: index) }
    }
  }

  private func isName(_ column: Int, _ name: Span<UInt8>) -> Bool {
    let range = ranges[column]
    guard range.count == name.count else { return false }
    for step in name.indices where text[range.lowerBound + step] != name[step] { return false }
    return true
  }

  /// FNV-1a with a last mixing step; `columnsMax` bounds what crafted collisions can cost.
  private static func hash(_ name: Span<UInt8>) -> UInt64 {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for index in name.indices { hash = (hash ^ UInt64(name[index])) &* 0x100_0000_01B3 }
    return hash ^ hash >> 32
  }
}
