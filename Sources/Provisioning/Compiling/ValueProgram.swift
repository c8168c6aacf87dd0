import Bytes
package import Profiles
package import Schemas

/// How one claim, input or member gets its value in a row. A class, so that no row copies it.
package final class ValueProgram: Sendable {
  /// Index of the claim or input, or -1 for a member of an object.
  package let index: Int
  /// The path in findings.
  package let path: String

  /// The name on the wire.
  package let wireName: String
  /// That name as JSON, with the colon.
  package let prefix: [UInt8]
  package let types: SchemaType
  package let itemTypes: SchemaType
  package let schema: Schema
  package let transforms: [Transform]
  package let separator: [UInt8]?
  package let clear: ClearMarker?
  package let isSecret: Bool
  /// The slot that feeds it.
  package let slot: Int
  package let origin: CompiledOrigin?
  /// Where the origin gives a value; nil means everywhere.
  package let when: Condition?
  /// Members that may be fed one by one.
  package let members: [ValueProgram]
  /// Whether the profile alone gives the value: then no column feeds a member of it either.
  package let isFixed: Bool
  /// Whether a text goes straight from the column into the token.
  package let isPlainText: Bool

  init(
    _ property: Property, index: Int, path: String, wireName: String, separator: [UInt8]?,
    isSecret: Bool, slot: Int, origin: CompiledOrigin?, members: [ValueProgram]
  ) {
    self.index = index
    self.path = path
    self.wireName = wireName
    var prefix: [UInt8] = []
    JSONWriter.appendString(Array(wireName.utf8).span, to: &prefix)
    self.prefix = prefix + [UInt8(ascii: ":")]
    types = property.types
    itemTypes = property.itemTypes
    schema = property.schema
    transforms = property.transforms
    self.separator = separator
    clear = property.clear
    self.isSecret = isSecret
    self.slot = slot
    self.origin = origin
    when = property.when
    self.members = members
    isFixed = (property.origin?.isMade ?? false) && property.from == nil
    isPlainText =
      property.types == .string && property.transforms.isEmpty && property.clear == nil && !isSecret
  }

  /// What the value is, for a sentence: `The claim "sub"`, `The input "return_to"`.
  package func words(_ place: String = "") -> String {
    path.hasPrefix("inputs.")
      ? "The input \"\(path.dropFirst("inputs.".count))\(place)\"" : "The claim \"\(path)\(place)\""
  }
}
