import Bytes
package import Profiles
package import Schemas
package import Tokens

/// A profile made ready for one run: parameters filled in, names turned into indices, constants
/// turned into bytes. Immutable, and shared by all workers.
package final class CompiledProfile: Sendable {
  package let profile: Profile
  package let algorithm: Algorithm
  package let lifetimeSeconds: Int?
  /// The age that the platform counts by itself, in seconds.
  package let ageSeconds: Int?
  package let isEternalAllowed: Bool
  /// Values of the parameters, by index; nil where not set.
  package let parameters: [RunValue?]
  /// Values of the inputs for all rows, by index.
  package let inputDefaults: [RunValue?]
  package let claims: [ValueProgram]
  package let inputs: [ValueProgram]
  /// The times that claims carry; their texts are made once per chunk.
  package let times: [TimeOrigin]
  /// For each slot the columns that may feed it, in order of preference.
  package let slots: [SlotColumns]
  /// For each effect of the profile, whether a row with it is held back.
  package let heldEffects: [Bool]
  package let artifact: ArtifactProgram
  /// How the token is put together where it is no JWS.
  package let container: ContainerProgram?
  /// The JOSE header as JSON; empty for a container.
  package let header: [UInt8]
  package let ignoresUnknownColumns: Bool
  /// Pieces of the key that are no secrets; nil where no key is at hand.
  package let keyParts: [[UInt8]]?
  /// What may have each value once in a batch.
  package let uniqueValues: [Reference]
  /// Claims that must be there and that their program cannot guarantee.
  package let requiredClaims: [Int]

  init(_ parts: ProfileCompiler.Parts) {
    profile = parts.profile
    algorithm = parts.algorithm
    lifetimeSeconds = parts.lifetimeSeconds
    ageSeconds = parts.ageSeconds
    isEternalAllowed = parts.isEternalAllowed
    parameters = parts.parameters
    inputDefaults = parts.inputDefaults
    claims = parts.claims
    inputs = parts.inputs
    times = parts.times
    slots = parts.slots
    heldEffects = parts.heldEffects
    artifact = parts.artifact
    container = parts.container
    header = parts.header
    ignoresUnknownColumns = parts.ignoresUnknownColumns
    keyParts = parts.keyParts
    uniqueValues = parts.uniqueValues
    requiredClaims = profile.claims.required
  }

  /// How a claim or an input gets its value.
  package func program(_ reference: Reference) -> ValueProgram {
    reference.scope == .input ? inputs[reference.index] : claims[reference.index]
  }

  /// The form of the time in a claim or an input.
  package func timeForm(_ reference: Reference) -> TimeForm {
    let group = reference.scope == .input ? profile.inputs : profile.claims
    return group.properties[reference.index].timeForm
  }

  /// The claim with this name on the wire.
  package func claimIndex(named name: String) -> Int? {
    claims.firstIndex { $0.wireName.utf8.elementsEqual(name.utf8) }
  }

  /// Whether tokens live for ever: neither an expiry nor an age bounds them.
  package var isEternal: Bool { lifetimeSeconds == nil && ageSeconds == nil }
}

/// The columns that may feed one slot.
package struct SlotColumns: Sendable {
  /// What the slot feeds, for findings.
  package var claim: String
  package var names: [String]
  package var isSecret: Bool
}

/// A value that is the same for all rows.
package struct RunValue: Sendable {
  /// The text as it is put into templates.
  package var text: [UInt8]
  /// Canonical JSON.
  package var json: [UInt8]

  package init(text: [UInt8], json: [UInt8]) {
    self.text = text
    self.json = json
  }

  init(ofText text: [UInt8]) {
    self.text = text
    json = []
    JSONWriter.appendString(text.span, to: &json)
  }

  /// Whether it is a text, and not a number, a list or the like.
  package var isText: Bool { json.first == UInt8(ascii: "\"") }
}

/// How one claim, input or member gets its value in a row.
package struct ValueProgram: Sendable {
  /// Index of the claim or input, or -1 for a member of an object.
  package var index: Int
  /// The path in findings.
  package var path: String

  /// What the value is, for a sentence: `The claim "sub"`, `The input "return_to"`.
  package func words(_ place: String = "") -> String {
    path.hasPrefix("inputs.")
      ? "The input \"\(path.dropFirst("inputs.".count))\(place)\"" : "The claim \"\(path)\(place)\""
  }

  /// The name on the wire.
  package var wireName: String
  /// That name as JSON, with the colon.
  package var prefix: [UInt8]
  package var types: SchemaType
  package var itemTypes: SchemaType
  package var schema: Schema
  package var transforms: [Transform]
  package var separator: [UInt8]?
  package var clear: ClearMarker?
  package var isSecret: Bool
  /// The slot that feeds it.
  package var slot: Int
  package var origin: CompiledOrigin?
  /// Where the origin gives a value; nil means everywhere.
  package var when: Condition?
  /// Members that may be fed one by one.
  package var members: [ValueProgram]
  /// Whether a text goes straight from the column into the token.
  package var isPlainText: Bool {
    types == .string && transforms.isEmpty && clear == nil && !isSecret
  }
}

/// Where a value comes from when no column feeds it, with constants filled in.
package enum CompiledOrigin: Sendable {
  /// Canonical JSON.
  case constant([UInt8])
  case template(JSONTemplate)
  /// Index into the times of the profile.
  case time(Int)
  case random(RandomOrigin)
  case join(separator: [UInt8], parts: [Template])
  case firstOf([JSONTemplate])
}
