import Hummingbird
import HummingbirdCore
import HummingbirdTLS
import Logging
import NIOCore
import ServerConfigs

/// How a listener treats its connections.
enum ListenerBuilder {
  /// Headers that a request may have.
  static let headerFieldsMax = 100

  static func builder(
    _ limits: ServerLimits, _ watch: ConnectionWatch, tls: TLSConfiguration?
  ) throws -> HTTPServerBuilder {
    // The target and the headers have limits of their own, which are looked at where there is somebody
    // to answer; this one is for what would not stop.
    let bytesMax = max(limits.targetBytesMax, limits.headerBytesMax) + 1
    let plain = HTTPServerBuilder.http1(
      configuration: .init(
        additionalChannelHandlers: [ArrivalHandler(watch)],
        idleTimeout: .seconds(Int64(limits.idleSeconds)),
        httpDecoderConfiguration: .init(
          maxHeaderFieldSize: bytesMax,
          maxHeaderListSize: limits.targetBytesMax + limits.headerBytesMax + 1,
          maxHeaderFieldCount: headerFieldsMax)))
    guard let tls else { return plain }
    return try .tls(plain, tlsConfiguration: tls)
  }

  /// Connections that are accepted at all: some more than are served, so that the others are told why
  /// they are not.
  static func accepted(_ limits: ServerLimits, _ logger: Logger) -> any AvailableConnectionsDelegate
  {
    .maximum(limits.connectionsMax + limits.connectionsMax / 4 + 16, logger: logger)
  }
}
