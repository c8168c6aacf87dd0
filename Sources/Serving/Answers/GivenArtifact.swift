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

  /// For a person: 303 to the URL, a page that posts the form, or one with the snippet.
  ///
  /// - Parameters:
  ///   - title: what a page is headed with.
  ///   - nonce: what the profile was given for its page's nonce; a policy goes by it if the snippet has
  ///     it.
  ///   - next: where somebody goes on who has been shown a snippet; nil for nowhere.
  /// - Throws: ``Refused`` (`internalTrouble`) where the artifact is none of these, or is no absolute URL
  ///   in ASCII.
  package func handover(
    title: String, nonce: String? = nil, next: String? = nil
  ) throws(Refused) -> Response {
    switch kind {
    case .url:
      guard let address = PlatformAddress(bytes) else { throw Refused(.internalTrouble) }
      return Response(status: .seeOther, headers: [.location: address.text])
    case .form:
      guard let form = FieldForm(bytes) else { throw Refused(.internalTrouble) }
      let page = HandoverPage.posting(form, title: title)
      return PageAnswer.make(.ok, page.html, page.policy)
    case .html:
      let page = HandoverPage.showing(bytes, nonce: nonce, next: next, title: title)
      return PageAnswer.make(.ok, page.html, page.policy)
    case .json, .text, .token: throw Refused(.internalTrouble)
    }
  }
}
