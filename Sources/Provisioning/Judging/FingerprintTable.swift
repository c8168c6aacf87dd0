import Bytes

/// Remembers which values a batch has shown, in 16 bytes a value and never the values themselves.
///
/// A value is known by 96 bits of a keyed SipHash, so that two different values are taken for one
/// less than once in 10^15 batches of ten million rows.
package struct FingerprintTable {
  private struct Entry {
    var high: UInt64 = 0
    var low: UInt32 = 0
    /// The row that showed the value, or 0 for a free place. Rows beyond 32 bits share the largest
    /// number: the duplicate is still found, and its message names that row.
    var row: UInt32 = 0
  }

  private let hash: SipHash
  private var entries: [Entry]
  package private(set) var count = 0

  /// - Parameter key: 16 random bytes; another key in each run keeps hostile batches from
  ///   choosing values that collide.
  package init(key: [UInt8]) {
    precondition(key.count == 16, "A SipHash key has 16 bytes.")
    hash = SipHash(key: key)
    entries = Array(repeating: Entry(), count: 1_024)
  }

  /// What a value is known by.
  package struct Fingerprint: Sendable {
    fileprivate let high: UInt64
    fileprivate let low: UInt32
  }

  package func fingerprint(_ value: Span<UInt8>) -> Fingerprint {
    let (first, second) = hash.digest(value)
    return Fingerprint(high: first, low: UInt32(truncatingIfNeeded: second))
  }

  /// The row that showed the value before, if one did.
  package func row(showing value: Fingerprint) -> Int? {
    let row = entries[place(of: value)].row
    return row == 0 ? nil : Int(row)
  }

  /// Adds a value that `row` shows and that no row showed before.
  package mutating func insert(_ value: Fingerprint, row: Int) {
    if (count + 1) * 4 > entries.count * 3 { grow() }
    entries[place(of: value)] = Entry(high: value.high, low: value.low, row: UInt32(clamping: row))
    count += 1
  }

  /// Where the value stands, or the free place where it belongs.
  private func place(of value: Fingerprint) -> Int {
    let mask = entries.count - 1
    var place = Int(truncatingIfNeeded: value.high) & mask
    while entries[place].row != 0 {
      if entries[place].high == value.high && entries[place].low == value.low { break }
      place = (place + 1) & mask
    }
    return place
  }

  private mutating func grow() {
    let old = entries
    entries = Array(repeating: Entry(), count: old.count * 2)
    let mask = entries.count - 1
    for entry in old where entry.row != 0 {
      var place = Int(truncatingIfNeeded: entry.high) & mask
      while entries[place].row != 0 { place = (place + 1) & mask }
      entries[place] = entry
    }
  }
}
