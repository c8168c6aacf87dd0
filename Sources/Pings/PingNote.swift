import AsyncHTTPClient
import NIOCore

/// What is wrong with a monitor's URL.
package enum PingError: Error, Sendable, Hashable {
  case badScheme
  case badCharacter
  case noHost
  case tooLong

  /// In one sentence, without the URL.
  package var message: String {
    switch self {
    case .badScheme: "The ping's URL begins with neither https:// nor http://."
    case .badCharacter: "The ping's URL holds a character that no URL holds, such as a blank."
    case .noHost: "The ping's URL names no host."
    case .tooLong: "The ping's URL is longer than \(Ping.urlBytesMax) bytes."
    }
  }

  package var help: String { "Copy it anew from the monitor's page." }
}

/// Why a ping did not arrive.
package enum PingProblem: Error, Sendable, Hashable {
  case timedOut
  case unreachable
  case badURL
  /// An answer that is no success; 3xx is a redirect, which is not followed.
  case answer(Int)

  init(_ error: any Error) {
    switch error {
    case let error as HTTPClientError:
      switch error {
      case .deadlineExceeded, .connectTimeout, .readTimeout, .writeTimeout,
        .getConnectionFromPoolTimeout, .tlsHandshakeTimeout:
        self = .timedOut
      case .invalidURL, .emptyHost, .emptyScheme: self = .badURL
      default: self = .unreachable
      }
    default: self = .unreachable
    }
  }

  /// Whether another try may come to another end.
  var isPassing: Bool {
    switch self {
    case .timedOut, .unreachable: true
    case .badURL: false
    case .answer(let status): status >= 500
    }
  }
}

/// A ping that did not arrive. It is worth a line on standard error, and changes nothing else.
package struct PingNote: Sendable, Hashable {
  package let host: String
  package let problem: PingProblem

  /// In one sentence; of the URL it says the host alone.
  package var message: String {
    switch problem {
    case .timedOut: "The ping got no answer from \(host) in time."
    case .unreachable: "The ping did not reach \(host)."
    case .badURL: "The ping's URL cannot be used."
    case .answer(let status) where (300..<400).contains(status):
      "\(host) answered the ping with a redirect (\(status)), which is not followed."
    case .answer(let status): "\(host) answered the ping with \(status)."
    }
  }
}
