import NIOCore
import NIOPosix
import Synchronization
import Tasks
import Testing

@testable import ServerConfigs
@testable import Serving

/// A connection that sends whatever bytes a test likes.
final class RawConnection: Sendable {
  /// How long a test waits for anything.
  static let patience = Duration.seconds(20)

  private struct TooLong: Error {}
  private let channel: any Channel
  private let received: Received

  private init(_ channel: any Channel, _ received: Received) {
    self.channel = channel
    self.received = received
  }

  static func open(_ port: Int) async throws -> RawConnection {
    let received = Received()
    let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .channelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          try channel.pipeline.syncOperations.addHandler(Collector(received))
        }
      }
      .connect(host: "127.0.0.1", port: port).get()
    return RawConnection(channel, received)
  }

  func send(_ text: String) async throws { try await send(Array(text.utf8)) }

  func send(_ bytes: [UInt8]) async throws {
    try await channel.writeAndFlush(ByteBuffer(bytes: bytes)).get()
  }

  /// Everything that has come so far.
  var text: String { received.bytes.withLock { String(decoding: $0, as: UTF8.self) } }

  /// Waits until the other side has closed the connection; everything that came.
  func untilClosed() async throws -> String {
    try await wait { self.received.isClosed.load(ordering: .relaxed) }
    return text
  }

  /// Waits until the text has come so many times; everything that came.
  func until(_ wanted: String, times: Int = 1) async throws -> String {
    try await wait { self.text.ranges(of: wanted).count >= times }
    return text
  }

  /// Says that nothing more comes from here.
  func finish() async { try? await channel.close(mode: .output) }

  func close() async throws { try await channel.close() }

  private func wait(_ isDone: () -> Bool) async throws {
    let clock = ContinuousClock()
    let end = clock.now + Self.patience
    while !isDone() {
      guard clock.now < end else {
        Issue.record("It takes too long; so far came: \(text)")
        throw TooLong()
      }
      try await Task.sleep(for: .milliseconds(5))
    }
  }
}

private final class Received: Sendable {
  let bytes = Mutex<[UInt8]>([])
  let isClosed = Atomic<Bool>(false)
}

private final class Collector: ChannelInboundHandler {
  typealias InboundIn = ByteBuffer
  private let received: Received

  init(_ received: Received) { self.received = received }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    let buffer = unwrapInboundIn(data)
    received.bytes.withLock { $0 += Array(buffer: buffer) }
  }

  func channelInactive(context: ChannelHandlerContext) {
    received.isClosed.store(true, ordering: .relaxed)
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    context.close(promise: nil)
  }
}

/// A server that runs while a test does something with it.
struct RunningServer: Sendable {
  let places: MusterServer.Places
  private let task: Task<Result<Void, ServerFailure>, Never>

  var port: Int { places.address.port }
  var adminPort: Int { places.admin.port }

  /// Asks the server to end, as a signal would, and waits for it.
  func end() async -> Result<Void, ServerFailure> {
    trigger()
    return await task.value
  }

  let trigger: @Sendable () -> Void

  static func start(_ server: MusterServer) async throws -> RunningServer {
    let ending = Ending()
    let (stream, places) = AsyncStream.makeStream(of: MusterServer.Places.self)
    let task = Task { () -> Result<Void, ServerFailure> in
      do throws(ServerFailure) {
        try await server.run(signals: [], ending: ending) { places.yield($0) }
        places.finish()
        return .success(())
      } catch {
        places.finish()
        return .failure(error)
      }
    }
    for await place in stream {
      return RunningServer(place, task, trigger: { ending.begin() })
    }
    try await task.value.get()
    throw Ended()
  }

  private struct Ended: Error {}

  private init(
    _ places: MusterServer.Places, _ task: Task<Result<Void, ServerFailure>, Never>,
    trigger: @escaping @Sendable () -> Void
  ) {
    self.places = places
    self.task = task
    self.trigger = trigger
  }
}

/// Runs a server around a test.
func withServer<T>(
  _ server: MusterServer, _ body: (RunningServer) async throws -> T
) async throws -> T {
  let running = try await RunningServer.start(server)
  let value: T
  do {
    value = try await body(running)
  } catch {
    _ = await running.end()
    throw error
  }
  try await running.end().get()
  return value
}
