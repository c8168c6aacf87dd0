import Jobs
package import Profiles

/// The format of a server's file, version 1: every mapping and every key that it knows.
package enum ServerFormat {
  /// The number that `muster:` carries.
  package static let version = 1

  /// All mappings, in the order of the reference; the first is the whole file.
  package static let mappings: [MappingSpec] = [
    server, tls, JobFormat.ledger, limits, authenticator, upstream, mount, roster, tickets,
    JobFormat.secret,
  ]

  package static let server = MappingSpec(
    "server", "The whole file: what `muster serve` is.",
    [
      KeySpec(
        "muster", .choice(["1"]), required: true, "Version of this language.", example: "muster: 1"),
      KeySpec(
        "listen", .text, absent: "`127.0.0.1:8080`",
        "Address and port on which people and platforms come in: an IP address or `localhost`. Any "
          + "address but one of this machine's own (loopback) needs `tls`, or `proxies` that end TLS. "
          + "Port 0 lets the system choose.",
        example: "listen: 127.0.0.1:8080"),
      KeySpec(
        "admin", .text, absent: "`127.0.0.1:9090`",
        "Address and port for `/healthz`, `/readyz` and `/metrics`, which have a listener of their own.",
        example: "admin: 127.0.0.1:9090"),
      KeySpec(
        "publicURL", .text, required: true,
        "How the outside names this server: what the links of tickets begin with. Scheme, host, "
          + "perhaps a port and a path.",
        example: "publicURL: https://sso.example.com"),
      KeySpec(
        "tls", .mapping("certificate"), absent: "none",
        "Ends TLS here.", example: "tls: { certificate: cert.pem, key: key.pem }"),
      KeySpec(
        "proxies", .texts, absent: "none",
        "Addresses, or ranges of addresses, of the proxies in front. Their `X-Forwarded-For` is "
          + "believed, and nobody else's.",
        example: "proxies: [10.0.0.0/8]"),
      KeySpec(
        "ledger", .mapping("ledger place"), absent: "the ledger of the user",
        "Where the ledger is that holds tickets and rosters.",
        example: "ledger: { file: state/ledger.db, key: state/ledger.key }"),
      KeySpec(
        "limits", .mapping("server limits"), absent: "as each key says",
        "How much and how often.", example: "limits: { body: 16384, perAddress: 120/60s }"),
      KeySpec(
        "authenticators", .mappings("authenticator"), absent: "none",
        "What finds out who is asking, by names of your choice.",
        example: "authenticators: { editors: { bearer: tokens.txt } }"),
      KeySpec(
        "profiles", .mappings("served profile"), required: true,
        "What is served, by the name that stands in the address: `/v1/token/NAME`, `/v1/sso/NAME`.",
        example:
          "profiles: { drive: { profile: acme, key: { file: rsa.pem }, offers: [token], "
          + "authenticator: editors, roster: { file: authors.csv } } }"),
      KeySpec(
        "tickets", .mapping("ticket pages"), absent: "as each key says",
        "What the pages of tickets say.", example: "tickets: { title: Example News }"),
    ])

  package static let tls = MappingSpec(
    "certificate", "The certificate that the server shows, and its key.",
    [
      KeySpec(
        "certificate", .text, required: true,
        "A PEM file: the server's certificate, then those that lead to one that browsers know.",
        example: "certificate: cert.pem"),
      KeySpec(
        "key", .text, required: true, "A PEM file: the private key of the first certificate.",
        example: "key: key.pem"),
    ])

  package static let tickets = MappingSpec(
    "ticket pages", "What a person reads who opens the link of a ticket.",
    [
      KeySpec(
        "title", .text, absent: "`Sign in`", "Shown above the button: who invites.",
        example: "title: Example News"),
      KeySpec(
        "help", .text, absent: "nothing",
        "What somebody can do for whom a ticket does not work.",
        example: "help: \"Write to support@example.com.\""),
      KeySpec(
        "grace", .duration, absent: "`10s`",
        "How long after a use the same ticket may be used again without counting: a double click. "
          + "At most `60s`.",
        example: "grace: 10s"),
    ])
}
