package import Findings
public import Tokens

/// A platform, as a profile describes it: decoded, resolved and checked.
///
/// A value of this type cannot be wrong in itself: every name it holds refers to something that
/// exists. It is made by ``ProfileReader``, and compiled for one run by the provisioner.
public struct Profile: Sendable {
  /// The name on the command line.
  public var name: String
  /// One line for people.
  public var title: String
  public var summary: String
  package var documents: [Document]
  package var parameters: PropertyGroup
  package var inputs: PropertyGroup
  package var claims: PropertyGroup
  /// How a JWS is signed; for a container, the algorithm for which its key is loaded.
  package var token: TokenFormat
  /// A signed text in the place of a JWS.
  package var container: ContainerForm?
  package var key: KeyRequirement
  package var lifetime: Lifetime
  package var columns: ColumnPolicy
  /// What names a user: claims, members of claims, inputs.
  package var identity: [Reference]
  package var rules: [Rule]
  package var effects: [Effect]
  package var artifacts: [ArtifactForm]
  /// How the platform is presented with tokens, and what its answers mean; nil where only a user's own
  /// browser can do that.
  package var delivery: DeliveryRule? = nil
  /// Every `source` of the profile, in the order of the file.
  package var sources: [SourceNote]

  /// The algorithms that the platform accepts, the default first; for a container, the one for
  /// which its key is loaded.
  public var algorithms: [Algorithm] { token.algorithms }
  /// The names of the artifact forms, the default first.
  public var artifactNames: [String] { artifacts.map(\.name) }
  /// The names of the parameters that a run must set.
  public var requiredParameterNames: [String] {
    parameters.required.map { parameters.properties[$0].name }
  }
}

/// A document of the platform.
package struct Document: Sendable {
  package var id: String
  package var title: String
  package var url: String
}

/// A `source`: where the platform says something, or that it does not.
package struct SourceNote: Sendable {
  /// What it speaks of: `property`, `lifetime`, `rule` and so on, a mapping of the language.
  package var subject: String
  package var text: String
  /// Where the mapping that holds it begins.
  package var location: SourceLocation

  /// A reading of our own, which no document backs.
  package var isOwnReading: Bool { SourceNotes.isOwnReading(text) }
}

/// How a token is signed.
package struct TokenFormat: Sendable {
  package var algorithms: [Algorithm]
  /// Members of the header in their order.
  package var header: [HeaderMember]
}

package struct HeaderMember: Sendable {
  package var name: String
  package var value: JSONTemplate
}

/// What the key must be.
package struct KeyRequirement: Sendable {
  /// The kind of the default algorithm's key, and others that the platform accepts.
  package var kinds: [KeyKind]
  package var derivation: [KeyStep]
  package var parts: [KeyPart]
  package var shortBelow: Int?
  package var doubtful: [DoubtfulKey]
}

extension KeyRequirement {
  /// The kinds in quotation marks.
  package var kindWords: String { kinds.map { "\"\($0.rawValue)\"" }.joined(separator: " or ") }
}

/// A piece of the key material that is no secret.
package struct KeyPart: Sendable {
  package var name: String
  package var steps: [KeyStep]
}

/// How long a token lives, in seconds, and what says so.
package struct Lifetime: Sendable {
  /// The claim or input that carries the expiry.
  package var claim: Reference?
  package var defaultSeconds: Int?
  package var minimumSeconds: Int?
  package var maximumSeconds: Int?
  package var warnAboveSeconds: Int?
  package var age: Age?

  /// An age that the platform counts by itself.
  package struct Age: Sendable {
    /// The claim or input that it counts from; nil means the time of issue, which nothing shows.
    package var claim: Reference?
    package var maximumSeconds: Int?
    /// Index of the parameter that holds it.
    package var parameter: Int?
  }
}

/// What happens to columns that feed nothing.
package struct ColumnPolicy: Sendable {
  package enum Unknown: String, Sendable { case reject, ignore, claims, object }
  package var unknown: Unknown
  /// Index of the object claim that unknown columns fill.
  package var into: Int?
  package var reserved: [[UInt8]]
}

/// What a token does there beyond signing in.
package struct Effect: Sendable {
  package enum Kind: String, Sendable { case destructive, password, access }
  package var id: String
  package var kind: Kind
  package var description: String
  package var when: Condition
  package var isHeld: Bool
  package var source: String
  package var location: SourceLocation
}
