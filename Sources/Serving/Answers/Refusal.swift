package import HTTPTypes

/// Why a request gets nothing, as a word that programs may rely on.
package enum Refusal: String, Sendable, CaseIterable {
  case badRequest = "bad_request"
  case badJSON = "bad_json"
  case badInput = "bad_input"
  case repeatedInput = "repeated_input"
  case unauthenticated = "unauthenticated"
  case foreignOrigin = "foreign_origin"
  case notANavigation = "not_a_navigation"
  case notAllowed = "not_allowed"
  case unknownName = "not_found"
  case methodNotAllowed = "method_not_allowed"
  case tooSlow = "request_timeout"
  case rowRefused = "row_refused"
  case bodyTooLarge = "body_too_large"
  case targetTooLong = "target_too_long"
  case unsupportedMediaType = "unsupported_media_type"
  case tooManyRequests = "too_many_requests"
  case headersTooLarge = "headers_too_large"
  case internalTrouble = "internal"
  case unknownMethod = "not_implemented"
  case unavailable = "unavailable"
  case tooManyConnections = "too_many_connections"

  /// Its place among all of them.
  var index: Int {
    guard let index = Self.allCases.firstIndex(of: self) else { preconditionFailure("It is one.") }
    return index
  }

  package var status: HTTPResponse.Status {
    switch self {
    case .badRequest, .badJSON, .badInput, .repeatedInput: .badRequest
    case .unauthenticated: .unauthorized
    case .foreignOrigin, .notANavigation, .notAllowed: .forbidden
    case .unknownName: .notFound
    case .methodNotAllowed: .methodNotAllowed
    case .tooSlow: .requestTimeout
    case .rowRefused: .conflict
    case .bodyTooLarge: .contentTooLarge
    case .targetTooLong: .uriTooLong
    case .unsupportedMediaType: .unsupportedMediaType
    case .tooManyRequests: .tooManyRequests
    case .headersTooLarge: .requestHeaderFieldsTooLarge
    case .internalTrouble: .internalServerError
    case .unknownMethod: .notImplemented
    case .unavailable, .tooManyConnections: .serviceUnavailable
    }
  }

  /// What a person is told, who is a developer mostly; nothing of the inside.
  package var message: String {
    switch self {
    case .badRequest: "The request is not well-formed."
    case .badJSON: "The body must be one JSON object (RFC 8259), not nested deeply, or empty."
    case .badInput: "A value that the request gives is missing or does not fit its rule."
    case .repeatedInput: "A value is given twice."
    case .unauthenticated: "Say who you are: sign in, or send valid credentials."
    case .foreignOrigin: "Pages of this origin may not ask."
    case .notANavigation: "This address is for a person's own click, not for scripts or previews."
    case .notAllowed: "You have no access here."
    case .unknownName: "There is nothing at this address."
    case .methodNotAllowed: "This address does not take this method; Allow says which it takes."
    case .tooSlow: "The request did not arrive in time."
    case .rowRefused:
      "What is known about you does not fit the platform; ask whoever runs this service."
    case .bodyTooLarge: "The body is larger than this service takes."
    case .targetTooLong: "The address is longer than this service takes."
    case .unsupportedMediaType: "Send the body as application/json, uncompressed, or send none."
    case .tooManyRequests: "Too many requests; try again after the time that Retry-After says."
    case .headersTooLarge: "The request's headers are larger than this service takes."
    case .internalTrouble: "Something went wrong here; it is in this service's log."
    case .unknownMethod: "This service does not know this method."
    case .unavailable: "This service cannot answer now; try again soon."
    case .tooManyConnections: "This service has as many connections as it takes; try again soon."
    }
  }

  /// Whether the connection is not to be used again: what follows on it may be the rest of this request.
  var endsConnection: Bool {
    switch self {
    case .tooSlow, .bodyTooLarge, .headersTooLarge, .targetTooLong, .badRequest,
      .tooManyConnections:
      true
    default: false
    }
  }
}

/// A refusal on its way to the answer.
package struct Refused: Error {
  package var refusal: Refusal
  /// What its status needs beside the body: `Allow`, `Retry-After`, `WWW-Authenticate`.
  package var headers: HTTPFields = [:]

  package init(_ refusal: Refusal, headers: HTTPFields = [:]) {
    self.refusal = refusal
    self.headers = headers
  }
}
