import Batches
import Bytes
import Deliveries
import Findings
import Ledgers
import Minting
import Profiles
import Provisioning
import Synchronization
import Testing
import Tokens

/// A platform for tests: one claim, a host, a life of a minute.
enum SmallProfile {
  static func text(
    success: String = "- {status: [302], location: \"^/home\"}", redirectsMax: Int = 0,
    scheme: String = "http", host: String = "{host}", kind: String = "url"
  ) -> String {
    """
    muster: 1
    name: small
    title: Small
    parameters:
      required: [host]
      properties:
        host: {format: host-port, source: "muster: test"}
    inputs:
      properties:
        site: {format: host-port, source: "muster: test"}
    token: {algorithms: [HS256]}
    key: {kind: secret, source: "muster: test"}
    lifetime: {claim: exp, default: 60s}
    identity: [sub]
    claims:
      required: [sub]
      properties:
        sub: {type: string, minLength: 1, maxLength: 20, source: "muster: test"}
        name: {type: string, source: "muster: test"}
        jti: {type: string, generate: {random: hex, bytes: 16}, source: "muster: test"}
        iat: {type: integer, generate: {time: now}, source: "muster: test"}
        exp: {type: integer, generate: {time: expiry}, source: "muster: test"}
    artifacts:
      url:
        kind: \(kind)
        url: \(scheme)://\(host)/sso
        \(kind == "form" ? "fields" : "query"): {jwt: "{token}"}
        source: "muster: test"
    delivery:
      artifact: url
      redirects: \(redirectsMax)
      success:
        \(success)
      source: "muster: test"
    """
  }

  static func read(success: String) -> Profile? {
    ProfileReader.read(Array(text(success: success).utf8), file: "small.yaml").profile
  }
}
