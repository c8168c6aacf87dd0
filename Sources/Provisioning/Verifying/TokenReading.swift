import Bytes
import Tokens

/// A token taken apart: header and claims as canonical JSON. Nothing in it is trusted.
package struct TokenReading: Sendable {
  package var header: [UInt8]
  package var claims: [UInt8]
  package var signature: [UInt8]
  package var signingInput: Range<Int>

  /// Takes a compact serialization apart, strictly: three parts, base64url without padding and
  /// stray bits, JSON objects without duplicate members (RFC 7515 section 5.2, RFC 8725).
  package static func read(_ text: [UInt8]) -> (reading: TokenReading?, message: String) {
    guard let parts = CompactToken.split(text.span) else {
      return (nil, "It is not three parts of base64url, joined by dots.")
    }
    var header: [UInt8] = [], claims: [UInt8] = [], signature: [UInt8] = []
    guard let headerJSON = object(text, parts.header, into: &header) else {
      return (nil, "Its header is no JSON object in base64url.")
    }
    guard let claimsJSON = object(text, parts.claims, into: &claims) else {
      return (nil, "Its claims are no JSON object in base64url.")
    }
    guard Base64URL.decode(text.span.extracting(parts.signature), into: &signature) else {
      return (nil, "Its signature is no base64url.")
    }
    return (
      TokenReading(
        header: headerJSON, claims: claimsJSON, signature: signature,
        signingInput: parts.signingInput), ""
    )
  }

  private static func object(
    _ text: [UInt8], _ range: Range<Int>, into raw: inout [UInt8]
  ) -> [UInt8]? {
    guard Base64URL.decode(text.span.extracting(range), into: &raw) else { return nil }
    var json: [UInt8] = []
    var reader = JSONReader()
    guard (try? reader.readWhole(raw.span, into: &json)) != nil,
      json.first == UInt8(ascii: "{")
    else { return nil }
    return json
  }

  /// The members of an object in canonical JSON: the name, and where the value stands.
  package static func members(_ json: [UInt8]) -> [(name: String, value: Range<Int>)] {
    var members: [(name: String, value: Range<Int>)] = []
    let text = json.span
    var index = 1
    while index < text.count && text[index] == UInt8(ascii: "\"") {
      let nameEnd = JSONReader.end(text, from: index)
      var name: [UInt8] = []
      JSONReader.unescape(text, literal: index..<nameEnd, into: &name)
      let end = JSONReader.end(text, from: nameEnd + 1)
      members.append((String(decoding: name, as: Unicode.UTF8.self), (nameEnd + 1)..<end))
      index = end + 1
    }
    return members
  }

  /// The text of a string member, or the JSON of any other.
  package static func text(_ json: [UInt8], _ range: Range<Int>) -> String {
    var text: [UInt8] = []
    if json[range.lowerBound] == UInt8(ascii: "\"") {
      JSONReader.unescape(json.span, literal: range, into: &text)
    } else {
      text = Array(json[range])
    }
    return String(decoding: text, as: Unicode.UTF8.self)
  }
}

extension TokenReading {
  /// The first token inside a text: a run of token characters in three parts whose first one
  /// begins as every JOSE header does.
  package static func find(in text: [UInt8]) -> [UInt8]? {
    var start = 0
    for index in 0...text.count {
      if index < text.count && isTokenByte(text[index]) { continue }
      if index - start > 20, text[start] == UInt8(ascii: "e"),
        text[start + 1] == UInt8(ascii: "y"),
        CompactToken.split(text.span.extracting(start..<index)) != nil
      {
        return Array(text[start..<index])
      }
      start = index + 1
    }
    return nil
  }

  /// Whether the text holds a token whose signature is empty: unsecured, `alg` none (RFC 7515
  /// appendix A.5).
  package static func hasUnsecured(_ text: [UInt8]) -> Bool {
    text.split { !isTokenByte($0) }.contains { run in
      run.starts(with: "ey".utf8) && run.last == UInt8(ascii: ".")
        && run.count { $0 == UInt8(ascii: ".") } == 2
    }
  }

  private static func isTokenByte(_ byte: UInt8) -> Bool {
    PercentEncoding.isUnreserved(byte) && byte != UInt8(ascii: "~")
  }
}
