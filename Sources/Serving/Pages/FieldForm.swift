import Bytes

/// A form that a platform is posted: what an artifact of the kind `form` is, rendered as fields.
struct FieldForm: Sendable, Hashable {
  let address: PlatformAddress
  let fields: [Field]

  struct Field: Sendable, Hashable {
    var name: [UInt8]
    var value: [UInt8]
  }

  /// Reads a URL and, behind a line end, fields in `application/x-www-form-urlencoded`; nil if that is
  /// not what the bytes are.
  init?(_ artifact: [UInt8]) {
    let parts = artifact.split(separator: 0x0A, maxSplits: 1, omittingEmptySubsequences: false)
    guard let address = PlatformAddress(Array(parts[0])) else { return nil }
    self.address = address
    var fields: [Field] = []
    for pair in parts.count > 1 ? parts[1].split(separator: UInt8(ascii: "&")) : [] {
      let sides = pair.split(
        separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
      var field = Field(name: [], value: [])
      guard sides.count == 2, PercentEncoding.decode(Array(sides[0]).span, into: &field.name),
        PercentEncoding.decode(Array(sides[1]).span, into: &field.value)
      else { return nil }
      fields.append(field)
    }
    self.fields = fields
  }
}
