import Bytes

/// Writes CSV cells (RFC 4180) into a caller's buffer.
package enum CSVWriter {
  /// Appends a cell, in quotes only when it holds a quote, a line end or the delimiter.
  package static func appendCell(
    _ text: Span<UInt8>, delimiter: UInt8, to output: inout [UInt8]
  ) {
    if needsQuotes(text, delimiter: delimiter) {
      output.append(CSVByte.quote)
      appendDoubled(text, to: &output)
      output.append(CSVByte.quote)
    } else {
      JSONWriter.appendRaw(text, to: &output)
    }
  }

  /// Appends a cell that no spreadsheet runs as a formula: where the first character behind leading
  /// spaces could begin one, an apostrophe stands in front (OWASP ASVS 5.0, requirement 1.2.10).
  package static func appendNeutralisedCell(
    _ text: Span<UInt8>, delimiter: UInt8, to output: inout [UInt8]
  ) {
    guard beginsFormula(text) else {
      appendCell(text, delimiter: delimiter, to: &output)
      return
    }
    let quoted = needsQuotes(text, delimiter: delimiter)
    if quoted { output.append(CSVByte.quote) }
    output.append(UInt8(ascii: "'"))
    appendDoubled(text, to: &output)
    if quoted { output.append(CSVByte.quote) }
  }

  private static func needsQuotes(_ text: Span<UInt8>, delimiter: UInt8) -> Bool {
    for index in text.indices {
      let byte = text[index]
      if byte == CSVByte.quote || byte == delimiter || byte == CSVByte.lineFeed
        || byte == CSVByte.carriageReturn
      {
        return true
      }
    }
    return false
  }

  private static func appendDoubled(_ text: Span<UInt8>, to output: inout [UInt8]) {
    var runStart = 0
    for index in text.indices where text[index] == CSVByte.quote {
      JSONWriter.appendRaw(text.extracting(runStart...index), to: &output)
      runStart = index
    }
    JSONWriter.appendRaw(text.extracting(runStart..<text.count), to: &output)
  }

  private static func beginsFormula(_ text: Span<UInt8>) -> Bool {
    var index = 0
    while index < text.count && text[index] == 0x20 { index += 1 }
    guard index < text.count else { return false }
    switch text[index] {
    case 0x00, 0x09, 0x0A, 0x0D, UInt8(ascii: "="), UInt8(ascii: "+"), UInt8(ascii: "-"),
      UInt8(ascii: "@"):
      return true
    case 0xEF:
      // The full-width forms: U+FF0B, U+FF0D, U+FF1D, U+FF20.
      guard index + 2 < text.count, text[index + 1] == 0xBC else { return false }
      return [0x8B, 0x8D, 0x9D, 0xA0].contains(text[index + 2])
    default: return false
    }
  }
}
