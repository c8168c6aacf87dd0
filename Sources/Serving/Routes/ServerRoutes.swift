package import Hummingbird
package import Logging
import Minting
package import ServerConfigs

/// The addresses of the public listener.
package struct ServerRoutes: Sendable {
  package typealias More = @Sendable (RouterGroup<ServingContext>, MintDesk) -> Void

  let config: ServerConfig
  let world: ServerWorld
  let metrics: Metrics
  let mounts: ServedMounts
  let accessLog: Logger?
  /// Addresses of others, as of tickets.
  let more: More?

  package init(
    _ config: ServerConfig, _ world: ServerWorld, _ metrics: Metrics, _ mounts: ServedMounts,
    accessLog: Logger?, more: More? = nil
  ) {
    self.config = config
    self.world = world
    self.metrics = metrics
    self.mounts = mounts
    self.accessLog = accessLog
    self.more = more
  }

  package func router() -> Router<ServingContext> {
    let router = Router(context: ServingContext.self)
    let base = config.publicURL.path
    router.add(
      middleware: WatchMiddleware(
        world: world, metrics: metrics, limits: config.limits, proxies: config.proxies,
        servesProxiesOnly: config.tls == nil && !config.listen.isLoopback,
        addresses: RateGate(config.limits.perAddress), mounts: mounts,
        tokenPath: base + "/v1/token/", pagePath: base + "/t/", pageTexts: config.tickets,
        accessLog: accessLog))
    let desk = MintDesk(world: world, metrics: metrics)
    let group = router.group(RouterPath(base))
    let token = TokenRoute(
      desk: desk, mounts: mounts, bodyBytesMax: config.limits.bodyBytesMax,
      ownOrigin: config.publicURL.origin)
    MethodTable.add(
      to: group, "v1/token/{name}", .token,
      [
        (.post, { try await token.post($0, $1) }), (.options, { try token.preflight($0, $1) }),
      ])
    let sso = SSORoute(desk: desk, mounts: mounts, title: config.tickets.title)
    MethodTable.add(to: group, "v1/sso/{name}", .sso, [(.get, { try await sso.get($0, $1) })])
    more?(group, desk)
    return router
  }
}

extension PublicURL {
  /// Scheme, host and port.
  var origin: String { String(decoding: Array(text.utf8.dropLast(path.utf8.count)), as: UTF8.self) }
}
