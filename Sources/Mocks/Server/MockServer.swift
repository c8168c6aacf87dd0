package import Bytes
package import Hummingbird
import HummingbirdCore
import HummingbirdTLS
import Logging
import NIOCore
import NIOPosix
import NIOSSL
import ServiceLifecycle
import Synchronization
package import Tasks
package import Tokens
import UnixSignals

/// Serves a mock platform on this machine's own address, over HTTP or, with a certificate, HTTPS.
package struct MockServer: Sendable {
  /// The only address at which a mock listens.
  package static let host = "127.0.0.1"
  /// Seconds that requests under way have at the end.
  static let endSecondsMax: Int64 = 5
  /// Seconds after which a connection on which nothing happens is closed.
  static let idleSecondsMax: Int64 = 60

  /// A certificate chain and its key, both as PEM.
  package struct Certificate: Sendable {
    package var chain: [UInt8]
    package var key: SecretBytes

    package init(chain: [UInt8], key: SecretBytes) {
      self.chain = chain
      self.key = key
    }
  }

  private let responder: MockResponder
  private let builder: HTTPServerBuilder
  private let port: Int

  /// - Parameters:
  ///   - port: 0 lets the system choose.
  ///   - now: the time of day, before the misbehaviour's clock.
  package init(
    _ platform: MockPlatform, misbehaviour: Misbehaviour, port: Int, certificate: Certificate?,
    now: @escaping @Sendable () -> NumericDate, entropy: Entropy
  ) throws(MockError) {
    responder = MockResponder(
      platform: platform, misbehaviour: misbehaviour, now: now, entropy: entropy,
      isSecure: certificate != nil)
    self.port = port
    let plain = HTTPServerBuilder.http1(
      configuration: .init(idleTimeout: .seconds(Self.idleSecondsMax)))
    guard let certificate else {
      builder = plain
      return
    }
    do {
      let chain = try NIOSSLCertificate.fromPEMBytes(certificate.chain)
      let key = try NIOSSLPrivateKey(
        bytes: certificate.key.withBytes { span in span.indices.map { span[$0] } }, format: .pem)
      builder = try .tls(
        plain,
        tlsConfiguration: .makeServerConfiguration(
          certificateChain: chain.map { .certificate($0) }, privateKey: .privateKey(key)))
    } catch {
      throw .certificate
    }
  }

  /// What serves, for tests too.
  ///
  /// - Parameter onListening: told the port.
  package func application(
    onListening: @escaping @Sendable (Int) -> Void = { _ in }
  ) -> Application<MockResponder> {
    Application(
      responder: responder, server: builder,
      configuration: .init(address: .hostname(Self.host, port: port), serverName: nil),
      onServerRunning: { channel in onListening(channel.localAddress?.port ?? 0) },
      logger: Logger(label: "muster-mock", factory: { _ in SwiftLogNoOpLogHandler() }))
  }

  /// Serves until SIGINT or SIGTERM. What is under way then has some seconds to end.
  ///
  /// - Parameter onListening: told the port, and given what ends the server, too.
  package func run(
    onListening: @escaping @Sendable (Int, Ending) -> Void
  ) async throws(MockError) {
    let isListening = Mutex(false)
    let ending = Ending()
    var configuration = ServiceGroupConfiguration(
      services: [
        .init(
          service: application { port in
            isListening.withLock { $0 = true }
            onListening(port, ending)
          }, successTerminationBehavior: .gracefullyShutdownGroup),
        .init(service: ending, successTerminationBehavior: .gracefullyShutdownGroup),
      ],
      gracefulShutdownSignals: [.sigterm, .sigint],
      logger: Logger(label: "muster-mock", factory: { _ in SwiftLogNoOpLogHandler() }))
    configuration.maximumGracefulShutdownDuration = .seconds(Self.endSecondsMax)
    let group = ServiceGroup(configuration: configuration)
    do {
      try await group.run()
    } catch {
      if isListening.withLock({ $0 }) { throw .ended }
      throw .cannotListen(port: port, code: (error as? IOError)?.errnoCode)
    }
  }

  /// The same for whoever may wait.
  package func runAndWait(
    onListening: @escaping @Sendable (Int, Ending) -> Void
  ) throws(MockError) {
    try Waiting.forTask { () async -> Result<Void, MockError> in
      do throws(MockError) {
        return .success(try await run(onListening: onListening))
      } catch {
        return .failure(error)
      }
    }.get()
  }
}
