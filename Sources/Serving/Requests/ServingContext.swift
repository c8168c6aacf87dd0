package import Hummingbird
import Logging
import NIOCore
import Synchronization

/// What travels with a request.
package struct ServingContext: RequestContext {
  package var coreContext: CoreRequestContextStorage
  /// The address of the connection; empty where there is none.
  package let peer: String
  /// What the log and the metrics are told of the request.
  package let notes = RequestNotes()

  package init(source: Source) {
    coreContext = .init(source: source)
    peer = source.channel.remoteAddress?.ipAddress ?? ""
  }
}

/// What is to be said of a request when it is answered: words, and no value that it brought.
package final class RequestNotes: Sendable {
  struct Said {
    var route = ServedRoute.other
    var mount: String?
    var outcome: String?
    /// Why an authenticator did not let somebody in.
    var credentials: String?
    /// Codes of findings, each with the claim that it concerns, of a row that was refused.
    var findings: [String] = []
    var row: Int?
  }

  private let said = Mutex(Said())

  var all: Said { said.withLock { $0 } }

  package func note(route: ServedRoute) { said.withLock { $0.route = route } }

  package func note(mount: String) { said.withLock { $0.mount = mount } }

  package func note(_ outcome: Outcome) { said.withLock { $0.outcome = outcome.rawValue } }

  func note(credentials: String) { said.withLock { $0.credentials = credentials } }

  func note(_ refusal: Refusal) { said.withLock { $0.outcome = refusal.rawValue } }

  package func note(findings: [String], row: Int) {
    said.withLock { said in
      said.findings = findings
      said.row = row
    }
  }
}
