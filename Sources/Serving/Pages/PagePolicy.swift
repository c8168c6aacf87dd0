import Bytes
import Tokens

/// A page's Content-Security-Policy (CSP Level 3): nothing is allowed but what the page is made of.
struct PagePolicy: Sendable, Hashable {
  /// Where forms may go, and be redirected on to: browsers hold every redirect behind a form against
  /// this (CSP Level 3, 6.4.2.1).
  var formAction = "'none'"
  /// Sources of scripts; empty for none.
  var scripts: [String] = []
  /// Directives for what a platform's script brings along.
  var further: [String] = []

  /// The header's value.
  var text: String {
    var directives = ["default-src 'none'", "style-src \(TicketStyle.source)"]
    if !scripts.isEmpty { directives.append("script-src \(scripts.joined(separator: " "))") }
    directives += further
    directives += ["form-action \(formAction)", "frame-ancestors 'none'", "base-uri 'none'"]
    return directives.joined(separator: "; ")
  }

  /// What allows exactly this inline style or script (CSP Level 3, 2.3.1, hash-source).
  static func hashSource(_ content: [UInt8]) -> String {
    var digest: [UInt8] = []
    Digest.sha256.append(of: content.span, to: &digest)
    var text = Array("'sha256-".utf8)
    Base64.append(digest.span, to: &text)
    text.append(UInt8(ascii: "'"))
    return String(decoding: text, as: Unicode.UTF8.self)
  }
}
