import Bytes
import Foundation

/// One file of the official test suite (json-schema-org/JSON-Schema-Test-Suite), read without losing
/// how its numbers are written.
struct SuiteFile {
  struct Group {
    var description: String
    var schema: RawJSON
    var tests: [Test]
  }

  struct Test {
    var description: String
    var data: RawJSON
    var isValid: Bool
  }

  /// The name under `tests/draft2020-12`, such as `optional/format/email`.
  var name: String
  var groups: [Group]

  init(name: String, at url: URL) throws {
    self.name = name
    groups = RawJSON(text: Array(try Data(contentsOf: url))[...]).elements.map { group in
      Group(
        description: group["description"].string, schema: group["schema"],
        tests: group["tests"].elements.map { test in
          Test(
            description: test["description"].string, data: test["data"],
            isValid: test["valid"].text.elementsEqual("true".utf8))
        })
    }
  }
}

/// A value as it stands in a JSON text that is well formed, white space around it aside. Our own
/// reader refuses some of the suite's texts, such as those with NUL, so it reads single values only.
struct RawJSON {
  let text: ArraySlice<UInt8>

  init(text: ArraySlice<UInt8>) {
    let isBlank: (UInt8) -> Bool = { $0 == 0x20 || $0 == 0x0A || $0 == 0x0D || $0 == 0x09 }
    let front = text.drop(while: isBlank)
    self.text = front.dropLast(front.reversed().prefix(while: isBlank).count)
  }

  /// The value in the canonical form that the validator takes; nil where our reader refuses it.
  var canonical: [UInt8]? {
    var reader = JSONReader()
    var json: [UInt8] = []
    guard (try? reader.readWhole(Array(text).span, into: &json)) != nil else { return nil }
    return json
  }

  var string: String {
    (try? JSONSerialization.jsonObject(with: Data(text), options: .fragmentsAllowed)) as? String
      ?? ""
  }

  subscript(name: String) -> RawJSON {
    members.first { $0.name == name }?.value ?? RawJSON(text: [])
  }

  var elements: [RawJSON] { pieces(between: UInt8(ascii: ",")).map { RawJSON(text: $0) } }

  var members: [(name: String, value: RawJSON)] {
    guard text.first == UInt8(ascii: "{") else { return [] }
    return pieces(between: UInt8(ascii: ",")).map { piece in
      let colon = Self.first(UInt8(ascii: ":"), in: piece) ?? piece.endIndex
      return (
        RawJSON(text: piece[..<colon]).string, RawJSON(text: piece[colon...].dropFirst())
      )
    }
  }

  /// The object without some of its members.
  func without(_ names: [String]) -> RawJSON {
    guard text.first == UInt8(ascii: "{") else { return self }
    let kept = pieces(between: UInt8(ascii: ",")).filter { piece in
      let colon = Self.first(UInt8(ascii: ":"), in: piece) ?? piece.endIndex
      return !names.contains(RawJSON(text: piece[..<colon]).string)
    }
    return RawJSON(text: ([0x7B] + Array(kept.joined(separator: [0x2C])) + [0x7D])[...])
  }

  /// What stands between the separators of this level.
  private func pieces(between separator: UInt8) -> [ArraySlice<UInt8>] {
    var rest = text.dropFirst().dropLast()
    var pieces: [ArraySlice<UInt8>] = []
    while let end = Self.first(separator, in: rest) {
      pieces.append(rest[..<end])
      rest = rest[(end + 1)...]
    }
    return RawJSON(text: rest).text.isEmpty && pieces.isEmpty ? [] : pieces + [rest]
  }

  /// The first place of a byte outside strings and brackets.
  private static func first(_ wanted: UInt8, in text: ArraySlice<UInt8>) -> Int? {
    var depth = 0
    var isInString = false
    var isEscaped = false
    for index in text.indices {
      let byte = text[index]
      if isInString {
        if byte == UInt8(ascii: "\""), !isEscaped { isInString = false }
        isEscaped = byte == UInt8(ascii: "\\") && !isEscaped
        continue
      }
      switch byte {
      case UInt8(ascii: "\""): isInString = true
      case UInt8(ascii: "["), UInt8(ascii: "{"): depth += 1
      case UInt8(ascii: "]"), UInt8(ascii: "}"): depth -= 1
      default: if byte == wanted, depth == 0 { return index }
      }
    }
    return nil
  }
}
