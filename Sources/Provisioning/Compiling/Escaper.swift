import Bytes

/// Makes a value safe for the place where it stands.
enum Escaper {
  /// Appends `text`; for ``ArtifactProgram/Escaping/jsonValue`` it is canonical JSON already.
  static func append(
    _ text: Span<UInt8>, _ escaping: ArtifactProgram.Escaping, to output: inout [UInt8]
  ) {
    switch escaping {
    case .none, .jsonValue: JSONWriter.appendRaw(text, to: &output)
    case .percent: PercentEncoding.append(text, to: &output)
    case .path: appendPath(text, to: &output)
    case .html: HTMLEscaping.append(text, to: &output)
    case .script: appendScript(text, to: &output)
    case .jsonText: JSONWriter.appendEscaped(text, to: &output)
    }
  }

  /// A path that is checked already: what has a meaning in it stays, anything else is encoded.
  private static func appendPath(_ text: Span<UInt8>, to output: inout [UInt8]) {
    for index in text.indices {
      let byte = text[index]
      if PercentEncoding.isUnreserved(byte) || "/?&=%:@!$()*+,;".utf8.contains(byte) {
        output.append(byte)
      } else {
        PercentEncoding.append(text.extracting(index..<(index + 1)), to: &output)
      }
    }
  }

  /// A string of a script inside a page: nothing may end the string, the line or the element.
  private static func appendScript(_ text: Span<UInt8>, to output: inout [UInt8]) {
    let digits = Array("0123456789abcdef".utf8)
    var index = 0
    while index < text.count {
      let byte = text[index]
      let isLineSeparator =
        byte == 0xE2 && index + 2 < text.count && text[index + 1] == 0x80
        && (text[index + 2] == 0xA8 || text[index + 2] == 0xA9)
      if isLineSeparator {
        output += Array((text[index + 2] == 0xA8 ? "\\u2028" : "\\u2029").utf8)
        index += 3
        continue
      }
      switch byte {
      case 0..<0x20, 0x22, 0x26, 0x27, 0x2F, 0x3C, 0x3E, 0x5C, 0x60, 0x7F:
        output += Array("\\u00".utf8)
        output.append(digits[Int(byte >> 4)])
        output.append(digits[Int(byte & 15)])
      default: output.append(byte)
      }
      index += 1
    }
  }
}
