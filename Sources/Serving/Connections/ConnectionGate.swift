import NIOCore
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
