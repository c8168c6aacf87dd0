private typealias Ascii = JSONWriter.Ascii

/// Reads strict JSON (RFC 8259) from untrusted bytes and writes it in canonical compact form: no
/// white space, members in their order, numbers as they were written, strings escaped as
/// `JSONWriter` does. Reuse one reader: it keeps its scratch space.
package struct JSONReader: Sendable {
  package var limits: JSONLimits
  /// Where the members of the objects that are open now begin, in the output and in the source.
  private var members: [Member] = []

  private struct Member {
    var name: Range<Int>
    var source: Int
  }

  /// Up to here comparing each pair of names is quicker than sorting them.
  private static let pairwiseMax = 16

  package init(limits: JSONLimits = JSONLimits()) {
    self.limits = limits
  }

  /// Reads the one value that begins at `start`, after white space, and appends its canonical form.
  /// Returns the offset behind the value. On a problem `output` is as it was.
  package mutating func read(
    _ source: Span<UInt8>, from start: Int, into output: inout [UInt8]
  ) throws(JSONProblem) -> Int {
    let mark = output.count
    members.removeAll(keepingCapacity: true)
    do throws(JSONProblem) {
      return try readValue(source, from: Self.skipBlank(source, from: start), depth: 0, &output)
    } catch {
      output.removeSubrange(mark...)
      throw error
    }
  }

  /// Reads a text that holds one value and nothing else but white space.
  package mutating func readWhole(
    _ source: Span<UInt8>, into output: inout [UInt8]
  ) throws(JSONProblem) {
    let mark = output.count
    let end = Self.skipBlank(source, from: try read(source, from: 0, into: &output))
    if end != source.count {
      output.removeSubrange(mark...)
      throw Self.unexpected(source, at: end, .end)
    }
  }

  /// Whether the byte is JSON white space.
  package static func isBlank(_ byte: UInt8) -> Bool {
    byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09
  }

  /// The first offset from `start` on that is not JSON white space.
  package static func skipBlank(_ source: Span<UInt8>, from start: Int) -> Int {
    var index = start
    while index < source.count && isBlank(source[index]) { index += 1 }
    return index
  }

  /// The problem of something else standing where the grammar wants `expectation`.
  package static func unexpected(
    _ source: Span<UInt8>, at offset: Int, _ expectation: JSONProblem.Expectation
  ) -> JSONProblem {
    if offset >= source.count { return JSONProblem(.unexpectedEnd, at: offset) }
    let byte = source[offset]
    if byte == 0 { return JSONProblem(.nulCharacter, at: offset) }
    if byte >= 0x80 && UTF8Bytes.sequenceLength(source, at: offset) == 0 {
      return JSONProblem(.invalidUTF8, at: offset)
    }
    if byte == 0xEF && offset + 2 < source.count && source[offset + 1] == 0xBB
      && source[offset + 2] == 0xBF
    {
      return JSONProblem(.byteOrderMark, at: offset)
    }
    return JSONProblem(.expected(expectation), at: offset)
  }

  private mutating func readValue(
    _ source: Span<UInt8>, from start: Int, depth: Int, _ output: inout [UInt8]
  ) throws(JSONProblem) -> Int {
    guard start < source.count else { throw JSONProblem(.unexpectedEnd, at: start) }
    switch source[start] {
    case Ascii.quote: return try Self.readString(source, from: start, into: &output)
    case Ascii.openBrace:
      return try readObject(source, from: start, depth: depth + 1, &output)
    case Ascii.openBracket:
      return try readArray(source, from: start, depth: depth + 1, &output)
    case Ascii.minus, Ascii.zero...Ascii.nine, UInt8(ascii: "+"), UInt8(ascii: "."):
      return try Self.readNumber(source, from: start, into: &output)
    case UInt8(ascii: "t"): return try readWord("true", source, from: start, &output)
    case UInt8(ascii: "f"): return try readWord("false", source, from: start, &output)
    case UInt8(ascii: "n"): return try readWord("null", source, from: start, &output)
    default: throw Self.unexpected(source, at: start, .value)
    }
  }

  private func readWord(
    _ word: String, _ source: Span<UInt8>, from start: Int, _ output: inout [UInt8]
  ) throws(JSONProblem) -> Int {
    var index = start
    var isWord = true
    for letter in word.utf8 {
      guard index < source.count, source[index] == letter else {
        isWord = false
        break
      }
      index += 1
    }
    if !isWord {
      throw index >= source.count
        ? JSONProblem(.unexpectedEnd, at: index) : JSONProblem(.expected(.value), at: start)
    }
    JSONWriter.appendRaw(source.extracting(start..<index), to: &output)
    return index
  }

  private mutating func readArray(
    _ source: Span<UInt8>, from start: Int, depth: Int, _ output: inout [UInt8]
  ) throws(JSONProblem) -> Int {
    guard depth <= limits.depthMax else {
      throw JSONProblem(.tooDeep(max: limits.depthMax), at: start)
    }
    output.append(Ascii.openBracket)
    var index = Self.skipBlank(source, from: start + 1)
    if index < source.count && source[index] == Ascii.closeBracket {
      output.append(Ascii.closeBracket)
      return index + 1
    }
    while true {
      index = try readValue(source, from: index, depth: depth, &output)
      index = Self.skipBlank(source, from: index)
      guard index < source.count else { throw JSONProblem(.unexpectedEnd, at: index) }
      if source[index] == Ascii.closeBracket {
        output.append(Ascii.closeBracket)
        return index + 1
      }
      index = try Self.readComma(source, at: index, before: Ascii.closeBracket, .commaOrBracket)
      output.append(Ascii.comma)
    }
  }

  private mutating func readObject(
    _ source: Span<UInt8>, from start: Int, depth: Int, _ output: inout [UInt8]
  ) throws(JSONProblem) -> Int {
    guard depth <= limits.depthMax else {
      throw JSONProblem(.tooDeep(max: limits.depthMax), at: start)
    }
    output.append(Ascii.openBrace)
    let firstMember = members.count
    var index = Self.skipBlank(source, from: start + 1)
    if index < source.count && source[index] == Ascii.closeBrace {
      output.append(Ascii.closeBrace)
      return index + 1
    }
    while true {
      guard members.count - firstMember < limits.membersMax else {
        throw JSONProblem(.tooManyMembers(max: limits.membersMax), at: index)
      }
      index = try readName(source, at: index, &output)
      index = try readValue(source, from: index, depth: depth, &output)
      index = Self.skipBlank(source, from: index)
      guard index < source.count else { throw JSONProblem(.unexpectedEnd, at: index) }
      if source[index] == Ascii.closeBrace {
        try refuseDuplicates(from: firstMember, output)
        members.removeSubrange(firstMember...)
        output.append(Ascii.closeBrace)
        return index + 1
      }
      index = try Self.readComma(source, at: index, before: Ascii.closeBrace, .commaOrBrace)
      output.append(Ascii.comma)
    }
  }

  /// Reads a member's name and colon; returns where its value begins.
  private mutating func readName(
    _ source: Span<UInt8>, at start: Int, _ output: inout [UInt8]
  ) throws(JSONProblem) -> Int {
    guard start < source.count, source[start] == Ascii.quote else {
      throw Self.unexpected(source, at: start, .memberName)
    }
    let nameStart = output.count
    let end = try Self.readString(source, from: start, into: &output)
    members.append(Member(name: nameStart..<output.count, source: start))
    output.append(Ascii.colon)
    return try Self.readColon(source, after: end)
  }

  /// Reads the colon behind a member's name; returns where the value begins.
  package static func readColon(
    _ source: Span<UInt8>, after end: Int
  ) throws(JSONProblem) -> Int {
    let index = skipBlank(source, from: end)
    guard index < source.count, source[index] == Ascii.colon else {
      throw unexpected(source, at: index, .colon)
    }
    return skipBlank(source, from: index + 1)
  }

  /// Reads the comma between two items; returns where the next item begins.
  package static func readComma(
    _ source: Span<UInt8>, at index: Int, before closer: UInt8,
    _ expectation: JSONProblem.Expectation
  ) throws(JSONProblem) -> Int {
    guard index < source.count, source[index] == Ascii.comma else {
      throw unexpected(source, at: index, expectation)
    }
    let next = skipBlank(source, from: index + 1)
    if next < source.count && source[next] == closer {
      throw JSONProblem(.trailingComma, at: index)
    }
    return next
  }

  /// Compares the names of the object whose members begin at `first`. A canonical literal says
  /// exactly one text, so equal literals are equal names.
  private mutating func refuseDuplicates(
    from first: Int, _ output: [UInt8]
  ) throws(JSONProblem) {
    let count = members.count - first
    if count < 2 { return }
    let text = output.span
    if count > Self.pairwiseMax {
      members[first...].sort { left, right in
        let order = Self.compare(output.span, left.name, right.name)
        return order == 0 ? left.source < right.source : order < 0
      }
      var earliest = Int.max
      for index in (first + 1)..<members.count
      where Self.compare(text, members[index - 1].name, members[index].name) == 0 {
        earliest = min(earliest, members[index].source)
      }
      if earliest < Int.max { throw JSONProblem(.duplicateMember, at: earliest) }
      return
    }
    for later in (first + 1)..<members.count {
      let name = members[later].name
      for earlier in first..<later
      where members[earlier].name.count == name.count
        && Self.compare(text, members[earlier].name, name) == 0
      {
        throw JSONProblem(.duplicateMember, at: members[later].source)
      }
    }
  }

  private static func compare(
    _ text: Span<UInt8>, _ left: Range<Int>, _ right: Range<Int>
  ) -> Int {
    if left.count != right.count { return left.count - right.count }
    for step in 0..<left.count {
      let first = text[left.lowerBound + step]
      let second = text[right.lowerBound + step]
      if first != second { return Int(first) - Int(second) }
    }
    return 0
  }
}
