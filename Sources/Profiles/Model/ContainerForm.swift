package import Tokens

/// A signed text that is no JWS: what is encoded, what is signed, and how the pieces are put
/// together.
package struct ContainerForm: Sendable {
  /// The claims as one text; nil where they only stand apart, in templates.
  package var payload: Payload?
  package var algorithm: TextAlgorithm
  /// What is signed: templates joined by the separator.
  package var over: [Template]
  package var separator: [UInt8]
  /// What becomes of a template with an absent value.
  package var absent: Absent
  package var signatureEncoding: TextEncoding
  /// What `{token}` stands for; nil where artifacts name the pieces.
  package var text: Template?

  package enum Absent: String, Sendable, CaseIterable { case omit, empty }

  package struct Payload: Sendable {
    package enum Format: String, Sendable { case json, query }
    package var format: Format
    package var encoding: TextEncoding
  }
}

/// How bytes become a text.
package enum TextEncoding: String, Sendable, CaseIterable {
  case none, base64, base64url, hex, percentEncode
}
