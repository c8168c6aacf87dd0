import Bytes
package import HTTPTypes
package import Hummingbird
import HummingbirdCore
import NIOCore

/// What every answer is made of.
package enum Answer {
  /// On every answer, also on those that no handler sees.
  ///
  /// Nothing of an answer is to be stored, guessed at, or named to where a link leads.
  static let fixedHeaders: [(HTTPField.Name, String)] = [
    (.cacheControl, "no-store"),
    (.referrerPolicy, "no-referrer"),
    (.xContentTypeOptions, "nosniff"),
  ]
  /// Where an answer brings no policy of its own (CSP Level 3).
  static let contentPolicy = "default-src 'none'; frame-ancestors 'none'"

  static let json = "application/json"
  static let page = "text/html; charset=utf-8"
  static let plain = "text/plain; charset=utf-8"

  /// Adds what an answer needs and does not have.
  static func complete(_ headers: inout HTTPFields) {
    for (name, value) in fixedHeaders where headers[name] == nil { headers[name] = value }
    if headers[.contentSecurityPolicy] == nil { headers[.contentSecurityPolicy] = contentPolicy }
  }

  package static func make(
    _ status: HTTPResponse.Status = .ok, type: String, _ bytes: [UInt8]
  ) -> Response {
    Response(
      status: status, headers: [.contentType: type],
      body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
  }

  /// The answer to a refused request: JSON, a stable word and a sentence.
  package static func make(_ refused: Refused) -> Response {
    var response = make(refused.refusal.status, type: json, body(refused.refusal))
    for field in refused.headers { response.headers.append(field) }
    if refused.refusal.endsConnection { response.headers[.connection] = "close" }
    return response
  }

  /// `{"error":"not_found","message":"There is nothing at this address."}`
  static func body(_ refusal: Refusal) -> [UInt8] {
    var bytes: [UInt8] = []
    var members = JSONMembers(&bytes)
    members.add("error", refusal.rawValue, &bytes)
    members.add("message", refusal.message, &bytes)
    members.close(&bytes)
    return bytes
  }
}

extension HTTPField.Name {
  private static func known(_ name: String) -> HTTPField.Name {
    guard let name = HTTPField.Name(name) else { preconditionFailure("It is a token.") }
    return name
  }

  package static let referrerPolicy = known("Referrer-Policy")
  package static let crossOriginOpenerPolicy = known("Cross-Origin-Opener-Policy")
  package static let crossOriginResourcePolicy = known("Cross-Origin-Resource-Policy")
  package static let xForwardedFor = known("X-Forwarded-For")
  package static let secFetchMode = known("Sec-Fetch-Mode")
  package static let secFetchSite = known("Sec-Fetch-Site")
}
