import NIOCore
import NIOHTTP1

/// Tells a connection's watch of the first bytes of a request, before anything is made of them.
final class FirstByteHandler: ChannelInboundHandler, RemovableChannelHandler {
  typealias InboundIn = ByteBuffer
  typealias InboundOut = ByteBuffer

  private let watch: ArrivalHandler
  private let watchContext: ChannelHandlerContext

  init(_ watch: ArrivalHandler, _ context: ChannelHandlerContext) {
    self.watch = watch
    watchContext = context
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    let bytes = unwrapInboundIn(data)
    watch.bytesBegin(bytes.readableBytesView.contains(0x0A))
    context.fireChannelRead(data)
    watch.bytesEnd(watchContext)
  }
}

/// Tells a connection's watch of a request that is the last, which only the head as it came says: by
/// its version, or by `Connection` (RFC 9112, 9.3).
final class LastRequestHandler: ChannelInboundHandler, RemovableChannelHandler {
  typealias InboundIn = HTTPServerRequestPart
  typealias InboundOut = HTTPServerRequestPart

  private let watch: ArrivalHandler
  private var isOver = false

  init(_ watch: ArrivalHandler) { self.watch = watch }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    if case .head(let head) = unwrapInboundIn(data) {
      // What comes behind the last request is none.
      if watch.hasLastRequest { isOver = true }
      if !head.isKeepAlive { watch.lastRequestBegins() }
    }
    if !isOver { context.fireChannelRead(data) }
  }
}
