import Bytes
import HTTPTypes
import Hummingbird
package import Minting

/// Reads the values that a request gives, for inputs that the profile lets it give. Whatever else a
/// request brings is read for its form, and then forgotten: it never reaches a claim.
package enum RequestInputs {
  /// Levels and members that the body of a request may have.
  static let jsonLimits = JSONLimits(depthMax: 16, membersMax: 256)
  /// Parameters that a query may have.
  static let parametersMax = 64

  // MARK: JSON

  /// The values in a body: an object, or nothing at all.
  ///
  /// A text counts as it is, a number or truth value as it is written, and null and the empty text as not
  /// given.
  package static func read(
    json body: [UInt8], _ inputs: [RequestInput]
  ) throws(Refused) -> [RequestValue] {
    if body.allSatisfy(JSONReader.isBlank) { return [] }
    var reader = JSONReader(limits: jsonLimits)
    var text: [UInt8] = []
    do {
      try reader.readWhole(body.span, into: &text)
    } catch {
      throw Refused(.badJSON)
    }
    guard text.first == UInt8(ascii: "{") else { throw Refused(.badJSON) }
    var values: [RequestValue] = []
    for input in inputs {
      var given: [UInt8]?
      for name in input.requestNames {
        let whole = 0..<text.count
        guard let place = JSONCursor.member(name.span, of: text.span, in: whole),
          let value = try scalar(text, place)
        else { continue }
        if given != nil { throw Refused(.repeatedInput) }
        given = value
      }
      if let given { values.append(try checked(input, given)) }
    }
    return values
  }

  private static func scalar(
    _ text: [UInt8], _ place: Range<Int>
  ) throws(Refused) -> [UInt8]? {
    switch text[place.lowerBound] {
    case UInt8(ascii: "\""):
      var value: [UInt8] = []
      JSONReader.unescape(text.span, literal: place, into: &value)
      return value.isEmpty ? nil : value
    case UInt8(ascii: "n"): return nil
    case UInt8(ascii: "{"), UInt8(ascii: "["): throw Refused(.badInput)
    default: return Array(text[place])
    }
  }

  // MARK: Query

  /// The values in a query, as forms and `URLSearchParams` write it: `+` is a blank, and what is
  /// percent-encoded must be so correctly and be UTF-8.
  package static func read(
    query: String?, _ inputs: [RequestInput]
  ) throws(Refused) -> [RequestValue] {
    guard let query, !query.isEmpty else { return [] }
    var values: [RequestValue] = []
    var count = 0
    for pair in Array(query.utf8).split(separator: UInt8(ascii: "&")) {
      count += 1
      guard count <= parametersMax else { throw Refused(.badRequest) }
      let parts = pair.split(
        separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
      let name = try decoded(parts[0])
      guard let input = inputs.first(where: { $0.requestNames.contains(name) }) else { continue }
      guard !values.contains(where: { $0.input.utf8.elementsEqual(input.name.utf8) }) else {
        throw Refused(.repeatedInput)
      }
      let value = parts.count > 1 ? try decoded(parts[1]) : []
      values.append(try checked(input, value))
    }
    return values.filter { !$0.text.isEmpty }
  }

  private static func decoded(_ text: ArraySlice<UInt8>) throws(Refused) -> [UInt8] {
    let encoded = text.map { $0 == UInt8(ascii: "+") ? 0x20 : $0 }
    var output: [UInt8] = []
    guard PercentEncoding.decode(encoded.span, into: &output) else { throw Refused(.badInput) }
    return output
  }

  // MARK: Values

  /// A value that may go on to the profile's own rule: text without control characters, which no
  /// platform's state, nonce or path has, and which would end a header's line.
  private static func checked(
    _ input: RequestInput, _ text: [UInt8]
  ) throws(Refused) -> RequestValue {
    let isPlain = text.allSatisfy { $0 >= 0x20 && $0 != 0x7F }
    guard isPlain, String(validating: text, as: Unicode.UTF8.self) != nil else {
      throw Refused(.badInput)
    }
    return RequestValue(input: input.name, text: text)
  }
}
