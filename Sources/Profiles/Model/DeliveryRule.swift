package import Findings
package import Schemas

/// How a token is presented to the platform by Muster itself, and which answers mean that it was taken.
package struct DeliveryRule: Sendable {
  /// What an answer has to be; all of what is given here holds.
  package struct Answer: Sendable {
    /// Status codes; empty for any.
    package var statuses: [Int]
    /// Found in the `Location` of the answer, which has to have one.
    package var location: Pattern?
    /// Not found in its `Location`.
    package var locationNot: Pattern?
    /// Found in the first 64 KiB of its body.
    package var body: Pattern?
    /// Not found there.
    package var bodyNot: Pattern?
  }

  /// Name of the artifact form that is presented: of the kind `url` or `form`.
  package var artifact: String
  /// The token was taken if one of these holds of the last answer.
  package var success: [Answer]
  /// How many redirects are followed, on the same scheme, host and port only.
  package var redirectsMax: Int
  package var source: String
  package var location: SourceLocation
}
