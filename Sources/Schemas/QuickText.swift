/// The checks of a text that can be made at once on its bytes, for the direct way of a row.
///
/// It is one-sided: what it accepts, the schema accepts; what it does not accept is left to the
/// schema. Plain words only, so that no row counts a reference.
package struct QuickText: Sendable {
  private var minLength = 0
  private var maxLength = Int.max
  private var format = QuickFormat.none
  /// Whether these checks say all that the schema says about texts.
  package let isComplete: Bool

  package init(_ schema: Schema) {
    var isComplete = schema.any.isEmpty && schema.types?.contains(.string) ?? true
    for check in schema.text {
      switch check {
      case .minLength(let minimum, _): minLength = minimum
      case .maxLength(let maximum, _): maxLength = maximum
      case .format(let format):
        if let quick = QuickFormat(format) { self.format = quick } else { isComplete = false }
      case .pattern: isComplete = false
      }
    }
    self.isComplete = isComplete
  }

  /// Whether `count` bytes of well-formed UTF-8 certainly hold.
  ///
  /// - Parameter isASCII: whether it is known that there is no other byte among them.
  package func accepts(_ text: UnsafePointer<UInt8>, _ count: Int, isASCII: Bool) -> Bool {
    // No unit counts more than one for each byte, nor less than one for four of them.
    guard count <= maxLength, count >= (isASCII ? minLength : minLength * 4 - 3) else {
      return false
    }
    return unsafe format.accepts(text, count)
  }
}

/// The commonest shapes of the commonest formats.
enum QuickFormat: UInt8, Sendable {
  case none, address, webURL, secureURL, path

  init?(_ format: Format) {
    switch format {
    case .email, .idnEmail: self = .address
    case .httpURL: self = .webURL
    case .httpsURL: self = .secureURL
    case .relativePath: self = .path
    default: return nil
    }
  }

  func accepts(_ text: UnsafePointer<UInt8>, _ count: Int) -> Bool {
    switch self {
    case .none: true
    case .address: unsafe Self.isAddress(text, count)
    case .webURL: unsafe Self.isWebURL(text, count, allowsPlain: true)
    case .secureURL: unsafe Self.isWebURL(text, count, allowsPlain: false)
    case .path: unsafe Self.isPath(text, count)
    }
  }

  @inline(__always)
  private static func isWordByte(_ byte: UInt8) -> Bool {
    let letter = (byte | 0x20) &- 0x61
    return letter < 26 || byte &- 0x30 < 10
  }

  /// Letters, digits, `_`, `-`, `+` and inner single dots; `@`; a host of at least two labels.
  private static func isAddress(_ text: UnsafePointer<UInt8>, _ count: Int) -> Bool {
    guard count <= MailSyntax.addressMax else { return false }
    var index = 0
    var isAfterAtom = false
    while index < count {
      let byte = unsafe text[index]
      if isWordByte(byte) || byte == 0x5F || byte == 0x2D || byte == 0x2B {
        isAfterAtom = true
      } else if byte == 0x2E {
        guard isAfterAtom else { return false }
        isAfterAtom = false
      } else {
        break
      }
      index += 1
    }
    guard isAfterAtom, index <= MailSyntax.localPartMax, index < count, unsafe text[index] == 0x40
    else { return false }
    let host = unsafe endOfHost(text, index + 1, count)
    return host == count
  }

  /// The end of a host of at least two labels, of which the last begins with a letter; 0 where there
  /// is none.
  private static func endOfHost(
    _ text: UnsafePointer<UInt8>, _ start: Int, _ count: Int
  ) -> Int {
    var index = start
    var labelStart = start
    var labels = 0
    while true {
      let byte = index < count ? unsafe text[index] : 0
      if isWordByte(byte) {
        index += 1
      } else if byte == 0x2D {
        // No hyphen at the beginning, and none before a dot or the end.
        guard index > labelStart, index + 1 < count, isWordByte(unsafe text[index + 1]) else {
          return 0
        }
        index += 1
      } else {
        guard index > labelStart, index - labelStart <= HostSyntax.labelMax else { return 0 }
        labels += 1
        guard byte == 0x2E else { break }
        index += 1
        labelStart = index
      }
    }
    let first = unsafe text[labelStart] | 0x20
    guard labels >= 2, first >= 0x61, index - start <= HostSyntax.nameMax else { return 0 }
    return index
  }

  /// `https://`, a host, and a path of letters, digits, `-`, `.`, `_`, `/`, `?`, `=` and `&`.
  private static func isWebURL(
    _ text: UnsafePointer<UInt8>, _ count: Int, allowsPlain: Bool
  ) -> Bool {
    guard count > 8, unsafe text[0] == 0x68, unsafe text[1] == 0x74, unsafe text[2] == 0x74,
      unsafe text[3] == 0x70
    else { return false }
    let colon = unsafe text[4] == 0x73 ? 5 : 4
    guard colon == 5 || allowsPlain, unsafe text[colon] == 0x3A, unsafe text[colon + 1] == 0x2F,
      unsafe text[colon + 2] == 0x2F
    else { return false }
    var index = unsafe endOfHost(text, colon + 3, count)
    guard index > 0 else { return false }
    if index == count { return true }
    guard unsafe text[index] == 0x2F else { return false }
    while index < count {
      let byte = unsafe text[index]
      guard
        isWordByte(byte) || (0x2D...0x2F).contains(byte) || byte == 0x5F || byte == 0x3F
          || byte == 0x3D || byte == 0x26
      else { return false }
      index += 1
    }
    return true
  }

  /// Segments of letters, digits, `-` and `_` behind single slashes.
  private static func isPath(_ text: UnsafePointer<UInt8>, _ count: Int) -> Bool {
    guard count > 0, unsafe text[0] == 0x2F else { return false }
    var last: UInt8 = 0x2F
    for index in 1..<max(count, 1) {
      let byte = unsafe text[index]
      guard
        isWordByte(byte) || byte == 0x2D || byte == 0x5F || byte == 0x2F && last != 0x2F
      else { return false }
      last = byte
    }
    return true
  }
}
