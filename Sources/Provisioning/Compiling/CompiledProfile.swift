import Bytes
package import Profiles
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
  /// What a ledger asks of rows; nil where there is none.
  package let memory: RowMemory?
  /// What decides on a row's key; nil where there is one key for all.
  package let route: KeyRoute?
  /// Claims that must be there and that their program cannot guarantee.
  package let requiredClaims: [Int]
  /// The same, by index.
  let isRequired: [Bool]
  /// Which rules and effects a row can meet.
  package let ruleIndex: RuleIndex
  // Beside the properties, which are large to copy.
  private let claimTimeForms: [TimeForm]
  private let inputTimeForms: [TimeForm]

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
    memory = parts.memory
    route = parts.route
    let required = Set(profile.claims.required)
    requiredClaims = profile.claims.required
    isRequired = profile.claims.properties.indices.map(required.contains)
    claimTimeForms = profile.claims.properties.map(\.timeForm)
    inputTimeForms = profile.inputs.properties.map(\.timeForm)
    ruleIndex = RuleIndex(profile, NeedAnalysis(profile, parameters: parameters))
  }

  /// How a claim or an input gets its value.
  package func program(_ reference: Reference) -> ValueProgram {
    reference.scope == .input ? inputs[reference.index] : claims[reference.index]
  }

  /// The form of the time in a claim or an input.
  package func timeForm(_ reference: Reference) -> TimeForm {
    reference.scope == .input
      ? inputTimeForms[reference.index] : claimTimeForms[reference.index]
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
