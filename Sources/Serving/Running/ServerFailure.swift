/// Why a server did not start, or did not go on.
package enum ServerFailure: Error, Sendable, Hashable {
  case certificate(file: String)
  case certificateKey(file: String)
  case certificateMismatch(certificate: String, key: String)
  /// The listener's name and address, and the system's number for why not.
  case cannotListen(listener: String, address: String, code: Int32)
  case badAddress(listener: String, address: String)
  case stopped(type: String)

  package var message: String {
    switch self {
    case .certificate(let file): "The file \(file) holds no certificate in PEM that can be used."
    case .certificateKey(let file): "The file \(file) holds no private key in PEM that can be used."
    case .certificateMismatch(let certificate, let key):
      "The certificate in \(certificate) and the key in \(key) do not belong together."
    case .cannotListen(let listener, let address, let code):
      "The \(listener) cannot listen on \(address): \(Self.reason(code))."
    case .badAddress(let listener, let address):
      "The \(listener) cannot listen on \(address): there is no such address here."
    case .stopped(let type): "The server stopped by itself (\(type))."
    }
  }

  package var help: String? {
    switch self {
    case .certificate: "It begins with -----BEGIN CERTIFICATE-----, the server's own first."
    case .certificateKey: "It begins with -----BEGIN PRIVATE KEY-----, without a passphrase."
    case .certificateMismatch: "Give the key that the certificate was made for."
    case .cannotListen(_, _, code: 98):
      "Another program listens there: end it, or choose another port; 0 lets the system choose."
    case .cannotListen(_, _, code: 13): "Ports below 1024 need a privilege; choose another one."
    case .cannotListen, .badAddress, .stopped: nil
    }
  }

  private static func reason(_ code: Int32) -> String {
    switch code {
    case 13: "the system does not allow it"
    case 98: "the address is taken"
    case 99: "this machine has no such address"
    default: "the system says \(code)"
    }
  }
}
