/// URIs and references, RFC 3986.
enum URISyntax {
  /// Section 3: a scheme and what it allows.
  static func isURI(_ text: Span<UInt8>) -> Bool {
    guard let end = endOfScheme(text) else { return false }
    return isHierarchy(text, from: end + 1)
  }

  /// Section 4.1: a URI or a relative reference.
  static func isReference(_ text: Span<UInt8>) -> Bool {
    if isURI(text) { return true }
    // Without a scheme, a colon may not stand in the first segment.
    for index in 0..<text.count {
      let byte = text[index]
      if byte == UInt8(ascii: ":") { return false }
      if byte == UInt8(ascii: "/") || byte == UInt8(ascii: "?") || byte == UInt8(ascii: "#") {
        break
      }
    }
    return isHierarchy(text, from: 0)
  }

  /// RFC 7519, section 2, StringOrURI: text with a colon must be a URI.
  static func isStringOrURI(_ text: Span<UInt8>) -> Bool {
    ByteScan.first(UInt8(ascii: ":"), in: text) == nil || isURI(text)
  }

  /// Where the colon after the scheme is.
  static func endOfScheme(_ text: Span<UInt8>) -> Int? {
    guard text.count > 0, text[0].isLetter else { return nil }
    for index in 1..<text.count {
      let byte = text[index]
      if byte == UInt8(ascii: ":") { return index }
      switch byte {
      case UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "."): continue
      default: guard byte.isDigit || byte.isLetter else { return nil }
      }
    }
    return nil
  }

  /// An authority if two slashes come first, then path, query and fragment.
  private static func isHierarchy(_ text: Span<UInt8>, from start: Int) -> Bool {
    var index = start
    let slash = UInt8(ascii: "/")
    if index + 1 < text.count, text[index] == slash, text[index + 1] == slash {
      index += 2
      let authority = index
      while index < text.count, !endsAuthority(text[index]) { index += 1 }
      guard isAuthority(text.extracting(authority..<index)) else { return false }
    }
    return isPathQueryFragment(text.extracting(index...))
  }

  static func endsAuthority(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "/") || byte == UInt8(ascii: "?") || byte == UInt8(ascii: "#")
  }

  /// Path, query and fragment take the same characters; only "#" parts them for good.
  private static func isPathQueryFragment(_ text: Span<UInt8>) -> Bool {
    var isInFragment = false
    var index = 0
    while index < text.count {
      switch text[index] {
      case UInt8(ascii: "/"), UInt8(ascii: "?"): index += 1
      case UInt8(ascii: "#"):
        guard !isInFragment else { return false }
        isInFragment = true
        index += 1
      default:
        guard let next = afterCharacter(text, at: index, alsoColonAndAt: true) else { return false }
        index = next
      }
    }
    return true
  }

  /// Section 3.2.
  private static func isAuthority(_ text: Span<UInt8>) -> Bool {
    var host = 0
    if let at = ByteScan.first(UInt8(ascii: "@"), in: text) {
      guard isText(text.extracting(0..<at), alsoColon: true) else { return false }
      host = at + 1
    }
    let rest = text.extracting(host...)
    var hostEnd = 0
    if rest.count > 0, rest[0] == UInt8(ascii: "[") {
      guard let close = ByteScan.first(UInt8(ascii: "]"), in: rest) else { return false }
      let literal = rest.extracting(1..<close)
      guard HostSyntax.isIPv6(literal) || isFutureAddress(literal) else { return false }
      hostEnd = close + 1
    } else {
      hostEnd = ByteScan.first(UInt8(ascii: ":"), in: rest) ?? rest.count
      guard isText(rest.extracting(0..<hostEnd), alsoColon: false) else { return false }
    }
    if hostEnd == rest.count { return true }
    guard rest[hostEnd] == UInt8(ascii: ":") else { return false }
    for index in (hostEnd + 1)..<rest.count where !rest[index].isDigit { return false }
    return true
  }

  /// Section 3.2.2, IPvFuture.
  private static func isFutureAddress(_ text: Span<UInt8>) -> Bool {
    guard text.count >= 4, text[0] | 0x20 == 0x76,
      let dot = ByteScan.first(UInt8(ascii: "."), in: text), dot > 1, dot + 1 < text.count
    else { return false }
    for index in 1..<dot where !text[index].isHexDigit { return false }
    for index in (dot + 1)..<text.count {
      let byte = text[index]
      guard byte.isURIUnreserved || byte.isURISubDelimiter || byte == UInt8(ascii: ":") else {
        return false
      }
    }
    return true
  }

  private static func isText(_ text: Span<UInt8>, alsoColon: Bool) -> Bool {
    var index = 0
    while index < text.count {
      if text[index] == UInt8(ascii: ":"), alsoColon {
        index += 1
        continue
      }
      guard let next = afterCharacter(text, at: index, alsoColonAndAt: false) else { return false }
      index = next
    }
    return true
  }

  /// The place after one unreserved, sub-delimiter or percent-encoded character.
  private static func afterCharacter(
    _ text: Span<UInt8>, at index: Int, alsoColonAndAt: Bool
  ) -> Int? {
    let byte = text[index]
    if byte.isURIUnreserved || byte.isURISubDelimiter { return index + 1 }
    if byte == UInt8(ascii: "%") { return afterPercent(text, at: index) }
    let isColonOrAt = byte == UInt8(ascii: ":") || byte == UInt8(ascii: "@")
    return alsoColonAndAt && isColonOrAt ? index + 1 : nil
  }

  /// The place after a `%` and its two hexadecimal digits.
  static func afterPercent(_ text: Span<UInt8>, at index: Int) -> Int? {
    guard index + 2 < text.count, text[index + 1].isHexDigit, text[index + 2].isHexDigit else {
      return nil
    }
    return index + 3
  }
}
