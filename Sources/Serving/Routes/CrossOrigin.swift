import HTTPTypes
import Hummingbird
import ServerConfigs

/// Which pages of other origins may ask, and read what they are told (WHATWG Fetch, 3.3).
enum CrossOrigin {
  /// For how long a browser may remember what a preflight said.
  static let preflightSeconds = 600

  /// What the answer to this request says about origins: nothing but `Vary` for one that is not declared.
  static func headers(_ mount: ServedMount?, _ request: Request) -> HTTPFields {
    var headers: HTTPFields = [.vary: "Origin"]
    guard let mount, let origin = origin(request), isDeclared(origin, mount) else { return headers }
    headers[.accessControlAllowOrigin] = origin
    if mount.authenticator?.isAmbient == true {
      headers[.accessControlAllowCredentials] = "true"
    }
    return headers
  }

  /// The answer to a preflight, but for what ``headers(_:_:)`` adds.
  static func preflight(_ mount: ServedMount, _ request: Request) -> Response {
    var headers: HTTPFields = [.allow: "POST, OPTIONS"]
    if let origin = origin(request), isDeclared(origin, mount) {
      headers[.accessControlAllowMethods] = "POST"
      headers[.accessControlAllowHeaders] = "content-type, authorization"
      headers[.accessControlMaxAge] = String(preflightSeconds)
    }
    return Response(status: .noContent, headers: headers)
  }

  /// Refuses a request that a page of somebody else sends with the credentials of whoever looks at it.
  static func refuseForeign(
    _ mount: ServedMount, _ request: Request, ownOrigin: String
  ) throws(Refused) {
    guard mount.authenticator?.isAmbient == true else { return }
    let origins = request.headers[values: .origin]
    if origins.isEmpty {
      // Browsers send an origin with each POST; one that does not says at least this.
      let site = request.headers[.secFetchSite]
      if let site, site != "same-origin", site != "none" { throw Refused(.foreignOrigin) }
      return
    }
    guard let origin = origin(request),
      isDeclared(origin, mount) || origin.utf8.elementsEqual(ownOrigin.utf8)
    else { throw Refused(.foreignOrigin) }
  }

  private static func origin(_ request: Request) -> String? {
    let values = request.headers[values: .origin]
    return values.count == 1 ? values[0] : nil
  }

  private static func isDeclared(_ origin: String, _ mount: ServedMount) -> Bool {
    mount.mount.origins.contains { $0.utf8.elementsEqual(origin.utf8) }
  }
}
