package import Hummingbird
import HummingbirdCore
import Logging
package import NIOCore
import NIOPosix
package import ServerConfigs
import ServiceLifecycle
import Synchronization
package import Tasks
package import UnixSignals

/// A server with its two listeners, ready to run.
package struct MusterServer: Sendable {
  /// Where the listeners are, with the ports that the system chose.
  package struct Places: Sendable, Hashable {
    package var address: ListenAddress
    package var admin: ListenAddress
  }

  package let config: ServerConfig
  package let metrics: Metrics
  package let mounts: ServedMounts
  let world: ServerWorld
  let tls: ServerTLS?
  let parts: [Readiness.Part]
  let more: ServerRoutes.More?
  /// What is done at SIGHUP.
  let reload: (@Sendable () -> Void)?
  private let gate: ConnectionGate
  private let logger: Logger

  /// - Parameters:
  ///   - parts: what has to be fit for the server to be ready.
  ///   - more: adds addresses of others.
  package init(
    _ config: ServerConfig, mounts: [ServedMount], tls: ServerTLS?, world: ServerWorld,
    parts: [Readiness.Part] = [], more: ServerRoutes.More? = nil,
    reload: (@Sendable () -> Void)? = nil
  ) {
    self.config = config
    self.mounts = ServedMounts(mounts)
    self.tls = tls
    self.world = world
    self.parts = parts
    self.more = more
    self.reload = reload
    metrics = Metrics(mountNames: mounts.map(\.mount.name))
    gate = ConnectionGate(config.limits, proxies: config.proxiesInFront)
    logger = world.logger("server", .warning)
  }

  // MARK: Listeners

  /// The public listener; tests run it, too.
  package func application(
    onListening: @escaping @Sendable (any Channel) async -> Void = { _ in }
  ) throws -> Application<RouterResponder<ServingContext>> {
    let access =
      world.log == nil ? nil : world.logger("access", world.logsRequests ? .info : .warning)
    let routes = ServerRoutes(config, world, metrics, mounts, accessLog: access, more: more)
    return Application(
      router: routes.router(),
      server: try ListenerBuilder.builder(
        config.limits, ConnectionWatch(config.limits, gate, metrics, accessLog: access),
        tls: tls?.configuration),
      configuration: Self.configuration(config.listen, config.limits, logger),
      onServerRunning: onListening, logger: logger)
  }

  /// The listener for whoever runs the server.
  package func adminApplication(
    _ readiness: Readiness, onListening: @escaping @Sendable (any Channel) async -> Void = { _ in }
  ) throws -> Application<RouterResponder<ServingContext>> {
    var limits = ServerLimits()
    limits.connectionsMax = 64
    // Those who ask for metrics are not among what is measured.
    let watch = ConnectionWatch(
      limits, ConnectionGate(limits), Metrics(mountNames: []), accessLog: nil)
    return Application(
      router: AdminRoutes(metrics, readiness, log: world.log).router(),
      server: try ListenerBuilder.builder(limits, watch, tls: nil),
      configuration: Self.configuration(config.adminListen, limits, logger),
      onServerRunning: onListening, logger: logger)
  }

  private static func configuration(
    _ address: ListenAddress, _ limits: ServerLimits, _ logger: Logger
  ) -> ApplicationConfiguration {
    ApplicationConfiguration(
      address: .hostname(address.host, port: address.port), serverName: nil, backlog: 1_024,
      reuseAddress: true,
      availableConnectionsDelegate: ListenerBuilder.accepted(limits, logger))
  }

  // MARK: Running

  /// Runs until a signal asks it to end, or the task is cancelled.
  ///
  /// - Parameters:
  ///   - signals: which of SIGTERM and SIGINT end it in order; none in tests.
  ///   - ending: ends it in order, too.
  ///   - onListening: called once both listeners take connections.
  package func run(
    signals: [UnixSignal] = [.sigterm, .sigint], ending: Ending = Ending(),
    onListening: @escaping @Sendable (Places) -> Void = { _ in }
  ) async throws(ServerFailure) {
    let readiness = Readiness(parts)
    let arrivals = Arrivals(config, onListening)
    do {
      // The address of whoever runs the server ends last, so that it can say that the other one ends.
      let services: [any Service] = [
        ListeningService("admin listener", config.adminListen, arrivals.admin) {
          try adminApplication(readiness, onListening: $0)
        },
        ReloadService(reload),
        ListeningService("listener", config.listen, arrivals.listen) {
          try application(onListening: $0)
        },
        EndingService(readiness, gate, seconds: config.limits.shutdownSeconds),
      ]
      var configuration = ServiceGroupConfiguration(
        services: services.map { .init(service: $0) }
          + [.init(service: ending, successTerminationBehavior: .gracefullyShutdownGroup)],
        gracefulShutdownSignals: signals, logger: logger)
      configuration.maximumGracefulShutdownDuration = .seconds(config.limits.shutdownSeconds + 1)
      try await ServiceGroup(configuration: configuration).run()
    } catch let failure as ServerFailure {
      throw failure
    } catch is CancellationError {
      return
    } catch {
      throw .stopped(type: "\(type(of: error))")
    }
  }

  /// The same for a program that does nothing else: waits on the calling thread.
  ///
  /// - Parameters:
  ///   - onListening: is given what ends the server, too.
  ///   - atEnd: done in any case when it has ended.
  package func runBlocking(
    onListening: @escaping @Sendable (Places, Ending) -> Void,
    atEnd: @escaping @Sendable () async -> Void
  ) -> Result<Void, ServerFailure> {
    Waiting.forTask {
      let ending = Ending()
      let result: Result<Void, ServerFailure>
      do throws(ServerFailure) {
        try await run(ending: ending) { onListening($0, ending) }
        result = .success(())
      } catch {
        result = .failure(error)
      }
      await atEnd()
      return result
    }
  }
}

/// Collects where the listeners are, until it knows of both.
private struct Arrivals: Sendable {
  let listen: @Sendable (Int) -> Void
  let admin: @Sendable (Int) -> Void

  init(_ config: ServerConfig, _ whenBoth: @escaping @Sendable (MusterServer.Places) -> Void) {
    let ports = PortPair()
    let tell: @Sendable ((listen: Int, admin: Int)?) -> Void = { both in
      guard let both else { return }
      whenBoth(
        MusterServer.Places(
          address: ListenAddress(host: config.listen.host, port: both.listen),
          admin: ListenAddress(host: config.adminListen.host, port: both.admin)))
    }
    listen = { tell(ports.set(listen: $0)) }
    admin = { tell(ports.set(admin: $0)) }
  }
}

private final class PortPair: Sendable {
  private let ports = Mutex<(listen: Int?, admin: Int?)>((nil, nil))

  func set(listen: Int? = nil, admin: Int? = nil) -> (listen: Int, admin: Int)? {
    ports.withLock { ports in
      if let listen { ports.listen = listen }
      if let admin { ports.admin = admin }
      guard let listen = ports.listen, let admin = ports.admin else { return nil }
      return (listen, admin)
    }
  }
}
