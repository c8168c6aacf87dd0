package import Profiles

/// What is sent to present one token.
package struct DeliveryRequest: Sendable {
  package let url: DeliveryURL
  /// Fields as `application/x-www-form-urlencoded`, to be posted; nil for a URL that is visited.
  package let form: [UInt8]?

  /// Takes an artifact apart.
  ///
  /// - Parameters:
  ///   - artifact: a URL; for a form its URL, a line end and its fields.
  ///   - kind: `url` or `form`.
  package init(
    _ artifact: [UInt8], _ kind: ArtifactForm.Kind
  ) throws(DeliveryURLProblem) {
    guard kind == .form else {
      url = try DeliveryURL(artifact)
      form = nil
      return
    }
    let line = artifact.prefix { $0 != 0x0A }
    url = try DeliveryURL(Array(line))
    form = Array(artifact.dropFirst(line.count + 1))
  }
}

/// What came of sending it.
package enum DeliveryExchange: Sendable {
  case answer(DeliveryAnswer)
  /// No connection: nothing was sent.
  case unreachable
  /// No connection whose certificate can be trusted: nothing was sent.
  case untrusted
  /// The connection broke, or took too long, when something may have been sent.
  case lost
}

/// Sends requests: over the net, or in a test to nobody.
package protocol Presenter: Sendable {
  /// Sends the request and follows redirects to the same scheme, host and port.
  ///
  /// - Parameters:
  ///   - redirectsMax: how many redirects are followed.
  ///   - readsBody: whether the body matters.
  func present(
    _ request: DeliveryRequest, redirectsMax: Int, readsBody: Bool
  ) async -> DeliveryExchange
}
