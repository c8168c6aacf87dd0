import Bytes
import Schemas
import Tokens

// A span of one stored array keeps its whole struct borrowed, so that no other array of the struct
// can be changed. These overloads borrow just the array.

extension JSONWriter {
  static func appendString(_ text: [UInt8], to output: inout [UInt8]) {
    appendString(text.span, to: &output)
  }

  static func appendString(_ text: [UInt8], _ range: Range<Int>, to output: inout [UInt8]) {
    appendString(text.span.extracting(range), to: &output)
  }

  static func appendEscaped(_ text: [UInt8], to output: inout [UInt8]) {
    appendEscaped(text.span, to: &output)
  }

  static func appendRaw(_ bytes: [UInt8], _ range: Range<Int>, to output: inout [UInt8]) {
    appendRaw(bytes.span.extracting(range), to: &output)
  }
}

extension JSONReader {
  mutating func readWhole(
    _ source: [UInt8], into output: inout [UInt8]
  ) throws(JSONProblem) {
    try readWhole(source.span, into: &output)
  }

  static func unescape(
    _ canonical: [UInt8], literal range: Range<Int>, into output: inout [UInt8]
  ) {
    unescape(canonical.span, literal: range, into: &output)
  }
}

extension SchemaValidator {
  mutating func isValid(_ json: [UInt8], _ schema: Schema) -> Bool {
    isValid(json.span, schema)
  }

  mutating func isValid(_ json: [UInt8], _ range: Range<Int>, _ schema: Schema) -> Bool {
    isValid(json.span.extracting(range), schema)
  }

  /// All violations, for the rare value that has one.
  mutating func violations(of json: [UInt8], _ schema: Schema) -> [Violation] {
    var violations: [Violation] = []
    validate(json.span, schema) { violations.append($0) }
    return violations
  }
}

extension Hex {
  static func append(_ bytes: [UInt8], to output: inout [UInt8]) {
    append(bytes.span, to: &output)
  }

  static func append(_ bytes: [UInt8], _ range: Range<Int>, to output: inout [UInt8]) {
    append(bytes.span.extracting(range), to: &output)
  }
}

extension Base64 {
  static func append(_ bytes: [UInt8], to output: inout [UInt8]) {
    append(bytes.span, to: &output)
  }
}

extension Base64URL {
  static func append(_ bytes: [UInt8], to output: inout [UInt8]) {
    append(bytes.span, to: &output)
  }
}

extension PercentEncoding {
  static func append(_ text: [UInt8], to output: inout [UInt8]) {
    append(text.span, to: &output)
  }
}

extension Signer {
  func sign(
    _ bytes: [UInt8], _ range: Range<Int>, into signature: inout [UInt8]
  ) throws(SigningError) {
    try sign(bytes.span.extracting(range), into: &signature)
  }
}
