/// The members of one JSON object, as far as keys need them.
struct JSONObject {
  enum Value {
    case string(SecretBytes)
    /// An array of strings, the only other shape that a JWK's members have here.
    case strings([SecretBytes])
    /// Anything else, which was checked and passed over.
    case other
  }

  var members: [(name: SecretBytes, value: Value)] = []

  /// The value of the member with this name, compared byte by byte.
  func member(_ name: String) -> Value? {
    members.first { member in
      member.name.withBytes { ASCII.areEqual($0, name) }
    }?.value
  }

  /// The value of a string member.
  func string(_ name: String) -> SecretBytes? {
    guard case .string(let value) = member(name) else { return nil }
    return value
  }

  /// Whether a member is the string `text`; `nil` if there is no such member.
  func isString(_ name: String, _ text: String) -> Bool? {
    guard let value = member(name) else { return nil }
    guard case .string(let string) = value else { return false }
    return string.withBytes { ASCII.areEqual($0, text) }
  }
}
