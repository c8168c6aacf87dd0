package import Findings
package import Tokens

/// Why there is no mock.
package enum MockError: Error, Sendable, Hashable {
  /// The profile's signed text is no JWS, and no independent library is at hand that checks it.
  case noJWS(profile: String)
  /// The parameters do not fit the profile.
  case parameters([Finding])
  case key(KeyError)
  /// The key fits the algorithm, but the library that checks signatures does not take it.
  case unfitKey
  /// The TLS certificate or its key cannot be read.
  case certificate
  /// Nobody can listen there; the code is the system's.
  case cannotListen(port: Int, code: Int32?)
  /// The server ended by itself.
  case ended

  package var message: String {
    switch self {
    case .noJWS(let profile):
      "The profile \(profile) signs a text of its own form and no JWT, which the mock cannot check."
    case .parameters: "The parameters do not fit the profile."
    case .key(let error): error.message
    case .unfitKey: "The library that checks the mock's signatures does not take this key."
    case .certificate: "The TLS certificate and its key cannot be used."
    case .cannotListen(let port, let code):
      "Nothing can listen on port \(port) of 127.0.0.1\(code.map { " (system error \($0))" } ?? "")."
    case .ended: "The server ended by itself."
    }
  }

  package var help: String? {
    switch self {
    case .noJWS: "Use muster verify for its artifacts."
    case .parameters, .ended: nil
    case .key(let error): error.help
    case .unfitKey: "Use an RSA key of 2048 bits or more, or another kind of key."
    case .certificate: "Both are PEM, and belong together."
    case .cannotListen: "Let the system choose with --port 0."
    }
  }
}
