import Bytes

extension DirectIssuer {
  /// Keeps what a column gave.
  @inline(__always)
  mutating func keepFed(_ bytes: UnsafePointer<UInt8>, _ count: Int) {
    JSONWriter.appendRaw(unsafe UnsafeBufferPointer(start: bytes, count: count).span, to: &row.fed)
  }

  /// Whether the row has something that a ledger can know it by, if one wants to.
  var hasIdentity: Bool {
    guard isRemembering else { return true }
    let count = program.compiled.memory?.identity.count ?? 0
    return program.remembered[..<count].contains { memory.isPresent($0) }
  }

  /// What a ledger may know of the row that was issued last.
  package mutating func memo(_ digester: RowDigester) -> RowMemo? {
    row.begin()
    for key in program.remembered {
      let start = row.values.count
      if memory.isPresent(key) {
        let piece = unsafe memory.values[key]
        JSONWriter.appendRaw(
          unsafe UnsafeBufferPointer(start: piece.bytes, count: piece.count).span,
          to: &row.values)
      }
      row.ranges.append(start..<row.values.count)
    }
    var bits: UInt64 = 0
    for effect in effects { bits |= 1 << UInt64(effect) }
    let scope: [UInt8] = []
    return digester.memo(of: row, scope: scope.span, effects: bits)
  }
}
