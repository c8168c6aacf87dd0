/// E-mail addresses, RFC 5321 section 4.1.2 as people use them: no comments, no address literals.
enum MailSyntax {
  /// Bytes of a whole address: the 256 of an RFC 5321 path less its angle brackets.
  static let addressMax = 254
  /// Bytes before the `@`, RFC 5321 section 4.5.3.1.1.
  static let localPartMax = 64

  static func isAddress(_ text: Span<UInt8>, allowsNonASCII: Bool) -> Bool {
    guard text.count <= addressMax,
      let at = endOfLocalPart(text, allowsNonASCII: allowsNonASCII),
      at <= localPartMax, at < text.count, text[at] == UInt8(ascii: "@")
    else { return false }
    let domain = text.extracting((at + 1)...)
    return HostSyntax.isName(domain, labelsMin: 2, allowsNonASCII: allowsNonASCII)
      && !HostSyntax.endsInNumber(domain)
  }

  private static func endOfLocalPart(_ text: Span<UInt8>, allowsNonASCII: Bool) -> Int? {
    guard text.count > 0 else { return nil }
    return text[0] == UInt8(ascii: "\"")
      ? endOfQuoted(text, allowsNonASCII: allowsNonASCII)
      : endOfDotAtom(text, allowsNonASCII: allowsNonASCII)
  }

  private static func endOfDotAtom(_ text: Span<UInt8>, allowsNonASCII: Bool) -> Int? {
    var isAfterAtom = false
    for index in 0..<text.count {
      let byte = text[index]
      if byte == UInt8(ascii: ".") {
        guard isAfterAtom else { return nil }
        isAfterAtom = false
      } else if isAtomText(byte) || allowsNonASCII && isText(text, at: index) {
        isAfterAtom = true
      } else {
        return isAfterAtom ? index : nil
      }
    }
    return nil
  }

  private static func endOfQuoted(_ text: Span<UInt8>, allowsNonASCII: Bool) -> Int? {
    var index = 1
    while index < text.count {
      let byte = text[index]
      switch byte {
      case UInt8(ascii: "\""): return index + 1
      case UInt8(ascii: "\\"):
        guard index + 1 < text.count, (0x20...0x7E).contains(text[index + 1]) else { return nil }
        index += 2
      case 0x20...0x7E: index += 1
      default:
        guard allowsNonASCII, isText(text, at: index) else { return nil }
        index += 1
      }
    }
    return nil
  }

  /// A byte outside ASCII that belongs to no space and no control character.
  private static func isText(_ text: Span<UInt8>, at index: Int) -> Bool {
    text[index] >= 0x80 && !ByteScan.isBlankOrControl(text, at: index)
  }

  /// RFC 5322, section 3.2.3.
  private static func isAtomText(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "!"), UInt8(ascii: "#"), UInt8(ascii: "$"), UInt8(ascii: "%"),
      UInt8(ascii: "&"), UInt8(ascii: "'"), UInt8(ascii: "*"), UInt8(ascii: "+"),
      UInt8(ascii: "-"), UInt8(ascii: "/"), UInt8(ascii: "="), UInt8(ascii: "?"),
      UInt8(ascii: "^"), UInt8(ascii: "_"), UInt8(ascii: "`"), UInt8(ascii: "{"),
      UInt8(ascii: "|"), UInt8(ascii: "}"), UInt8(ascii: "~"):
      true
    default: byte.isDigit || byte.isLetter
    }
  }
}
