import CScan

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
    guard count <= maxLength, (isASCII ? count : (count + 3) / 4) >= minLength else {
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

  /// The bits below a place.
  @inline(__always)
  private static func below(_ place: Int) -> UInt64 {
    place >= 64 ? ~0 : place <= 0 ? 0 : (1 &<< UInt64(place)) &- 1
  }

  /// Letters, digits, `_`, `-`, `+` and inner single dots; `@`; a host of at least two labels.
  private static func isAddress(_ text: UnsafePointer<UInt8>, _ count: Int) -> Bool {
    guard count <= 64, count > 0 else { return false }
    let marks = unsafe scan_name(text)
    let ats = marks.ats & below(count)
    guard ats != 0, ats & (ats &- 1) == 0 else { return false }
    let at = ats.trailingZeroBitCount
    let local = below(at)
    let allowed = marks.words | marks.dots | marks.hyphens | marks.joiners
    guard at > 0, local & ~allowed == 0 else { return false }
    let dots = marks.dots & local
    guard dots & (1 | 1 &<< UInt64(at - 1)) == 0, dots & (dots &<< 1) == 0 else { return false }
    return unsafe isHost(text, marks, at + 1, count)
  }

  /// Whether a host of at least two labels, of which the last begins with a letter, stands there.
  @inline(__always)
  private static func isHost(
    _ text: UnsafePointer<UInt8>, _ marks: scan_name_marks, _ start: Int, _ end: Int
  ) -> Bool {
    guard start < end else { return false }
    let host = below(end) & ~below(start)
    guard host & ~(marks.words | marks.dots | marks.hyphens) == 0 else { return false }
    let dots = marks.dots & host
    let ends = 1 &<< UInt64(start) | 1 &<< UInt64(end - 1)
    // No label is empty, and none begins or ends with a hyphen.
    let borders = dots &<< 1 | dots &>> 1 | ends
    guard dots != 0, (dots | marks.hyphens & host) & borders == 0 else { return false }
    let last = 64 - dots.leadingZeroBitCount
    return unsafe text[last] | 0x20 >= 0x61
  }

  /// `https://`, a host, and a path of letters, digits, `-`, `.`, `_`, `/`, `?`, `=` and `&`.
  private static func isWebURL(
    _ text: UnsafePointer<UInt8>, _ count: Int, allowsPlain: Bool
  ) -> Bool {
    guard count > 8 else { return false }
    let scheme = unsafe scan_word(text)
    let isSecure = scheme == 0x2F2F_3A73_7074_7468
    guard isSecure || allowsPlain && scheme & 0xFF_FFFF_FFFF_FFFF == 0x2F_2F3A_7074_7468 else {
      return false
    }
    let start = isSecure ? 8 : 7
    let marks = unsafe scan_name(text)
    let slashes = marks.slashes & ~below(start) & below(count)
    let hostEnd = slashes == 0 ? count : slashes.trailingZeroBitCount
    guard hostEnd <= 64, unsafe isHost(text, marks, start, hostEnd) else { return false }
    var place = hostEnd & ~63
    while place < count {
      let part = unsafe place == 0 ? marks : scan_name(text + place)
      let allowed =
        part.words | part.dots | part.hyphens | part.slashes | part.joiners | part.queries
      let wanted = below(count - place) & ~below(hostEnd - place)
      guard wanted & ~allowed == 0 else { return false }
      place += 64
    }
    return true
  }

  @inline(__always)
  private static func isWordByte(_ byte: UInt8) -> Bool {
    let letter = (byte | 0x20) &- 0x61
    return letter < 26 || byte &- 0x30 < 10
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
