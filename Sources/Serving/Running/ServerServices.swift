import Hummingbird
import NIOCore
import NIOPosix
import ServerConfigs
import ServiceLifecycle
import UnixSignals

/// One listener. What keeps it from listening is told by its name and address.
struct ListeningService: Service {
  typealias Make =
    @Sendable (_ onListening: @escaping @Sendable (any Channel) async -> Void) throws
    -> Application<RouterResponder<ServingContext>>

  private let name: String
  private let address: ListenAddress
  private let onPort: @Sendable (Int) -> Void
  private let make: Make

  init(
    _ name: String, _ address: ListenAddress, _ onPort: @escaping @Sendable (Int) -> Void,
    _ make: @escaping Make
  ) {
    self.name = name
    self.address = address
    self.onPort = onPort
    self.make = make
  }

  func run() async throws {
    let words = "\(address.host):\(address.port)"
    do {
      let application = try make { [onPort, address] channel in
        onPort(channel.localAddress?.port ?? address.port)
      }
      try await application.run()
    } catch let error as IOError {
      throw ServerFailure.cannotListen(listener: name, address: words, code: error.errnoCode)
    } catch is SocketAddressError {
      throw ServerFailure.badAddress(listener: name, address: words)
    }
  }
}

/// Does what is to be done at SIGHUP.
struct ReloadService: Service {
  private let reload: (@Sendable () -> Void)?

  init(_ reload: (@Sendable () -> Void)?) { self.reload = reload }

  func run() async throws {
    guard let reload else { return try await gracefulShutdown() }
    for await _ in await UnixSignalsSequence(trapping: .sighup).cancelOnGracefulShutdown() {
      // It reads files, which is nothing for the threads that answer.
      try? await NIOThreadPool.singleton.runIfActive(reload)
    }
  }
}

/// Says at once that the server ends, and after its time closes what is still open.
struct EndingService: Service {
  private let readiness: Readiness
  private let gate: ConnectionGate
  private let seconds: Int

  init(_ readiness: Readiness, _ gate: ConnectionGate, seconds: Int) {
    self.readiness = readiness
    self.gate = gate
    self.seconds = seconds
  }

  func run() async throws {
    try await gracefulShutdown()
    readiness.end()
    let gate = gate
    let seconds = seconds
    // It outlives this service, which has to end for the listener to be asked to.
    Task {
      try? await Task.sleep(for: .seconds(seconds))
      gate.closeAll()
    }
  }
}
