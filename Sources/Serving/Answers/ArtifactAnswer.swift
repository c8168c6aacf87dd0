import Bytes
import HTTPTypes
package import Hummingbird
import HummingbirdCore
import NIOCore
package import Profiles
package import Tokens

/// An artifact as an answer: as a body for a program, or as a passage for a person.
package enum ArtifactAnswer {
  // MARK: For programs

  /// The artifact in its own type. A URL comes as `{"url":"…"}`, a form as
  /// `{"url":"…","fields":{"name":"value"}}`, each value as text.
  static func body(_ artifact: [UInt8], _ kind: ArtifactForm.Kind) -> Response {
    switch kind {
    case .json: return Answer.make(type: Answer.json, artifact)
    case .token, .text: return Answer.make(type: Answer.plain, artifact)
    case .html: return Answer.make(type: Answer.page, artifact)
    case .url:
      var bytes: [UInt8] = []
      var members = JSONMembers(&bytes)
      members.name("url", &bytes)
      JSONWriter.appendString(artifact.span, to: &bytes)
      members.close(&bytes)
      return Answer.make(type: Answer.json, bytes)
    case .form:
      return Answer.make(type: Answer.json, PostedForm(artifact).json)
    }
  }

  // MARK: For people

  /// 303 to the URL, or a page that posts the form.
  ///
  /// - Throws: ``Refused`` (`internalTrouble`) where the artifact is none of both, or is a URL that is
  ///   not plain ASCII and so cannot stand in a header.
  package static func passage(
    _ artifact: [UInt8], _ kind: ArtifactForm.Kind, entropy: Entropy
  ) throws(Refused) -> Response {
    switch kind {
    case .url:
      guard artifact.allSatisfy({ (0x21...0x7E).contains($0) }) else {
        throw Refused(.internalTrouble)
      }
      return Response(
        status: .seeOther,
        headers: [.location: String(decoding: artifact, as: Unicode.UTF8.self)])
    case .form: return try PostedForm(artifact).page(entropy: entropy)
    case .html, .json, .text, .token: throw Refused(.internalTrouble)
    }
  }
}
