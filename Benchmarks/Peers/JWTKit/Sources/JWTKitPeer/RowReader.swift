/// Reads the rows of a CSV file; a malformed one is nil inside the optional.
struct RowReader {
  private let bytes: [UInt8]
  private var at = 0
  private var columns = 0

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  private func isEnd(_ index: Int) -> Bool {
    index >= bytes.count || bytes[index] == 44 || bytes[index] == 10 || bytes[index] == 13
  }

  mutating func next() -> [[UInt8]]?? {
    while at < bytes.count, bytes[at] == 10 || bytes[at] == 13 { at += 1 }
    guard at < bytes.count else { return nil }
    let start = at
    var cells: [[UInt8]] = []
    var isGood = true
    while true {
      var cell: [UInt8] = []
      if at < bytes.count, bytes[at] == 34 {
        isGood = readQuoted(&cell) && isGood
      } else {
        let from = at
        while !isEnd(at) {
          if bytes[at] == 34 { isGood = false }
          at += 1
        }
        cell = Array(bytes[from..<at])
      }
      cells.append(cell)
      guard at < bytes.count, bytes[at] == 44 else { break }
      at += 1
    }
    let raw = bytes[start..<at]
    at += 1
    if columns == 0 { columns = cells.count }
    if cells.count != columns || raw.contains(0) { isGood = false }
    if raw.contains(where: { $0 >= 0x80 }), String(validating: raw, as: UTF8.self) == nil {
      isGood = false
    }
    return .some(isGood ? cells : nil)
  }

  private mutating func readQuoted(_ cell: inout [UInt8]) -> Bool {
    at += 1
    while true {
      guard let quote = bytes[at...].firstIndex(of: 34) else {
        at = bytes.count
        return false
      }
      cell += bytes[at..<quote]
      at = quote + 1
      guard at < bytes.count, bytes[at] == 34 else { break }
      cell.append(34)
      at += 1
    }
    let isGood = isEnd(at)
    while !isEnd(at) { at += 1 }
    return isGood
  }
}
