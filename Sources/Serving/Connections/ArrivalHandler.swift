import Bytes
import HTTPTypes
import NIOCore
import NIOHTTP1
import NIOHTTPTypes
import NIOHTTPTypesHTTP1
import ServerConfigs

/// Watches over one connection: how long each request takes to arrive, and what is not even a request.
///
/// It stands between what makes requests of bytes and what hands them to the server, and answers by
/// itself what the server never sees: 400, 408, 414, 431, and 503 where there are too many connections.
/// Used on the connection's own thread alone.
final class ArrivalHandler: ChannelDuplexHandler, RemovableChannelHandler {
  typealias InboundIn = HTTPRequestPart
  typealias InboundOut = HTTPRequestPart
  typealias OutboundIn = HTTPResponsePart
  typealias OutboundOut = HTTPResponsePart

  /// For how long a connection that will not be used again is still read, so that its client can read
  /// the answer (RFC 9112, 9.6).
  static let lingerSeconds: Int64 = 2

  private let watch: ConnectionWatch
  private var isAdmitted = true
  /// Between a request's first byte and its end.
  private var isArriving = false
  /// Between a request's head and its end, and how much has come of its body.
  private var isInBody = false
  private var bodyBytes = 0
  /// Whether the first line of the request that is arriving has ended.
  private(set) var hasFirstLine = false
  /// Requests that were handed on and are not answered.
  private var owed = 0
  private var answerEndsConnection = false
  /// Whether the client sends no further request (RFC 9112, 9.3).
  private(set) var hasLastRequest = false
  private var isClosing = false
  private var timer: Scheduled<Void>?

  init(_ watch: ConnectionWatch) { self.watch = watch }

  // MARK: The connection

  func handlerAdded(context: ChannelHandlerContext) {
    let admission = watch.gate.enter(context.channel)
    isAdmitted = admission == .served
    watch.metrics.connections.add()
    if admission == .tooManyOfAddress {
      watch.note(.tooManyConnections)
      return context.close(promise: nil)
    }
    let operations = context.pipeline.syncOperations
    do {
      let decoder = try operations.context(
        handlerType: ByteToMessageHandler<HTTPRequestDecoder>.self)
      try operations.addHandler(FirstByteHandler(self, context), position: .before(decoder.handler))
      let codec = try operations.context(handlerType: HTTP1ToHTTPServerCodec.self)
      try operations.addHandler(LastRequestHandler(self), position: .before(codec.handler))
    } catch {
      // Without it nothing bounds how long a request takes.
      context.close(promise: nil)
    }
  }

  func handlerRemoved(context: ChannelHandlerContext) {
    timer?.cancel()
    timer = nil
    watch.gate.leave(context.channel)
    watch.metrics.connections.add(-1)
  }

  // MARK: Arriving

  /// The head that comes next is the last of the connection.
  func lastRequestBegins() { hasLastRequest = true }

  /// Bytes have come; the request that they belong to has begun, if none had.
  func bytesBegin(_ hasLineEnd: @autoclosure () -> Bool) {
    if isClosing { return }
    if !isArriving {
      isArriving = true
      hasFirstLine = false
    }
    if !hasFirstLine { hasFirstLine = hasLineEnd() }
  }

  /// The bytes have been taken apart; if the request is not whole, time runs.
  func bytesEnd(_ context: ChannelHandlerContext) {
    guard isArriving, !isClosing, timer == nil else { return }
    timer = context.eventLoop.assumeIsolated().scheduleTask(
      in: .seconds(Int64(watch.requestSeconds))
    ) {
      self.timer = nil
      self.timeIsUp(context)
    }
  }

  private func requestIsWhole() {
    isArriving = false
    isInBody = false
    timer?.cancel()
    timer = nil
  }

  private func timeIsUp(_ context: ChannelHandlerContext) {
    if isClosing { return }
    if isInBody {
      // Whoever reads the body says so; if nobody does, the connection ends all the same.
      answerEndsConnection = true
      context.fireErrorCaught(ArrivalError.tooSlow)
      closeSoon(context)
    } else if owed == 0 {
      answer(.tooSlow, context)
    } else {
      hasLastRequest = true
    }
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    if isClosing { return }
    switch unwrapInboundIn(data) {
    case .head:
      isArriving = true
      isInBody = true
      bodyBytes = 0
      guard isAdmitted else { return answer(.tooManyConnections, context) }
      owed += 1
    case .body(let part):
      bodyBytes += part.readableBytes
      // It was answered already, and nobody is going to read what comes.
      if owed == 0 && bodyBytes > watch.bodyBytesMax { return linger(context) }
    case .end: requestIsWhole()
    }
    context.fireChannelRead(data)
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    if isClosing { return }
    switch error {
    case is ArrivalError:
      context.fireErrorCaught(error)
    case let error as HTTPParserError where !isInBody:
      guard owed == 0 else {
        // Those before it are answered, and nothing behind it is looked at.
        hasLastRequest = true
        return
      }
      if error == .headerOverflow {
        answer(hasFirstLine ? .headersTooLarge : .targetTooLong, context)
      } else {
        answer(.badRequest, context)
      }
    case is HTTP1TypeConversionError where owed == 0: answer(.badRequest, context)
    default:
      answerEndsConnection = true
      context.fireErrorCaught(error)
      closeSoon(context)
    }
  }

  // MARK: Answering

  /// Answers in place of the server, and ends the connection.
  private func answer(_ refusal: Refusal, _ context: ChannelHandlerContext) {
    watch.note(refusal)
    let body = Answer.body(refusal)
    var headers: HTTPFields = [
      .contentType: Answer.json, .contentLength: String(body.count), .connection: "close",
    ]
    if refusal == .tooManyConnections { headers[.retryAfter] = "5" }
    Answer.complete(&headers)
    context.write(
      wrapOutboundOut(.head(HTTPResponse(status: refusal.status, headerFields: headers))),
      promise: nil)
    context.write(
      wrapOutboundOut(.body(context.channel.allocator.buffer(bytes: body))), promise: nil)
    context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
    linger(context)
  }

  func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
    if isClosing {
      promise?.fail(ChannelError.ioOnClosedChannel)
      return
    }
    switch unwrapOutboundIn(data) {
    case .head(var head):
      if hasLastRequest && owed == 1 { head.headerFields[.connection] = "close" }
      if head.headerFields[.connection] == "close" { answerEndsConnection = true }
      context.write(wrapOutboundOut(.head(head)), promise: promise)
    case .body: context.write(data, promise: promise)
    case .end:
      owed -= 1
      guard answerEndsConnection || hasLastRequest && owed == 0 else {
        return context.write(data, promise: promise)
      }
      context.writeAndFlush(data, promise: promise)
      linger(context)
    }
  }

  // MARK: Closing

  /// Says that no more comes from here, and reads on for a moment without looking.
  private func linger(_ context: ChannelHandlerContext) {
    isClosing = true
    timer?.cancel()
    timer = nil
    let end = context.eventLoop.makePromise(of: Void.self)
    let bound = NIOLoopBound(context, eventLoop: context.eventLoop)
    end.futureResult.whenFailure { _ in bound.value.close(promise: nil) }
    context.close(mode: .output, promise: end)
    closeSoon(context)
  }

  private func closeSoon(_ context: ChannelHandlerContext) {
    context.eventLoop.assumeIsolated().scheduleTask(in: .seconds(Self.lingerSeconds)) {
      context.close(promise: nil)
    }
  }
}
