import Batches
import Bytes
import Profiles
import Schemas
import Tokens

extension Judge {
  /// Applies a transform to `work`; returns the value's kind after it, or nil where it fails.
  mutating func apply(_ transform: Transform, to kind: Field.Kind) -> Field.Kind? {
    switch transform {
    case .trim, .lowercase, .uppercase, .prefix, .suffix:
      // Numbers, booleans and structures have nothing to trim or to fold.
      return kind == .json ? kind : applyToText(transform, kind)
    case .md5, .sha1, .sha256, .sha512, .base64, .base64url, .hex, .percentEncode:
      return kind == .json ? nil : applyToText(transform, kind)
    case .parseJSON:
      return kind == .json ? kind : parseWork()
    case .encodeJSON: return encodeWork(kind)
    case .toString: return kind == .json ? stringOfWork() : .string
    case .toInteger, .toNumber: return numberOfWork(kind, isInteger: transform == .toInteger)
    case .toBoolean: return booleanOfWork(kind)
    case .split(let separator): return kind == .json ? kind : splitWork(separator)
    case .join(let separator): return kind == .json ? joinWork(separator) : kind
    }
  }

  private mutating func applyToText(_ transform: Transform, _ kind: Field.Kind) -> Field.Kind? {
    spare.removeAll(keepingCapacity: true)
    switch transform {
    case .trim:
      let range = Judge.trimmed(work, 0..<work.count)
      JSONWriter.appendRaw(work, range, to: &spare)
    case .lowercase: Judge.fold(work, isUpper: false, into: &spare)
    case .uppercase: Judge.fold(work, isUpper: true, into: &spare)
    case .prefix(let text): spare = text + work
    case .suffix(let text): spare = work + text
    case .md5: hexDigest(.md5)
    case .sha1: hexDigest(.sha1)
    case .sha256: hexDigest(.sha256)
    case .sha512: hexDigest(.sha512)
    case .base64: Base64.append(work, to: &spare)
    case .base64url: Base64URL.append(work, to: &spare)
    case .hex: Hex.append(work, to: &spare)
    case .percentEncode: PercentEncoding.append(work, to: &spare)
    default: preconditionFailure("Only transforms of texts come here.")
    }
    swap(&work, &spare)
    return kind
  }

  private mutating func hexDigest(_ digest: Digest) {
    var raw: [UInt8] = []
    digest.append(of: work.span, to: &raw)
    Hex.append(raw, to: &spare)
  }

  private mutating func parseWork() -> Field.Kind? {
    spare.removeAll(keepingCapacity: true)
    guard (try? reader.readWhole(work, into: &spare)) != nil else { return nil }
    swap(&work, &spare)
    return .json
  }

  private mutating func encodeWork(_ kind: Field.Kind) -> Field.Kind? {
    guard kind != .json else { return .string }
    spare.removeAll(keepingCapacity: true)
    JSONWriter.appendString(work, to: &spare)
    swap(&work, &spare)
    return .string
  }

  /// The text of a number or a boolean.
  private func stringOfWork() -> Field.Kind? {
    work.first == UInt8(ascii: "[") || work.first == UInt8(ascii: "{") ? nil : .string
  }

  private mutating func numberOfWork(_ kind: Field.Kind, isInteger: Bool) -> Field.Kind? {
    let range = Judge.trimmed(work, 0..<work.count)
    let text = Array(work[range])
    guard Judge.isNumber(text) else { return nil }
    if isInteger && !text.allSatisfy({ $0 == UInt8(ascii: "-") || (0x30...0x39).contains($0) }) {
      return nil
    }
    work = text
    return .json
  }

  private mutating func booleanOfWork(_ kind: Field.Kind) -> Field.Kind? {
    if kind == .json { return Judge.boolean(work) == nil ? nil : .json }
    let word = Judge.asciiFolded(work[Judge.trimmed(work, 0..<work.count)])
    if ["true", "yes", "y", "1", "on"].contains(where: { word.elementsEqual($0.utf8) }) {
      work = Array("true".utf8)
    } else if ["false", "no", "n", "0", "off"].contains(where: { word.elementsEqual($0.utf8) }) {
      work = Array("false".utf8)
    } else {
      return nil
    }
    return .json
  }

  private mutating func splitWork(_ separator: [UInt8]) -> Field.Kind? {
    spare.removeAll(keepingCapacity: true)
    spare.append(UInt8(ascii: "["))
    var start = 0
    while start <= work.count && !work.isEmpty {
      let end = Judge.find(separator, in: work, from: start) ?? work.count
      if start > 0 { spare.append(UInt8(ascii: ",")) }
      let piece = Judge.trimmed(work, start..<end)
      JSONWriter.appendString(work, piece, to: &spare)
      start = end + separator.count
    }
    spare.append(UInt8(ascii: "]"))
    swap(&work, &spare)
    return .json
  }

  /// Joins the texts and numbers of a JSON array; a value that is no array stays as it is.
  private mutating func joinWork(_ separator: [UInt8]) -> Field.Kind? {
    guard work.first == UInt8(ascii: "[") else { return stringOfWork() }
    spare.removeAll(keepingCapacity: true)
    var index = 1
    var isFirst = true
    while index < work.count && work[index] != UInt8(ascii: "]") {
      if !isFirst { spare.append(contentsOf: separator) }
      isFirst = false
      let end = JSONReader.end(work.span, from: index)
      switch JSONReader.kind(work.span, at: index) {
      case .string: JSONReader.unescape(work, literal: index..<end, into: &spare)
      case .number: JSONWriter.appendRaw(work, index..<end, to: &spare)
      default: return nil
      }
      index = end < work.count && work[end] == UInt8(ascii: ",") ? end + 1 : end
    }
    swap(&work, &spare)
    return .string
  }

  // MARK: Pieces of text

  /// The range without ASCII white space at its ends.
  static func trimmed(_ bytes: [UInt8], _ range: Range<Int>) -> Range<Int> {
    var range = range
    while !range.isEmpty && isBlank(bytes[range.lowerBound]) {
      range = (range.lowerBound + 1)..<range.upperBound
    }
    while !range.isEmpty && isBlank(bytes[range.upperBound - 1]) {
      range = range.lowerBound..<(range.upperBound - 1)
    }
    return range
  }

  private static func isBlank(_ byte: UInt8) -> Bool {
    byte == 0x20 || (0x09...0x0D).contains(byte)
  }

  static func find(_ wanted: [UInt8], in bytes: [UInt8], from start: Int) -> Int? {
    guard bytes.count >= wanted.count else { return nil }
    var index = start
    while index <= bytes.count - wanted.count {
      if bytes[index] == wanted[0] && bytes[index..<(index + wanted.count)].elementsEqual(wanted) {
        return index
      }
      index += 1
    }
    return nil
  }

  /// Folds case: ASCII by byte, the rest by Unicode's default mapping, which knows no locale.
  private static func fold(_ bytes: [UInt8], isUpper: Bool, into output: inout [UInt8]) {
    if bytes.contains(where: { $0 >= 0x80 }) {
      let text = String(decoding: bytes, as: Unicode.UTF8.self)
      output += Array((isUpper ? text.uppercased() : text.lowercased()).utf8)
      return
    }
    let letters: ClosedRange<UInt8> = isUpper ? 0x61...0x7A : 0x41...0x5A
    for byte in bytes { output.append(letters.contains(byte) ? byte ^ 0x20 : byte) }
  }

  /// Whether the text is a JSON number.
  static func isNumber(_ text: some Collection<UInt8>) -> Bool {
    var rest = text[...]
    func digits() -> Int {
      let run = rest.prefix { (0x30...0x39).contains($0) }
      return run.count
    }
    if rest.first == UInt8(ascii: "-") { rest = rest.dropFirst() }
    let isZero = rest.first == 0x30
    let whole = digits()
    guard whole == 1 || (whole > 1 && !isZero) else { return false }
    rest = rest.dropFirst(whole)
    if rest.first == UInt8(ascii: ".") {
      rest = rest.dropFirst()
      let fraction = digits()
      guard fraction > 0 else { return false }
      rest = rest.dropFirst(fraction)
    }
    if let letter = rest.first, letter | 0x20 == UInt8(ascii: "e") {
      rest = rest.dropFirst()
      if let sign = rest.first, sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-") {
        rest = rest.dropFirst()
      }
      let exponent = digits()
      guard exponent > 0 else { return false }
      rest = rest.dropFirst(exponent)
    }
    return rest.isEmpty
  }

  /// In lower case where it is an ASCII letter.
  private static func asciiFolded(_ text: some Collection<UInt8>) -> [UInt8] {
    text.map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }
  }

  /// `true` or `false` in any case, as spreadsheets write them.
  static func boolean(_ text: some Collection<UInt8>) -> String? {
    let folded = asciiFolded(text)
    if folded.elementsEqual("true".utf8) { return "true" }
    if folded.elementsEqual("false".utf8) { return "false" }
    return nil
  }
}

extension Transform {
  /// What the step needs, for a finding.
  var need: String {
    switch self {
    case .parseJSON: "it is not JSON"
    case .toInteger: "it is not a whole number"
    case .toNumber: "it is not a number"
    case .toBoolean: "it is none of true, false, yes, no, 1, 0, on, off"
    case .join: "only lists of texts and numbers can be joined"
    default: "it is not a text"
    }
  }
}
