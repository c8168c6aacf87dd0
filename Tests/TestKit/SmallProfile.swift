package import Profiles

/// A platform for tests: one claim, a host, a life of a minute.
package enum SmallProfile {
  package static func text(
    success: String = "- {status: [302], location: \"^/home\"}", redirectsMax: Int = 0,
    scheme: String = "http", host: String = "{host}", kind: String = "url", subMax: Int = 20
  ) -> String {
    """
    muster: 1
    name: small
    title: Small
    documents: {guide: {title: Guide}}
    parameters:
      required: [host]
      properties:
        host: {format: host-port, source: "guide: all"}
    inputs:
      properties:
        site: {format: host-port, source: "guide: all"}
    token: {algorithms: [HS256]}
    key: {kind: secret, source: "guide: all"}
    lifetime: {claim: exp, default: 60s}
    identity: [sub]
    claims:
      required: [sub]
      properties:
        sub: {type: string, minLength: 1, maxLength: \(subMax), source: "guide: all"}
        name: {type: string, source: "guide: all"}
        jti: {type: string, generate: {random: hex, bytes: 16}, source: "guide: all"}
        iat: {type: integer, generate: {time: now}, source: "guide: all"}
        exp: {type: integer, generate: {time: expiry}, source: "guide: all"}
    artifacts:
      url:
        kind: \(kind)
        url: \(scheme)://\(host)/sso
        \(kind == "form" ? "fields" : "query"): {jwt: "{token}"}
        source: "guide: all"
      token: {kind: token}
    delivery:
      artifact: url
      redirects: \(redirectsMax)
      success:
        \(success)
      source: "guide: all"

    """
  }

  package static func read(success: String) -> Profile? {
    ProfileReader.read(Array(text(success: success).utf8), file: "small.yaml").profile
  }
}
