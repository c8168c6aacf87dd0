/// Why a JSON text was refused, and at which byte of it.
package struct JSONProblem: Error, Sendable, Hashable {
  package enum Kind: Sendable, Hashable {
    case expected(Expectation)
    case unexpectedEnd
    case trailingComma
    case badNumber
    case badEscape
    case byteOrderMark
    case controlCharacter
    case nulCharacter
    case invalidUTF8
    case loneSurrogate
    case duplicateMember
    case tooDeep(max: Int)
    case tooManyMembers(max: Int)
  }

  /// What the grammar wanted where something else stood.
  package enum Expectation: Sendable, Hashable {
    case value, memberName, colon, commaOrBrace, commaOrBracket, end
  }

  package var kind: Kind
  package var offset: Int

  package init(_ kind: Kind, at offset: Int) {
    self.kind = kind
    self.offset = offset
  }

  /// What is wrong, without the place and without a final full stop.
  package var message: String {
    switch kind {
    case .expected(let expectation): "expected \(expectation.words)"
    case .unexpectedEnd: "the text ends inside a value"
    case .trailingComma: "a comma stands before the closing bracket"
    case .badNumber: "not a JSON number (no leading zeros, no plus sign, digits around the point)"
    case .badEscape: "an escape that JSON does not have"
    case .byteOrderMark: "a byte order mark inside the text"
    case .controlCharacter: "a raw control character in a string; JSON wants it escaped"
    case .nulCharacter: "a NUL character"
    case .invalidUTF8: "bytes that are not UTF-8"
    case .loneSurrogate: "half of a surrogate pair"
    case .duplicateMember: "a member name that the same object already has"
    case .tooDeep(let max): "nested deeper than \(max) levels"
    case .tooManyMembers(let max): "an object with more than \(max) members"
    }
  }
}

extension JSONProblem.Expectation {
  var words: String {
    switch self {
    case .value: "a value"
    case .memberName: "a member name in double quotes"
    case .colon: "a colon"
    case .commaOrBrace: "a comma or }"
    case .commaOrBracket: "a comma or ]"
    case .end: "the end of the text"
    }
  }
}
