/// Host names and addresses.
enum HostSyntax {
  static let labelMax = 63
  static let nameMax = 253

  /// RFC 1123, section 2.1: letters, digits and inner hyphens, in labels.
  static func isHostname(_ text: Span<UInt8>) -> Bool {
    isName(text, labelsMin: 1, allowsNonASCII: false)
  }

  /// Labels parted by single dots.
  static func isName(_ text: Span<UInt8>, labelsMin: Int, allowsNonASCII: Bool) -> Bool {
    guard text.count > 0, text.count <= nameMax else { return false }
    var labels = 1
    var labelStart = 0
    for index in 0..<text.count {
      let byte = text[index]
      if byte == UInt8(ascii: ".") {
        guard isLabelEnd(text, labelStart..<index) else { return false }
        labels += 1
        labelStart = index + 1
      } else if byte >= 0x80 {
        guard allowsNonASCII, !ByteScan.isBlankOrControl(text, at: index) else { return false }
      } else if !(byte.isDigit || byte.isLetter || byte == UInt8(ascii: "-")) {
        return false
      }
    }
    return isLabelEnd(text, labelStart..<text.count) && labels >= labelsMin
  }

  private static func isLabelEnd(_ text: Span<UInt8>, _ label: Range<Int>) -> Bool {
    guard !label.isEmpty, label.count <= labelMax else { return false }
    let hyphen = UInt8(ascii: "-")
    return text[label.lowerBound] != hyphen && text[label.upperBound - 1] != hyphen
  }

  /// Whether the last label is a number, decimal or hexadecimal: browsers take such a host for an
  /// address (WHATWG URL, "ends in a number checker").
  static func endsInNumber(_ name: Span<UInt8>) -> Bool {
    var start = name.count
    while start > 0, name[start - 1] != UInt8(ascii: ".") { start -= 1 }
    guard start < name.count, name[start].isDigit else { return false }
    if name.count - start >= 2, name[start] == UInt8(ascii: "0"), name[start + 1] | 0x20 == 0x78 {
      for index in (start + 2)..<name.count where !name[index].isHexDigit { return false }
      return true
    }
    for index in start..<name.count where !name[index].isDigit { return false }
    return true
  }

  /// Four decimal numbers without leading zeros.
  static func isIPv4(_ text: Span<UInt8>) -> Bool {
    var parts = 0
    var index = 0
    while parts < 4 {
      let start = index
      var value = 0
      while index < text.count, text[index].isDigit, index - start < 3 {
        value = value * 10 + Int(text[index] - 0x30)
        index += 1
      }
      guard index > start, value <= 255 else { return false }
      if text[start] == UInt8(ascii: "0"), index - start > 1 { return false }
      parts += 1
      if parts < 4 {
        guard index < text.count, text[index] == UInt8(ascii: ".") else { return false }
        index += 1
      }
    }
    return index == text.count
  }

  /// RFC 4291, section 2.2, without a zone.
  static func isIPv6(_ text: Span<UInt8>) -> Bool {
    let colon = UInt8(ascii: ":")
    var groups = 0
    var isCompressed = false
    var index = 0
    if text.count >= 2, text[0] == colon {
      guard text[1] == colon else { return false }
      isCompressed = true
      index = 2
    }
    while index < text.count {
      let start = index
      while index < text.count, text[index].isHexDigit, index - start < 4 { index += 1 }
      if index < text.count, text[index] == UInt8(ascii: ".") {
        guard isIPv4(text.extracting(start...)) else { return false }
        groups += 2
        break
      }
      guard index > start else { return false }
      groups += 1
      if index == text.count { break }
      guard text[index] == colon, index + 1 < text.count else { return false }
      index += 1
      if text[index] == colon {
        guard !isCompressed else { return false }
        isCompressed = true
        index += 1
      }
    }
    return isCompressed ? groups <= 7 : groups == 8
  }

  /// A host name, an IPv4 address or a bracketed IPv6 address, and perhaps a port.
  static func isHostPort(_ text: Span<UInt8>, refusesNumberNames: Bool = false) -> Bool {
    guard text.count > 0 else { return false }
    var hostEnd = 0
    if text[0] == UInt8(ascii: "[") {
      guard let close = ByteScan.first(UInt8(ascii: "]"), in: text),
        isIPv6(text.extracting(1..<close))
      else { return false }
      hostEnd = close + 1
    } else {
      hostEnd = ByteScan.first(UInt8(ascii: ":"), in: text) ?? text.count
      let host = text.extracting(0..<hostEnd)
      guard isHostname(host) else { return false }
      if refusesNumberNames, endsInNumber(host), !isIPv4(host) { return false }
    }
    if hostEnd == text.count { return true }
    guard text[hostEnd] == UInt8(ascii: ":") else { return false }
    return isPort(text.extracting((hostEnd + 1)...))
  }

  /// 1 to 65535, without leading zeros.
  private static func isPort(_ text: Span<UInt8>) -> Bool {
    guard (1...5).contains(text.count), text[0] != UInt8(ascii: "0") else { return false }
    var value = 0
    for index in 0..<text.count {
      guard text[index].isDigit else { return false }
      value = value * 10 + Int(text[index] - 0x30)
    }
    return value <= 65_535
  }
}
