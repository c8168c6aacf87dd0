import Bytes

/// A page that hands somebody over to a platform which takes no redirect.
enum HandoverPage {
  /// Sends the first form of a page. A field may be named `submit`, so the form is not asked for it.
  static let submitScript: StaticString =
    "HTMLFormElement.prototype.submit.call(document.forms[0])"

  /// A page that posts a form by itself or, without JavaScript, at the press of its button.
  static func posting(_ form: FieldForm, title: String) -> (html: [UInt8], policy: PagePolicy) {
    var page = PageWriter()
    page.begin(title: title)
    page.heading(title)
    page.paragraph("You are being passed on. If nothing happens, press the button.")
    page.markup("<form method=\"post\" action=\"")
    page.text(form.address.text)
    page.markup("\">\n")
    for field in form.fields {
      page.markup("<input type=\"hidden\" name=\"")
      page.text(field.name)
      page.markup("\" value=\"")
      page.text(field.value)
      page.markup("\">\n")
    }
    page.markup("<button type=\"submit\">Continue</button>\n</form>\n<script>")
    page.markup(submitScript)
    page.markup("</script>\n")
    page.end()
    let script = PagePolicy.hashSource(submitScript.withUTF8Buffer { unsafe Array($0) })
    let policy = PagePolicy(formAction: form.address.formAction, scripts: [script])
    return (page.bytes, policy)
  }

  /// A page with a platform's snippet at its end, and a link for going on.
  ///
  /// - Parameters:
  ///   - nonce: allows the snippet's scripts, if it has this nonce; else they are allowed one by one.
  ///   - next: where somebody goes on; nil for nowhere.
  static func showing(
    _ snippet: [UInt8], nonce: String?, next: String?, title: String
  ) -> (html: [UInt8], policy: PagePolicy) {
    var page = PageWriter()
    page.begin(title: title)
    page.heading(title)
    page.markup(
      "<noscript><p>Signing in needs JavaScript: allow it, and open the link again.</p></noscript>\n"
    )
    if let next {
      page.paragraph("You are being signed in. Go on when this page has loaded.")
      page.markup("<p><a class=\"button\" href=\"")
      page.text(next)
      page.markup("\">Continue</a></p>\n")
    } else {
      page.paragraph("You are being signed in. When this page has loaded, you can close it.")
    }
    page.markup("</main>\n")
    page.artifact(snippet)
    page.markup("\n</body>\n</html>\n")
    let hasNonce = nonce.map { Self.contains(snippet, Array($0.utf8)) } ?? false
    return (page.bytes, policy(snippet, nonce: hasNonce ? nonce : nil))
  }

  private static func contains(_ bytes: [UInt8], _ other: [UInt8]) -> Bool {
    guard bytes.count >= other.count else { return false }
    return (0...(bytes.count - other.count)).contains {
      bytes[$0..<($0 + other.count)].elementsEqual(other)
    }
  }

  /// A platform's script brings requests, styles, pictures and frames along, from hosts that no profile
  /// knows: those may come over safe connections. Other scripts may come from the snippet's own hosts, or
  /// from scripts that have the nonce.
  private static func policy(_ snippet: [UInt8], nonce: String?) -> PagePolicy {
    let scripts = SnippetScripts(snippet)
    let sources = nonce.map { ["'nonce-\($0)'", "'strict-dynamic'"] } ?? scripts.sources
    // A script over HTTP, as on the machine of whoever tries things, asks its own host over HTTP.
    let hosts = (["https:"] + scripts.origins.filter { $0.hasPrefix("http://") })
      .joined(separator: " ")
    return PagePolicy(
      formAction: "'none'", scripts: sources,
      further: [
        "connect-src \(hosts)", "img-src data: \(hosts)", "font-src data: \(hosts)",
        "frame-src \(hosts)", "media-src \(hosts)",
      ])
  }
}
