import HTTPTypes
package import Hummingbird
import HummingbirdCore
package import Profiles

/// An artifact that is given out, and what it is.
package struct GivenArtifact: Sendable {
  package var bytes: [UInt8]
  package var kind: ArtifactForm.Kind

  package init(_ bytes: [UInt8], _ kind: ArtifactForm.Kind) {
    self.bytes = bytes
    self.kind = kind
  }

  /// For a program: the artifact in its own type.
  ///
  /// - Throws: ``Refused`` (`internalTrouble`) where it is for browsers; whoever reads the server's file
  ///   has refused that.
  func body() throws(Refused) -> Response {
    switch kind {
    case .json: return Answer.make(type: Answer.json, bytes)
    case .token, .text: return Answer.make(type: Answer.plain, bytes)
    case .url, .form, .html: throw Refused(.internalTrouble)
    }
  }

  /// For a person: 303 to the URL, or a page that posts the form, with a title.
  ///
  /// - Throws: ``Refused`` (`internalTrouble`) where the artifact is none of both, or is a URL that is
  ///   not plain ASCII and so cannot stand in a header.
  package func passage(title: String) throws(Refused) -> Response {
    switch kind {
    case .url:
      guard bytes.allSatisfy({ (0x21...0x7E).contains($0) }) else {
        throw Refused(.internalTrouble)
      }
      return Response(
        status: .seeOther,
        headers: [.location: String(decoding: bytes, as: Unicode.UTF8.self)])
    case .form:
      guard let form = FieldForm(bytes) else { throw Refused(.internalTrouble) }
      let (html, policy) = HandoverPage.posting(form, title: title)
      var response = Answer.make(type: Answer.page, html)
      response.headers[.contentSecurityPolicy] = policy.text
      return response
    case .html, .json, .text, .token: throw Refused(.internalTrouble)
    }
  }
}
