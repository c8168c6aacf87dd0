import Bytes
import CScan
import Schemas

extension DirectIssuer {
  /// Room that a value needs beyond six bytes for each of its own.
  private static let spare = 256
  /// Up to here comparing each pair of items is quicker than anything else.
  private static let pairwiseMax = 32

  /// Writes the value as canonical JSON.
  ///
  /// - Parameter isFed: set where a column gave it.
  /// - Returns: how many bytes; 0 where it is absent, -1 where only the slow way can tell.
  @inline(__always)
  mutating func make(
    _ value: UnsafePointer<DirectValue>, _ output: UnsafeMutablePointer<UInt8>, room: Int,
    _ isFed: inout Bool
  ) -> Int {
    for index in unsafe value.pointee.columns {
      let field = unsafe memory.fields + memory.columns[index]
      guard unsafe field.pointee.kind != 0 else { continue }
      let count = unsafe read(value, field, output, room: room)
      if unsafe count > 0 && value.pointee.isWatched { unsafe keep(value, output, count) }
      isFed = true
      return count
    }
    return unsafe makeOrigin(value, output, room: room)
  }

  /// Remembers where the value stands.
  @inline(__always)
  private func keep(
    _ value: UnsafePointer<DirectValue>, _ output: UnsafeMutablePointer<UInt8>, _ count: Int
  ) {
    let key = unsafe value.pointee.key
    unsafe memory.values[key] = DirectMemory.Piece(bytes: UnsafePointer(output), count: count)
    memory.setPresent(key)
  }

  // MARK: From a column

  private mutating func read(
    _ value: UnsafePointer<DirectValue>, _ field: UnsafePointer<scan_field>,
    _ output: UnsafeMutablePointer<UInt8>, room: Int
  ) -> Int {
    let count = Int(unsafe field.pointee.count)
    guard count &* 6 &+ Self.spare <= room, let bytes = unsafe field.pointee.bytes else {
      return -1
    }
    let kind = unsafe field.pointee.kind
    if unsafe value.pointee.isSecret {
      // The word that stands in the place of a secret begins so.
      guard count > 0, unsafe bytes[0] != UInt8(ascii: "<") else { return -1 }
    }
    if unsafe value.pointee.clearCount == count && count > 0 && kind == 1 { return -1 }
    if kind == 3 { return unsafe copyJSON(value, bytes, count, output) }
    switch unsafe value.pointee.kind {
    case .text: return unsafe writeText(value, bytes, count, output)
    case .integer: return kind == 1 ? unsafe writeInteger(value, bytes, count, output) : -1
    case .boolean: return kind == 1 ? unsafe writeBoolean(value, bytes, count, output) : -1
    case .list: return kind == 1 ? unsafe writeList(value, bytes, count, output) : -1
    case .structure: return -1
    }
  }

  /// Whether the schema itself holds for what was written.
  private mutating func isValid(
    _ value: UnsafePointer<DirectValue>, _ output: UnsafePointer<UInt8>, _ count: Int
  ) -> Bool {
    let json = unsafe UnsafeBufferPointer(start: output, count: count).span
    return unsafe validator.isValid(json, schemas[value.pointee.schema])
  }

  private mutating func writeText(
    _ value: UnsafePointer<DirectValue>, _ bytes: UnsafePointer<UInt8>, _ count: Int,
    _ output: UnsafeMutablePointer<UInt8>
  ) -> Int {
    if unsafe value.pointee.isTrimmed && count > 0 {
      guard unsafe bytes[0] > 0x20, unsafe bytes[count - 1] > 0x20 else { return -1 }
    }
    var bytes = unsafe bytes
    if unsafe value.pointee.fold != .none {
      guard let folded = unsafe fold(bytes, count, value.pointee.fold) else { return -1 }
      unsafe bytes = folded
    }
    unsafe output[0] = UInt8(ascii: "\"")
    var end = unsafe 1 + scan_copy_unescaped(output + 1, bytes, count)
    let isPlain = end == count + 1
    if !isPlain { end = unsafe writeEscaped(bytes, end - 1, count, output) }
    unsafe output[end] = UInt8(ascii: "\"")
    end += 1
    let isQuick =
      unsafe value.pointee.quick.isComplete
      && value.pointee.quick.accepts(bytes, count, isASCII: isASCII)
    guard unsafe isQuick || isValid(value, output, end) else { return -1 }
    if unsafe value.pointee.isWatched {
      unsafe memory.texts[value.pointee.key] = DirectMemory.Piece(bytes: bytes, count: count)
    }
    return end
  }

  /// The text with its letters changed; nil where some are beyond ASCII, or there is no room.
  private mutating func fold(
    _ bytes: UnsafePointer<UInt8>, _ count: Int, _ fold: DirectValue.Fold
  ) -> UnsafePointer<UInt8>? {
    guard foldedCount + count <= DirectMemory.rowBytesMax else { return nil }
    let output = unsafe memory.folded + foldedCount
    let first: UInt8 = fold == .lower ? 0x41 : 0x61
    var seen: UInt8 = 0
    for index in 0..<count {
      let byte = unsafe bytes[index]
      seen |= byte
      unsafe output[index] = byte &- first < 26 ? byte ^ 0x20 : byte
    }
    foldedCount += count
    return unsafe seen < 0x80 ? UnsafePointer(output) : nil
  }

  /// Goes on behind the first `done` bytes of a text, byte by byte.
  private mutating func writeEscaped(
    _ bytes: UnsafePointer<UInt8>, _ done: Int, _ count: Int,
    _ output: UnsafeMutablePointer<UInt8>
  ) -> Int {
    var end = done + 1
    for index in done..<count {
      let byte = unsafe bytes[index]
      if byte >= 0x20 && byte != 0x22 && byte != 0x5C {
        unsafe output[end] = byte
        end += 1
      } else {
        work.removeAll(keepingCapacity: true)
        JSONWriter.appendEscape(byte, to: &work)
        end += unsafe copy(work, output + end)
      }
    }
    return end
  }

  private mutating func writeInteger(
    _ value: UnsafePointer<DirectValue>, _ bytes: UnsafePointer<UInt8>, _ count: Int,
    _ output: UnsafeMutablePointer<UInt8>
  ) -> Int {
    guard unsafe Self.isInteger(bytes, count) else { return -1 }
    unsafe scan_copy(output, bytes, count)
    let isQuick = unsafe value.pointee.other.takesInteger(bytes, count)
    return unsafe isQuick || isValid(value, output, count) ? keepText(value, output, count) : -1
  }

  /// Remembers the text of what is no plain text: the inside of a literal without escapes, or the
  /// JSON as it is.
  private func keepText(
    _ value: UnsafePointer<DirectValue>, _ output: UnsafePointer<UInt8>, _ count: Int
  ) -> Int {
    guard unsafe value.pointee.isWatched else { return count }
    let key = unsafe value.pointee.key
    guard unsafe output[0] == UInt8(ascii: "\"") else {
      unsafe memory.texts[key] = DirectMemory.Piece(bytes: output, count: count)
      return count
    }
    var hasEscape = false
    for index in 1..<count where unsafe output[index] == UInt8(ascii: "\\") { hasEscape = true }
    unsafe memory.texts[key] = DirectMemory.Piece(
      bytes: output + 1, count: hasEscape ? -1 : count - 2)
    return count
  }

  private static func isInteger(_ bytes: UnsafePointer<UInt8>, _ count: Int) -> Bool {
    let first = unsafe count > 0 && bytes[0] == UInt8(ascii: "-") ? 1 : 0
    guard count > first, unsafe bytes[first] != 0x30 || count == 1 else { return false }
    for index in first..<count where unsafe bytes[index] &- 0x30 >= 10 { return false }
    return true
  }

  private mutating func writeBoolean(
    _ value: UnsafePointer<DirectValue>, _ bytes: UnsafePointer<UInt8>, _ count: Int,
    _ output: UnsafeMutablePointer<UInt8>
  ) -> Int {
    let isTrue = unsafe count == 4 && scan_word(bytes) & 0xFFFF_FFFF == 0x6575_7274
    let isFalse = unsafe count == 5 && scan_word(bytes) & 0xFF_FFFF_FFFF == 0x65_736C_6166
    guard isTrue || isFalse else { return -1 }
    unsafe scan_copy(output, bytes, count)
    return unsafe value.pointee.other.takesBooleans || isValid(value, output, count)
      ? keepText(value, output, count) : -1
  }

  /// A JSON value, which is in canonical form.
  private mutating func copyJSON(
    _ value: UnsafePointer<DirectValue>, _ bytes: UnsafePointer<UInt8>, _ count: Int,
    _ output: UnsafeMutablePointer<UInt8>
  ) -> Int {
    unsafe scan_copy(output, bytes, count)
    let isQuick =
      unsafe Self.isInteger(bytes, count) && value.pointee.other.takesInteger(bytes, count)
    guard unsafe isQuick || isValid(value, output, count) else { return -1 }
    return unsafe keepText(value, output, count)
  }

  // MARK: Lists

  private mutating func writeList(
    _ value: UnsafePointer<DirectValue>, _ bytes: UnsafePointer<UInt8>, _ count: Int,
    _ output: UnsafeMutablePointer<UInt8>
  ) -> Int {
    guard unsafe bytes[0] != UInt8(ascii: "[") else { return -1 }
    let separator = unsafe value.pointee.separator
    unsafe output[0] = UInt8(ascii: "[")
    var end = 1
    var start = 0
    var items = 0
    while start <= count {
      var stop = start
      while stop < count, unsafe bytes[stop] != separator { stop += 1 }
      let length = unsafe writeItem(value, bytes + start, stop - start, output + end)
      guard length > 0, items < DirectMemory.itemsMax else { return -1 }
      unsafe memory.itemEnds[items] = end + length
      items += 1
      end += length
      unsafe output[end] = UInt8(ascii: ",")
      end += 1
      start = stop + 1
    }
    unsafe output[end - 1] = UInt8(ascii: "]")
    let other = unsafe value.pointee.other
    let takes =
      unsafe value.pointee.hasIntegerItems ? other.takesIntegerLists : other.takesTextLists
    let isGood =
      unsafe takes && items >= other.itemsMin && items <= other.itemsMax
      && (!other.isUnique || areUnique(output, items))
    if isGood { return unsafe keepText(value, output, end) }
    return unsafe isValid(value, output, end) ? keepText(value, output, end) : -1
  }

  private func writeItem(
    _ value: UnsafePointer<DirectValue>, _ bytes: UnsafePointer<UInt8>, _ count: Int,
    _ output: UnsafeMutablePointer<UInt8>
  ) -> Int {
    // Blanks at the ends are the slow way's.
    guard count > 0, unsafe bytes[0] > 0x20, unsafe bytes[count - 1] > 0x20 else { return -1 }
    if unsafe value.pointee.hasIntegerItems {
      guard unsafe Self.isInteger(bytes, count) else { return -1 }
      unsafe scan_copy(output, bytes, count)
      return count
    }
    unsafe output[0] = UInt8(ascii: "\"")
    guard unsafe scan_copy_unescaped(output + 1, bytes, count) == count else { return -1 }
    unsafe output[count + 1] = UInt8(ascii: "\"")
    return count + 2
  }

  /// Whether no two of the items, which are canonical and without escapes, are the same.
  private func areUnique(_ output: UnsafePointer<UInt8>, _ items: Int) -> Bool {
    guard items <= Self.pairwiseMax else { return false }
    for later in 1..<max(items, 1) {
      let start = unsafe memory.itemEnds[later - 1] + 1
      let count = unsafe memory.itemEnds[later] - start
      for earlier in 0..<later {
        let otherStart = unsafe earlier == 0 ? 1 : memory.itemEnds[earlier - 1] + 1
        guard unsafe memory.itemEnds[earlier] - otherStart == count else { continue }
        if unsafe scan_equal(output + start, output + otherStart, count) != 0 { return false }
      }
    }
    return true
  }

  // MARK: From the profile

  private mutating func makeOrigin(
    _ value: UnsafePointer<DirectValue>, _ output: UnsafeMutablePointer<UInt8>, room: Int
  ) -> Int {
    let count: Int
    switch unsafe value.pointee.origin {
    case .none: return unsafe value.pointee.isRequired ? -1 : 0
    case .unknown: return -1
    case .block:
      let range = unsafe blockRanges[value.pointee.made]
      guard range.count + Self.spare <= room else { return -1 }
      unsafe scan_copy(output, memory.times + range.lowerBound, range.count)
      return range.count
    case .fixed:
      let range = unsafe value.pointee.fixed
      count = range.count
      guard count + Self.spare <= room else { return -1 }
      unsafe scan_copy(output, memory.pool + range.start, count)
      _ = unsafe keepText(value, output, count)
    case .time:
      let range = unsafe timeRanges[value.pointee.made]
      count = range.count
      guard count + Self.spare <= room else { return -1 }
      unsafe scan_copy(output, memory.times + range.lowerBound, count)
      _ = unsafe keepText(value, output, count)
    case .random:
      random.removeAll(keepingCapacity: true)
      unsafe program.randoms[value.pointee.made].append(from: entropy, to: &random, &work)
      guard random.count + Self.spare <= room else { return -1 }
      count = unsafe copy(random, output)
      _ = unsafe keepText(value, output, count)
    }
    if unsafe value.pointee.isWatched { unsafe keep(value, output, count) }
    return count
  }

  private func copy(_ bytes: [UInt8], _ output: UnsafeMutablePointer<UInt8>) -> Int {
    for index in bytes.indices { unsafe output[index] = bytes[index] }
    return bytes.count
  }
}
