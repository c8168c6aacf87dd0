import Bytes
package import CScan

/// Reads JSON records in which all is as it should be and whose keys are known, without copying
/// them: the fields point into the chunk. What is not so plain is left to ``JSONChunkReader``.
@safe package struct PlainJSONReader: ~Copyable {
  /// Longer records are left to the other reader.
  package static let recordBytesMax = 1 << 16
  /// Columns that are looked at for names that come in another order than before, in one record.
  private static let searchMax = 256

  /// Whether the last record has no character beyond ASCII.
  package private(set) var isASCII = true
  /// How many line feeds the last record passed, its own end included.
  package private(set) var lines = 0
  private let isArray: Bool
  private let limits: BatchLimits
  private var reader: JSONReader
  private let columnCount: Int
  /// The literals `"name"` of the columns, back to back.
  private let names: UnsafeMutablePointer<UInt8>
  private let nameEnds: UnsafeMutablePointer<Int>
  /// For each column, and for the record's beginning, the one that came behind it last.
  private let successors: UnsafeMutablePointer<Int>
  /// For each column the record that had it last.
  private let stamps: UnsafeMutablePointer<Int>
  private var stamp = 0
  /// How many columns have been looked at for names of this record that did not come as before.
  private var misses = 0
  /// Texts with escapes, and values in canonical form.
  private let decoded: UnsafeMutablePointer<UInt8>
  private var decodedCount = 0
  private var canonical: [UInt8] = []

  /// - Parameters:
  ///   - isArray: whether records are elements of an array, each with its comma.
  ///   - columns: the keys that are known.
  package init(_ columns: ColumnTable, isArray: Bool, limits: BatchLimits) {
    self.isArray = isArray
    self.limits = limits
    reader = JSONReader(
      limits: JSONLimits(depthMax: limits.depthMax - 1, membersMax: limits.membersMax))
    columnCount = columns.count
    let slack = scan_slack
    unsafe names = .allocate(capacity: columns.text.count + 2 * columnCount + slack)
    unsafe nameEnds = .allocate(capacity: columnCount + 1)
    unsafe successors = .allocate(capacity: columnCount + 1)
    unsafe stamps = .allocate(capacity: columnCount + 1)
    unsafe decoded = .allocate(capacity: 2 * Self.recordBytesMax + slack)
    var end = 0
    for column in 0..<columnCount {
      var literal: [UInt8] = []
      let name = columns.name(column)
      JSONWriter.appendString(name.span, to: &literal)
      // A name with escapes has several spellings: it is never met here.
      if literal.count != name.count + 2 { literal = [] }
      for byte in literal {
        unsafe names[end] = byte
        end += 1
      }
      unsafe nameEnds[column] = end
      unsafe successors[column] = column + 1 < columnCount ? column + 1 : 0
      unsafe stamps[column] = 0
    }
    unsafe successors[columnCount] = 0
  }

  deinit {
    unsafe names.deallocate()
    unsafe nameEnds.deallocate()
    unsafe successors.deallocate()
    unsafe stamps.deallocate()
    unsafe decoded.deallocate()
  }

  /// Reads the record at `position` into one field for each column and moves behind it and its line
  /// end or comma.
  ///
  /// - Parameter text: the chunk, behind whose end ``scan_slack`` bytes may be read.
  /// - Returns: false, with `position` as it was, where the record is not plain or not there.
  package mutating func next(
    _ text: UnsafePointer<UInt8>, _ count: Int, at position: inout Int,
    into fields: UnsafeMutablePointer<scan_field>
  ) -> Bool {
    let start = isArray ? unsafe skipBlank(text, count, position) : position
    let limit = min(count, start + min(Self.recordBytesMax, limits.recordBytesMax))
    guard start < limit, unsafe text[start] == UInt8(ascii: "{"), columnCount > 0 else {
      return false
    }
    for column in 0..<columnCount { unsafe fields[column].kind = 0 }
    isASCII = true
    decodedCount = 0
    stamp += 1
    misses = 0
    var index = start + 1
    var column = columnCount
    while true {
      index = unsafe skipBlank(text, limit, index)
      guard index < limit, let named = unsafe findName(text, limit, index, after: column) else {
        return false
      }
      column = named.column
      index = unsafe skipBlank(text, limit, named.end)
      guard index < limit, unsafe text[index] == UInt8(ascii: ":") else { return false }
      index = unsafe skipBlank(text, limit, index + 1)
      guard let end = unsafe readValue(text, limit, index, &fields[column]) else { return false }
      index = unsafe skipBlank(text, limit, end)
      guard index < limit else { return false }
      if unsafe text[index] == UInt8(ascii: "}") { break }
      guard unsafe text[index] == UInt8(ascii: ",") else { return false }
      index += 1
    }
    guard let end = unsafe endOfRecord(text, count, index + 1) else { return false }
    lines = isArray ? unsafe Self.lineFeeds(text, position..<end) : 1
    position = end
    return true
  }

  /// The offset behind the record's line end, or its comma.
  private func endOfRecord(_ text: UnsafePointer<UInt8>, _ count: Int, _ start: Int) -> Int? {
    if isArray {
      let end = unsafe skipBlank(text, count, start)
      // The last element has no comma; the array's end is the other reader's.
      guard end < count, unsafe text[end] == UInt8(ascii: ",") else { return nil }
      return end + 1
    }
    var index = start
    if index < count, unsafe text[index] == CSVByte.carriageReturn { index += 1 }
    guard index < count, unsafe text[index] == CSVByte.lineFeed else { return nil }
    return index + 1
  }

  private static func lineFeeds(_ text: UnsafePointer<UInt8>, _ range: Range<Int>) -> Int {
    let bytes = unsafe UnsafeBufferPointer(start: text + range.lowerBound, count: range.count).span
    return ByteSearch.count(CSVByte.lineFeed, in: bytes, 0..<bytes.count)
  }

  /// Skips white space; a line end is none where each line is a record.
  @inline(__always)
  private func skipBlank(_ text: UnsafePointer<UInt8>, _ limit: Int, _ start: Int) -> Int {
    var index = start
    while index < limit, unsafe text[index] <= 0x20 {
      let byte = unsafe text[index]
      guard byte == 0x20 || byte == 0x09 || isArray && JSONReader.isBlank(byte) else { break }
      index += 1
    }
    return index
  }

  // MARK: Names

  /// The column that the literal at `start` names, if it has not been there yet.
  private mutating func findName(
    _ text: UnsafePointer<UInt8>, _ limit: Int, _ start: Int, after last: Int
  ) -> (column: Int, end: Int)? {
    var column = unsafe successors[last]
    var end = unsafe endOfName(text, limit, start, column)
    if end == 0 {
      // Keys in ever another order are found sooner by the other reader, which knows them by hash.
      misses += columnCount
      guard misses <= Self.searchMax else { return nil }
      column = 0
      while column < columnCount {
        end = unsafe endOfName(text, limit, start, column)
        if end > 0 { break }
        column += 1
      }
      guard end > 0 else { return nil }
      unsafe successors[last] = column
    }
    guard unsafe stamps[column] != stamp else { return nil }
    unsafe stamps[column] = stamp
    return (column, end)
  }

  /// The offset behind the literal at `start`, if it spells the column's name; else 0.
  @inline(__always)
  private func endOfName(
    _ text: UnsafePointer<UInt8>, _ limit: Int, _ start: Int, _ column: Int
  ) -> Int {
    let first = column == 0 ? 0 : unsafe nameEnds[column - 1]
    let count = unsafe nameEnds[column] - first
    guard count > 0, start + count <= limit else { return 0 }
    for step in 0..<count where unsafe text[start + step] != names[first + step] { return 0 }
    return start + count
  }

  // MARK: Values

  private mutating func readValue(
    _ text: UnsafePointer<UInt8>, _ limit: Int, _ start: Int, _ field: inout scan_field
  ) -> Int? {
    guard start < limit else { return nil }
    let byte = unsafe text[start]
    if byte == CSVByte.quote { return unsafe readText(text, limit, start, &field) }
    if byte &- 0x30 < 10 || byte == UInt8(ascii: "-") {
      if let end = unsafe Self.endOfInteger(text, limit, start) {
        unsafe field = scan_field(
          bytes: text + start, count: UInt32(truncatingIfNeeded: end - start), kind: 3)
        return end - start <= limits.fieldBytesMax ? end : nil
      }
    }
    if byte == UInt8(ascii: "["), limits.depthMax >= 2,
      let end = unsafe endOfPlainArray(text, limit, start)
    {
      unsafe field = scan_field(
        bytes: text + start, count: UInt32(truncatingIfNeeded: end - start), kind: 3)
      return end - start <= limits.fieldBytesMax ? end : nil
    }
    return unsafe readOther(text, limit, start, &field)
  }

  /// The end of an integer literal; nil where it is something else.
  private static func endOfInteger(
    _ text: UnsafePointer<UInt8>, _ limit: Int, _ start: Int
  ) -> Int? {
    let first = unsafe text[start] == UInt8(ascii: "-") ? start + 1 : start
    var index = first
    while index < limit, unsafe text[index] &- 0x30 < 10 { index += 1 }
    guard index > first, index < limit, unsafe text[first] != 0x30 || index == first + 1 else {
      return nil
    }
    let behind = unsafe text[index]
    let isMore = behind == UInt8(ascii: ".") || behind | 0x20 == UInt8(ascii: "e")
    return isMore ? nil : index
  }

  /// The end of a list of texts without escapes and of integers, which has no white space and is
  /// canonical as it stands; nil where it is something else.
  private func endOfPlainArray(
    _ text: UnsafePointer<UInt8>, _ limit: Int, _ start: Int
  ) -> Int? {
    var index = start + 1
    guard index < limit else { return nil }
    if unsafe text[index] == UInt8(ascii: "]") { return index + 1 }
    while index < limit {
      if unsafe text[index] == CSVByte.quote {
        var odd: UInt32 = 0
        let stop = unsafe scan_string(text, index + 1, limit, &odd)
        guard odd == 0, stop < limit, unsafe text[stop] == CSVByte.quote else { return nil }
        index = stop + 1
      } else {
        guard let end = unsafe Self.endOfInteger(text, limit, index) else { return nil }
        index = end
      }
      guard index < limit else { return nil }
      if unsafe text[index] == UInt8(ascii: "]") { return index + 1 }
      guard unsafe text[index] == UInt8(ascii: ",") else { return nil }
      index += 1
    }
    return nil
  }

  private mutating func readText(
    _ text: UnsafePointer<UInt8>, _ limit: Int, _ start: Int, _ field: inout scan_field
  ) -> Int? {
    var odd: UInt32 = 0
    let stop = unsafe scan_string(text, start + 1, limit, &odd)
    guard stop < limit else { return nil }
    if odd != 0 {
      isASCII = false
      let bytes = unsafe UnsafeBufferPointer(start: text + start + 1, count: stop - start - 1).span
      guard UTF8Bytes.firstInvalid(bytes) == nil else { return nil }
    }
    guard unsafe text[stop] == CSVByte.quote else {
      return unsafe text[stop] == UInt8(ascii: "\\")
        ? unsafe readEscaped(text, limit, start, &field) : nil
    }
    let count = stop - start - 1
    guard count <= limits.fieldBytesMax else { return nil }
    unsafe field = scan_field(
      bytes: text + start + 1, count: UInt32(truncatingIfNeeded: count), kind: 2)
    return stop + 1
  }

  private mutating func readEscaped(
    _ text: UnsafePointer<UInt8>, _ limit: Int, _ start: Int, _ field: inout scan_field
  ) -> Int? {
    isASCII = false
    let source = unsafe UnsafeBufferPointer(start: text, count: limit).span
    canonical.removeAll(keepingCapacity: true)
    guard let end = try? JSONReader.readText(source, from: start, into: &canonical) else {
      return nil
    }
    return unsafe keep(2, &field) ? end : nil
  }

  /// Reads any other value into its canonical form.
  private mutating func readOther(
    _ text: UnsafePointer<UInt8>, _ limit: Int, _ start: Int, _ field: inout scan_field
  ) -> Int? {
    let source = unsafe UnsafeBufferPointer(start: text, count: limit).span
    canonical.removeAll(keepingCapacity: true)
    guard let end = try? reader.read(source, from: start, into: &canonical) else { return nil }
    // null is no value.
    if unsafe text[start] == UInt8(ascii: "n") { return end }
    isASCII = false
    return unsafe keep(3, &field) ? end : nil
  }

  /// Keeps `canonical` until the record's end.
  private mutating func keep(_ kind: UInt8, _ field: inout scan_field) -> Bool {
    let count = canonical.count
    guard count <= limits.fieldBytesMax, decodedCount + count <= 2 * Self.recordBytesMax else {
      return false
    }
    let place = unsafe decoded + decodedCount
    for index in 0..<count { unsafe place[index] = canonical[index] }
    decodedCount += count
    unsafe field = scan_field(bytes: place, count: UInt32(truncatingIfNeeded: count), kind: kind)
    return true
  }
}
