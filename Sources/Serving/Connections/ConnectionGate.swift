import HTTPTypes
import Logging
import NIOCore
package import ServerConfigs
import Synchronization

/// The connections that are open: no more than there may be are served, and at the end all are closed.
package final class ConnectionGate: Sendable {
  enum Admission: Sendable, Hashable {
    case served
    /// There are as many as there may be: it is told so.
    case tooMany
    /// Its address has as many as one may have: it is closed, or it would keep others out.
    case tooManyOfAddress
  }

  private struct State {
    var open: [ObjectIdentifier: (channel: any Channel, party: UInt128?)] = [:]
    var counts: [UInt128: Int] = [:]
  }

  private let connectionsMax: Int
  private let perAddressMax: Int
  private let proxies: [AddressRange]
  private let state = Mutex(State())

  /// - Parameter proxies: addresses whose connections are not counted, because many stand behind them.
  package init(_ limits: ServerLimits, proxies: [AddressRange] = []) {
    connectionsMax = limits.connectionsMax
    perAddressMax = limits.connectionsPerAddressMax
    self.proxies = proxies
  }

  func enter(_ channel: any Channel) -> Admission {
    let party = party(channel.remoteAddress?.ipAddress)
    return state.withLock { state in
      state.open[ObjectIdentifier(channel)] = (channel, party)
      if let party {
        state.counts[party, default: 0] += 1
        if state.counts[party, default: 0] > perAddressMax { return .tooManyOfAddress }
      }
      return state.open.count <= connectionsMax ? .served : .tooMany
    }
  }

  func leave(_ channel: any Channel) {
    state.withLock { state in
      guard let party = state.open.removeValue(forKey: ObjectIdentifier(channel))?.party,
        let count = state.counts[party]
      else { return }
      state.counts[party] = count > 1 ? count - 1 : nil
    }
  }

  /// Who is counted at the address; nil for nobody.
  private func party(_ address: String?) -> UInt128? {
    guard let address, !proxies.contains(where: { $0.contains(address) }) else { return nil }
    return AddressRange.party(address)
  }

  /// Ends the connections that are still there.
  func closeAll() {
    for channel in state.withLock({ $0.open.values.map(\.channel) }) {
      channel.close(promise: nil)
    }
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
