import Bytes

/// The mock's pages: without scripts, and with everything escaped that somebody else wrote.
struct MockPages: Sendable {
  /// Users that the page shows; all are in the JSON.
  static let usersShownMax = 1_000

  let platform: String
  let title: String

  private func page(_ heading: String, _ body: String) -> [UInt8] {
    Array(
      """
      <!doctype html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <title>\(Self.escaped(heading)) · mock of \(Self.escaped(platform))</title>
      </head>
      <body>
      <h1>\(Self.escaped(heading))</h1>
      \(body)
      <p>This is a mock of \(Self.escaped(title)) that muster plays. <a href="/mock/users">Users</a></p>
      </body>
      </html>

      """.utf8)
  }

  func signedIn(_ name: [UInt8]?, at path: String) -> [UInt8] {
    let who = name.map { "Signed in as \(ClaimText.string($0))" } ?? "Signed in"
    return page(who, "<p>You are at <code>\(Self.escaped(path))</code>.</p>")
  }

  func nobody() -> [UInt8] {
    page("Nobody is signed in", "<p>Come with a token.</p>")
  }

  func refused(_ refusal: Refusal) -> [UInt8] {
    page(
      "Not signed in",
      "<p>The token was refused (<code>\(refusal.reason.rawValue)</code>): "
        + "\(Self.escaped(refusal.detail)).</p>")
  }

  func trouble(_ words: String) -> [UInt8] { page(words, "<p>Try again later.</p>") }

  func notFound() -> [UInt8] {
    page("Not found", "<p>No token is presented here.</p>")
  }

  func users(_ users: [MockUser], of count: Int) -> [UInt8] {
    var rows = ""
    for user in users {
      rows += """
        <tr><td>\(Self.escaped(ClaimText.string(user.name)))</td><td>\(user.accepted)</td>\
        <td>\(user.firstAt)</td><td>\(user.lastAt)</td>\
        <td><code>\(Self.escaped(ClaimText.string(user.claims)))</code></td></tr>

        """
    }
    let more = count > users.count ? "<p>\(count - users.count) more are in users.json.</p>" : ""
    return page(
      "\(count) \(count == 1 ? "user" : "users")",
      """
      <table>
      <thead><tr><th>User</th><th>Tokens</th><th>First</th><th>Last</th><th>Claims</th></tr></thead>
      <tbody>
      \(rows)</tbody>
      </table>
      \(more)
      """)
  }

  /// The text with everything replaced that has a meaning in HTML.
  static func escaped(_ text: String) -> String {
    var output: [UInt8] = []
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "&"): output += Array("&amp;".utf8)
      case UInt8(ascii: "<"): output += Array("&lt;".utf8)
      case UInt8(ascii: ">"): output += Array("&gt;".utf8)
      case UInt8(ascii: "\""): output += Array("&quot;".utf8)
      case UInt8(ascii: "'"): output += Array("&#39;".utf8)
      default: output.append(byte)
      }
    }
    return ClaimText.string(output)
  }
}
