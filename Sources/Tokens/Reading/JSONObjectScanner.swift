import Bytes

/// Reads one JSON object strictly (RFC 8259): UTF-8 without byte order mark, no member twice, no
/// lone surrogate, nothing after it, a limit on members and depth.
struct JSONObjectScanner {
  private var text: [UInt8]
  private var index = 0

  /// The object that `text` is, or `nil` if it is none.
  static func read(_ text: Span<UInt8>) -> JSONObject? {
    guard text.count <= KeyLimits.materialBytesMax, (try? UTF8Span(validating: text)) != nil else {
      return nil
    }
    var copy: [UInt8] = []
    copy.append(addingCapacity: text.count) { output in
      for index in text.indices { output.append(text[index]) }
    }
    var scanner = JSONObjectScanner(text: copy)
    copy = []
    defer { OpenSSLMemory.wipe(&scanner.text) }
    scanner.skipSpace()
    guard let object = scanner.object(depth: 1) else { return nil }
    scanner.skipSpace()
    return scanner.index == text.count ? object : nil
  }

  private mutating func skipSpace() {
    while let byte = peek(), byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D {
      index += 1
    }
  }

  private func peek() -> UInt8? { index < text.count ? text[index] : nil }

  private mutating func take(_ character: Unicode.Scalar) -> Bool {
    guard let byte = peek(), byte == UInt8(ascii: character) else { return false }
    index += 1
    return true
  }

  private mutating func object(depth: Int) -> JSONObject? {
    guard take("{"), depth <= KeyLimits.depthMax else { return nil }
    var object = JSONObject()
    skipSpace()
    if take("}") { return object }
    while object.members.count < KeyLimits.membersMax {
      skipSpace()
      guard let name = string() else { return nil }
      let isNew = object.members.allSatisfy { member in
        member.name.withBytes { other in
          name.withBytes { !OpenSSLMemory.areEqual($0, other) }
        }
      }
      skipSpace()
      guard isNew, take(":"), let value = value(depth: depth) else { return nil }
      object.members.append((name, value))
      if take("}") { return object }
      guard take(",") else { return nil }
    }
    return nil
  }

  /// A value and the white space around it.
  private mutating func value(depth: Int) -> JSONObject.Value? {
    skipSpace()
    defer { skipSpace() }
    switch peek() {
    case UInt8(ascii: "\""): return string().map { .string($0) }
    case UInt8(ascii: "{"): return object(depth: depth + 1).map { _ in .other }
    case UInt8(ascii: "["): return array(depth: depth + 1)
    default: return literal() ? .other : nil
    }
  }

  private mutating func array(depth: Int) -> JSONObject.Value? {
    guard take("["), depth <= KeyLimits.depthMax else { return nil }
    var strings: [SecretBytes] = []
    var count = 0
    skipSpace()
    if take("]") { return .strings([]) }
    while count < KeyLimits.membersMax {
      guard let value = value(depth: depth) else { return nil }
      if case .string(let string) = value { strings.append(string) }
      count += 1
      if take("]") { return strings.count == count ? .strings(strings) : .other }
      guard take(",") else { return nil }
    }
    return nil
  }

  private mutating func literal() -> Bool {
    for word in ["true", "false", "null"] {
      let end = index + word.utf8.count
      if end <= text.count && ASCII.areEqual(text.span.extracting(index..<end), word) {
        index = end
        return true
      }
    }
    return number()
  }

  private mutating func number() -> Bool {
    _ = take("-")
    guard take("0") || digits() else { return false }
    if take(".") && !digits() { return false }
    if take("e") || take("E") {
      _ = take("+") || take("-")
      return digits()
    }
    return true
  }

  private mutating func digits() -> Bool {
    let start = index
    while let byte = peek(), (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) { index += 1 }
    return index > start
  }

  private mutating func string() -> SecretBytes? {
    guard take("\"") else { return nil }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(text.count - index)
    defer { OpenSSLMemory.wipe(&bytes) }
    while let byte = peek() {
      index += 1
      switch byte {
      case UInt8(ascii: "\""): return SecretBytes(copying: bytes.span)
      case UInt8(ascii: "\\"): guard escape(&bytes) else { return nil }
      case 0..<0x20: return nil
      default: bytes.append(byte)
      }
    }
    return nil
  }

  private mutating func escape(_ bytes: inout [UInt8]) -> Bool {
    guard let byte = peek() else { return false }
    index += 1
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): bytes.append(byte)
    case UInt8(ascii: "b"): bytes.append(0x08)
    case UInt8(ascii: "f"): bytes.append(0x0C)
    case UInt8(ascii: "n"): bytes.append(0x0A)
    case UInt8(ascii: "r"): bytes.append(0x0D)
    case UInt8(ascii: "t"): bytes.append(0x09)
    case UInt8(ascii: "u"):
      guard let scalar = unicodeEscape(), let encoded = UTF8.encode(scalar) else { return false }
      bytes.append(contentsOf: encoded)
    default: return false
    }
    return true
  }

  /// The scalar of one `\u` escape, or of two that are a surrogate pair, behind the first `\u`.
  private mutating func unicodeEscape() -> Unicode.Scalar? {
    guard let first = codeUnit() else { return nil }
    if let scalar = Unicode.Scalar(first) { return scalar }
    guard UTF16.isLeadSurrogate(first), take("\\"), take("u"), let second = codeUnit(),
      UTF16.isTrailSurrogate(second)
    else { return nil }
    return Unicode.Scalar(0x10000 + (UInt32(first) - 0xD800) << 10 + (UInt32(second) - 0xDC00))
  }

  private mutating func codeUnit() -> UInt16? {
    guard text.count - index >= 4 else { return nil }
    var raw: [UInt8] = []
    guard Hex.decode(text.span.extracting(index..<index + 4), into: &raw) else { return nil }
    index += 4
    return UInt16(raw[0]) << 8 | UInt16(raw[1])
  }
}
