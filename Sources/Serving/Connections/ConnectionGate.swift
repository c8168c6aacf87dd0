import HTTPTypes
import Logging
import NIOCore
import ServerConfigs
import Synchronization

/// The connections that are open: no more than there may be are served, and at the end all are closed.
package final class ConnectionGate: Sendable {
  private let connectionsMax: Int
  private let open = Mutex<[ObjectIdentifier: any Channel]>([:])

  package init(connectionsMax: Int) { self.connectionsMax = connectionsMax }

  /// - Returns: whether the connection is one of those that are served.
  func enter(_ channel: any Channel) -> Bool {
    open.withLock { open in
      open[ObjectIdentifier(channel)] = channel
      return open.count <= connectionsMax
    }
  }

  func leave(_ channel: any Channel) {
    open.withLock { _ = $0.removeValue(forKey: ObjectIdentifier(channel)) }
  }

  /// Ends the connections that are still there.
  func closeAll() {
    for channel in open.withLock({ Array($0.values) }) { channel.close(promise: nil) }
  }
}

/// What every connection of a listener is watched with.
struct ConnectionWatch: Sendable {
  /// How long a request may take to arrive.
  let requestSeconds: Int
  /// What a body may have.
  let bodyBytesMax: Int
  let gate: ConnectionGate
  let metrics: Metrics
  let accessLog: Logger?

  init(_ limits: ServerLimits, _ gate: ConnectionGate, _ metrics: Metrics, accessLog: Logger?) {
    requestSeconds = limits.requestSeconds
    bodyBytesMax = limits.bodyBytesMax
    self.gate = gate
    self.metrics = metrics
    self.accessLog = accessLog
  }

  /// Counts and logs what was refused before it was a request.
  func note(_ refusal: Refusal) {
    metrics.count(refusal)
    metrics.count(.other, status: refusal.status.code, seconds: 0)
    accessLog?.info(
      "request",
      metadata: [
        "route": .string(ServedRoute.other.template),
        "status": .stringConvertible(refusal.status.code), "outcome": .string(refusal.rawValue),
      ])
  }
}
