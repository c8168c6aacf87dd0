/// Reads ECMA-262 regular expressions (unicode flag) without the parts that cannot be matched in linear
/// time.
struct PatternParser {
  let source: [Unicode.Scalar]
  var index = 0
  private var depth = 0

  private init(_ source: [Unicode.Scalar]) {
    self.source = source
  }

  static func parse(_ source: String) throws(PatternError) -> PatternNode {
    let scalars = Array(source.unicodeScalars)
    guard scalars.count <= PatternLimits.sourceMax else {
      throw PatternError(
        message: "the pattern is longer than \(PatternLimits.sourceMax) code points",
        offset: PatternLimits.sourceMax)
    }
    var parser = PatternParser(scalars)
    let node = try parser.readChoice()
    // Only a bracket that was never opened stops the outermost choice early.
    guard parser.index == scalars.count else {
      throw parser.failure("\")\" closes no group", at: parser.index)
    }
    return node
  }

  func failure(_ message: String, at offset: Int) -> PatternError {
    PatternError(message: message, offset: offset)
  }

  /// The code point `ahead` places further, if there is one.
  func peek(_ ahead: Int = 0) -> Unicode.Scalar? {
    let place = index + ahead
    return place < source.count ? source[place] : nil
  }

  /// Steps over `scalar` if it comes next.
  mutating func skip(_ scalar: Unicode.Scalar) -> Bool {
    guard peek() == scalar else { return false }
    index += 1
    return true
  }

  // MARK: - Structure

  private mutating func readChoice() throws(PatternError) -> PatternNode {
    var branches = [try readSequence()]
    while skip("|") { branches.append(try readSequence()) }
    return branches.count == 1 ? branches[0] : .choice(branches)
  }

  private mutating func readSequence() throws(PatternError) -> PatternNode {
    var parts: [PatternNode] = []
    while let next = peek(), next != "|", next != ")" {
      let start = index
      let (part, isRepeatable) = try readPart(next)
      parts.append(try readRepetition(of: part, isRepeatable: isRepeatable, from: start))
    }
    switch parts.count {
    case 0: return .empty
    case 1: return parts[0]
    default: return .sequence(parts)
    }
  }

  private mutating func readPart(_ next: Unicode.Scalar) throws(PatternError) -> (PatternNode, Bool)
  {
    let start = index
    index += 1
    switch next {
    case "^": return (.begin, false)
    case "$": return (.end, false)
    case "(": return (try readGroup(from: start), true)
    case "[": return (try readClass(from: start), true)
    case "\\": return (.scalar(ByteTree(try readAtomEscape(from: start))), true)
    case ".": return (.scalar(ByteTree(.anyButLineEnds)), true)
    case "*", "+", "?":
      throw failure("\"\(next)\" has nothing before it to repeat", at: start)
    case "{", "}", "]":
      throw failure(
        "\"\(next)\" stands alone here; write \"\\\(next)\" for the character", at: start)
    default: return (.scalar(ByteTree(ScalarSet(scalar: next.value))), true)
    }
  }

  private mutating func readGroup(from start: Int) throws(PatternError) -> PatternNode {
    depth += 1
    defer { depth -= 1 }
    guard depth <= PatternLimits.nestingMax else {
      throw failure("groups are nested deeper than \(PatternLimits.nestingMax)", at: start)
    }
    if skip("?") { try readGroupKind(from: start) }
    let node = try readChoice()
    guard skip(")") else { throw failure("this group is never closed", at: start) }
    return node
  }

  private mutating func readGroupKind(from start: Int) throws(PatternError) {
    if skip(":") { return }
    if let next = peek(), next == "=" || next == "!" {
      throw failure("lookahead is not supported", at: start)
    }
    guard skip("<") else {
      throw failure(
        "only (?:...) and (?<name>...) may follow \"(?\"; flags are not supported", at: start)
    }
    if let next = peek(), next == "=" || next == "!" {
      throw failure("lookbehind is not supported", at: start)
    }
    let nameStart = index
    while let next = peek(), Self.isNamePart(next, isFirst: index == nameStart) { index += 1 }
    guard index > nameStart, skip(">") else {
      throw failure(
        "a group name is letters, digits, \"_\" and \"$\", closed by \">\"", at: nameStart)
    }
  }

  private static func isNamePart(_ scalar: Unicode.Scalar, isFirst: Bool) -> Bool {
    switch scalar {
    case "A"..."Z", "a"..."z", "_", "$": true
    case "0"..."9": !isFirst
    default: scalar.value >= 0xAA
    }
  }

  // MARK: - Repetition

  private mutating func readRepetition(
    of part: PatternNode, isRepeatable: Bool, from start: Int
  ) throws(PatternError) -> PatternNode {
    let offset = index
    let bounds: (minimum: Int, maximum: Int?)
    switch peek() {
    case "*": bounds = (0, nil)
    case "+": bounds = (1, nil)
    case "?": bounds = (0, 1)
    case "{":
      bounds = try readBounds()
      index -= 1
    default: return part
    }
    guard isRepeatable else {
      throw failure("\"\(source[start])\" cannot be repeated", at: offset)
    }
    index += 1
    _ = skip("?")
    return .repetition(part, minimum: bounds.minimum, maximum: bounds.maximum, offset: offset)
  }

  /// Reads `{n}`, `{n,}` or `{n,m}`.
  private mutating func readBounds() throws(PatternError) -> (minimum: Int, maximum: Int?) {
    let start = index
    index += 1
    let minimum = try readCount()
    var maximum = minimum
    if minimum != nil, skip(",") { maximum = peek() == "}" ? nil : try readCount() }
    guard let minimum, skip("}"), maximum != nil || source[index - 2] == "," else {
      throw failure(
        "a repetition is {n}, {n,} or {n,m}; write \"\\{\" for the character", at: start)
    }
    if let maximum, maximum < minimum {
      throw failure("the numbers of this repetition are out of order", at: start)
    }
    return (minimum, maximum)
  }

  private mutating func readCount() throws(PatternError) -> Int? {
    let start = index
    var count = 0
    while let next = peek(), ("0"..."9").contains(next) {
      count = count * 10 + Int(next.value - 0x30)
      guard count <= PatternLimits.repetitionMax else {
        throw failure("a repetition is at most \(PatternLimits.repetitionMax)", at: start)
      }
      index += 1
    }
    return index == start ? nil : count
  }
}
