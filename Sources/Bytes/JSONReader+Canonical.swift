private typealias Ascii = JSONWriter.Ascii

/// Walking over canonical text, which `JSONReader` has written and which is therefore well-formed.
extension JSONReader {
  /// The six kinds of RFC 8259 section 3.
  package enum ValueKind: Sendable, Equatable {
    case null, boolean, number, string, array, object
  }

  /// The kind of the value that begins at `start`.
  package static func kind(_ canonical: Span<UInt8>, at start: Int) -> ValueKind {
    switch canonical[start] {
    case Ascii.quote: .string
    case Ascii.openBrace: .object
    case Ascii.openBracket: .array
    case UInt8(ascii: "n"): .null
    case UInt8(ascii: "t"), UInt8(ascii: "f"): .boolean
    default: .number
    }
  }

  /// The offset behind the value that begins at `start`.
  package static func end(_ canonical: Span<UInt8>, from start: Int) -> Int {
    var index = start
    var depth = 0
    while index < canonical.count {
      switch canonical[index] {
      case Ascii.quote: index = endOfString(canonical, from: index)
      case Ascii.openBrace, Ascii.openBracket:
        depth += 1
        index += 1
        continue
      case Ascii.closeBrace, Ascii.closeBracket:
        depth -= 1
        index += 1
      case Ascii.comma, Ascii.colon:
        index += 1
        continue
      default: index = endOfWord(canonical, from: index)
      }
      if depth == 0 { return index }
    }
    return index
  }

  /// Whether the literal in `range`, with its quotes, is its own text between the quotes.
  package static func isPlain(_ canonical: Span<UInt8>, literal range: Range<Int>) -> Bool {
    for index in range where canonical[index] == Ascii.backslash { return false }
    return true
  }

  /// Appends the text that the string literal in `range`, with its quotes, stands for.
  package static func unescape(
    _ canonical: Span<UInt8>, literal range: Range<Int>, into output: inout [UInt8]
  ) {
    let inside = (range.lowerBound + 1)..<(range.upperBound - 1)
    if isPlain(canonical, literal: inside) {
      JSONWriter.appendRaw(canonical.extracting(inside), to: &output)
      return
    }
    do throws(JSONProblem) {
      _ = try readText(canonical, from: range.lowerBound, into: &output)
    } catch {
      preconditionFailure("canonical text holds well-formed literals only")
    }
  }

  private static func endOfString(_ canonical: Span<UInt8>, from start: Int) -> Int {
    var index = start + 1
    while index < canonical.count && canonical[index] != Ascii.quote {
      index += canonical[index] == Ascii.backslash ? 2 : 1
    }
    return index + 1
  }

  private static func endOfWord(_ canonical: Span<UInt8>, from start: Int) -> Int {
    var index = start
    while index < canonical.count {
      switch canonical[index] {
      case Ascii.comma, Ascii.closeBrace, Ascii.closeBracket: return index
      default: index += 1
      }
    }
    return index
  }
}
