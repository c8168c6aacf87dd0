/// What a value is known by: 96 bits of a keyed SipHash, so that two different values are taken for
/// one less than once in 10^15 batches of ten million rows.
package struct Fingerprint: Sendable, Hashable {
  let high: UInt64
  let low: UInt32

  /// The first 96 bits of a hash.
  package init(_ digest: (UInt64, UInt64)) {
    high = digest.0
    low = UInt32(truncatingIfNeeded: digest.1)
  }
}

/// Remembers which values a batch has shown, in 16 bytes a place and never the values themselves. A
/// quarter of the places stay free, and their number doubles when more are needed.
package struct FingerprintTable: Sendable {
  private struct Entry: Sendable {
    var high: UInt64 = 0
    var low: UInt32 = 0
    /// The row that showed the value, or 0 for a free place. Rows beyond 32 bits share the largest
    /// number: the duplicate is still found, and its message names that row.
    var row: UInt32 = 0
  }

  private var entries: [Entry]
  package private(set) var count = 0

  package init() {
    entries = Array(repeating: Entry(), count: 1_024)
  }

  /// Looks where a value belongs and nowhere else. Done for many before they are looked up, the memory
  /// brings all of them at once; one after the other, each would be waited for.
  @inline(__always)
  func touch(_ value: Fingerprint) -> UInt32 {
    entries[Int(truncatingIfNeeded: value.high) & (entries.count - 1)].row
  }

  /// The row that showed the value before, if one did.
  package func row(showing value: Fingerprint) -> Int? {
    let row = entries[place(of: value)].row
    return row == 0 ? nil : Int(row)
  }

  /// Adds a value that `row` shows, unless an earlier row showed it: that one is returned.
  package mutating func insert(_ value: Fingerprint, row: Int) -> Int? {
    if (count + 1) * 4 > entries.count * 3 { grow() }
    let place = place(of: value)
    let first = entries[place].row
    guard first == 0 else { return Int(first) }
    entries[place] = Entry(high: value.high, low: value.low, row: UInt32(clamping: row))
    count += 1
    return nil
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
