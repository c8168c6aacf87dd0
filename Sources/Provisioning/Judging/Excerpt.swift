/// A piece of a user's value that may be shown: short, and without characters that a terminal or a
/// spreadsheet would act on.
package enum Excerpt {
  /// Code points that are shown at most.
  package static let scalarsMax = 40

  package static func make(_ bytes: Span<UInt8>) -> String {
    var copy: [UInt8] = []
    let limit = min(bytes.count, scalarsMax * 4)
    copy.reserveCapacity(limit)
    for index in 0..<limit { copy.append(bytes[index]) }
    var result = ""
    var count = 0
    let isPlain = copy.allSatisfy { $0 >= 0x20 && $0 < 0x7F }
    if isPlain {
      let shown = String(decoding: copy.prefix(scalarsMax), as: Unicode.UTF8.self)
      return bytes.count > scalarsMax ? shown + "…" : shown
    }
    for scalar in String(decoding: copy, as: Unicode.UTF8.self).unicodeScalars {
      if count == scalarsMax { break }
      count += 1
      if isShown(scalar) {
        result.unicodeScalars.append(scalar)
      } else {
        result += "\\u{\(String(scalar.value, radix: 16))}"
      }
    }
    let isCut = count == scalarsMax && bytes.count > result.utf8.count
    return isCut || limit < bytes.count ? result + "…" : result
  }

  /// Not a control, format or bidirectional character.
  private static func isShown(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse,
      .unassigned:
      false
    default: true
    }
  }
}
