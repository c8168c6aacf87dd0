import Findings
import Profiles

/// What works and is probably not meant.
struct ServerDoubts {
  let context: DecodingContext
  let root: YAMLNode
  let config: ServerConfig

  func run() {
    checkPublicURL()
    checkAdmin()
    checkAuthenticators()
    checkOrigins()
  }

  private func warn(_ code: FindingCode, _ node: YAMLNode, _ message: String, help: String) {
    context.report(code, .warning, at: node.location, message, help: help)
  }

  private func checkPublicURL() {
    guard let node = root["publicURL"], !config.publicURL.host.isEmpty else { return }
    if !config.publicURL.isHTTPS, !config.publicURL.isLoopback {
      warn(
        .exposed, node, "Links, tickets and tokens would go through the network unencrypted.",
        help: "End TLS here (tls: …) or in front, and write https://.")
    }
    if config.publicURL.isHTTPS, root["tls"] == nil, root["proxies"] == nil {
      warn(
        .contradiction, node,
        "Something in front ends TLS, and it is not declared: its address would stand for everybody's, "
          + "and one limit would be all people's together.",
        help: "Name it: proxies: [127.0.0.1]")
    }
  }

  private func checkAdmin() {
    guard let node = root["admin"], !config.adminListen.isLoopback else { return }
    warn(
      .exposed, node,
      "Other machines can read health and metrics here, without TLS and without asking.",
      help: "Keep it on 127.0.0.1, or on an address that only the monitoring reaches.")
  }

  private func checkAuthenticators() {
    let used = config.mounts.compactMap(\.authenticator)
    for entry in root["authenticators"]?.asMapping ?? [] {
      if !used.contains(where: { $0.utf8.elementsEqual(entry.name.utf8) }) {
        warn(
          .contradiction, entry.key, "Nothing that is served asks \"\(entry.name)\".",
          help: "Name it in a profile: authenticator: \(entry.name); or take it out.")
      }
    }
  }

  private func checkOrigins() {
    for entry in root["profiles"]?.asMapping ?? [] {
      guard let node = entry.value["origins"] else { continue }
      for element in node.asSequence ?? [node] {
        guard let text = element.scalarText, WebOrigin.problem(text) == nil,
          !WebOrigin.isSafe(text)
        else { continue }
        warn(
          .exposed, element,
          "Whoever is on the way can change a page of this origin, and have it fetch tokens.",
          help: "Take the https:// origin.")
      }
    }
  }
}
