/// Text made safe to show on one line of a terminal.
package enum PrintableText {
  /// `text` with everything invisible or steering shown as `\u{..}`, cut after `scalarsMax`
  /// characters.
  package static func shown(_ text: String, scalarsMax: Int = 60) -> String {
    var shown = ""
    for (index, scalar) in text.unicodeScalars.enumerated() {
      if index == scalarsMax { return shown + "…" }
      shown += cell(scalar).text
    }
    return shown
  }

  /// JSON with everything invisible or steering escaped inside its strings, where alone it can be.
  package static func shown(json: String) -> String {
    var shown = ""
    for scalar in json.unicodeScalars {
      if cell(scalar).text.unicodeScalars.first == scalar {
        shown.unicodeScalars.append(scalar)
        continue
      }
      for unit in UTF16.encode(scalar).map(Array.init) ?? [] {
        let digits = String(unit, radix: 16)
        shown += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      }
    }
    return shown
  }

  /// One character as it is shown, and the columns it takes.
  static func cell(_ scalar: Unicode.Scalar) -> (text: String, width: Int) {
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .unassigned:
      let text = "\\u{" + String(scalar.value, radix: 16, uppercase: true) + "}"
      return (text, text.utf8.count)
    case .nonspacingMark, .enclosingMark: return (String(scalar), 0)
    default: return (String(scalar), isWide(scalar) ? 2 : 1)
    }
  }

  /// Whether terminals give the character two columns (Unicode Standard Annex #11, in blocks).
  private static func isWide(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x1100...0x115F, 0x2E80...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F,
      0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1F64F, 0x1F900...0x1F9FF, 0x20000...0x3FFFD:
      true
    default: false
    }
  }
}
