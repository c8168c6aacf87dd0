extension UInt8 {
  var isDigit: Bool {
    self &- 0x30 < 10
  }

  var isLetter: Bool {
    (self | 0x20) &- 0x61 < 26
  }

  var isHexDigit: Bool {
    isDigit || (self | 0x20) &- 0x61 < 6
  }

  /// RFC 3986, section 2.3.
  var isURIUnreserved: Bool {
    switch self {
    case UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "~"): true
    default: isDigit || isLetter
    }
  }

  /// RFC 3986, section 2.2.
  var isURISubDelimiter: Bool {
    switch self {
    case UInt8(ascii: "!"), UInt8(ascii: "$"), UInt8(ascii: "&"), UInt8(ascii: "'"),
      UInt8(ascii: "("), UInt8(ascii: ")"), UInt8(ascii: "*"), UInt8(ascii: "+"),
      UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: "="):
      true
    default: false
    }
  }
}
