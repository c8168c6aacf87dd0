import Bytes
import TestKit
import Testing

@testable import Serving

@Suite struct HandoverPageTests {
  private func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

  // MARK: Addresses

  @Test(arguments: [
    ("https://community.example.com/api?jwt=a.b", "https://community.example.com", true),
    ("http://127.0.0.1:8080/x", "http://127.0.0.1:8080", false),
    ("https://[::1]:8/", "https://[::1]:8", true),
    ("https://a.example?x", "https://a.example", true),
    ("https://a.example", "https://a.example", true),
  ])
  func knowsWhereAnAddressLeads(url: String, origin: String, isHTTPS: Bool) throws {
    let address = try #require(PlatformAddress(Array(url.utf8)))
    #expect(address.text == url)
    #expect(address.origin == origin)
    #expect(address.isHTTPS == isHTTPS)
    #expect(address.formAction == (isHTTPS ? "https:" : "https: \(origin)"))
  }

  @Test(arguments: [
    "", "/path", "//host/", "javascript:alert(1)", "data:text/html,x", "https:///x", "https://?x",
    "https://a b/", "https://a.example/\r\nSet-Cookie: x", "https://a.example/\u{e9}", "ftp://a/",
    "https://user@a.example/", "https://a.example;x/", "https://a.example,x/", "HTTPS://a.example/",
    "https://a.example\u{0}/", "https://'self'/",
  ])
  func takesNothingElseForAnAddress(url: String) {
    #expect(PlatformAddress(Array(url.utf8)) == nil)
  }

  // MARK: Forms

  @Test func postsWhatAProfileMadeAsAForm() throws {
    let artifact =
      "https://a.example/in?x=1&y=2\njwt=a.b-c_d&a%26b=%22%3E%3Cscript%3E%CC%81+%0A&submit="
    let form = try #require(FieldForm(Array(artifact.utf8)))
    #expect(form.fields.map { text($0.name) } == ["jwt", "a&b", "submit"])
    #expect(form.fields.map { text($0.value) } == ["a.b-c_d", "\"><script>\u{301}+\n", ""])
    let page = HandoverPage.posting(form, title: "Sign in <here>")
    let html = text(page.html)
    let start = try #require(page.html.place(of: Array("<main>".utf8)))
    #expect(
      text(Array(page.html[start...])) == """
        <main>
        <h1>Sign in &lt;here&gt;</h1>
        <p>You are being passed on. If nothing happens, press the button.</p>
        <form method="post" action="https://a.example/in?x=1&amp;y=2">
        <input type="hidden" name="jwt" value="a.b-c_d">
        <input type="hidden" name="a&amp;b" value="&quot;&gt;&lt;script&gt;\u{301}+
        ">
        <input type="hidden" name="submit" value="">
        <button type="submit">Continue</button>
        </form>
        <script>HTMLFormElement.prototype.submit.call(document.forms[0])</script>
        </main>
        </body>
        </html>

        """)
    #expect(html.hasPrefix("<!DOCTYPE html>"))
    let script = PagePolicy.hashSource(
      Array("HTMLFormElement.prototype.submit.call(document.forms[0])".utf8))
    #expect(
      page.policy.text
        == "default-src 'none'; style-src \(TicketStyle.source); script-src \(script); "
        + "form-action https:; frame-ancestors 'none'; base-uri 'none'")
  }

  @Test func aFormMayHaveNoFields() throws {
    #expect(try #require(FieldForm(Array("http://127.0.0.1:1/".utf8))).fields == [])
    #expect(FieldForm(Array("token".utf8)) == nil)
    #expect(FieldForm(Array("https://a.example/\njwt".utf8)) == nil)
    #expect(FieldForm(Array("https://a.example/\njwt=%4".utf8)) == nil)
  }

  // MARK: Snippets

  private static let snippet =
    "<script type=\"text/javascript\">window.mediaosSSO = 'a.b.c';</script><script\n"
    + "type=\"module\" src=\"https://mos-scripts.com/a/main.js\"></script>"

  @Test func allowsASnippetsScriptsOneByOne() {
    let scripts = SnippetScripts(Array(Self.snippet.utf8))
    #expect(scripts.inline.map(text) == ["window.mediaosSSO = 'a.b.c';"])
    #expect(scripts.origins == ["https://mos-scripts.com"])
    let page = HandoverPage.showing(
      Array(Self.snippet.utf8), nonce: nil, next: nil, title: "Sign in")
    // `printf "window.mediaosSSO = 'a.b.c';" | openssl dgst -sha256 -binary | base64`
    #expect(
      page.policy.text
        == "default-src 'none'; style-src \(TicketStyle.source); "
        + "script-src 'sha256-OX0IwfwwKC1OYmjMc+oH7T3xrezp2j61iti8quresLs=' https://mos-scripts.com; connect-src https:; "
        + "img-src data: https:; font-src data: https:; frame-src https:; media-src https:; "
        + "form-action 'none'; frame-ancestors 'none'; base-uri 'none'")
    #expect(text(page.html).hasSuffix("</main>\n\(Self.snippet)\n</body>\n</html>\n"))
    #expect(!text(page.html).contains("Continue"))
  }

  @Test func allowsASnippetsScriptsByTheirNonce() {
    let page = HandoverPage.showing(
      Array("<script nonce=\"N0\">1</script>".utf8), nonce: "N0",
      next: "https://site.example/?a=1&b=\"2\"", title: "Sign in")
    #expect(page.policy.scripts == ["'nonce-N0'", "'strict-dynamic'"])
    #expect(
      text(page.html).contains(
        "<a class=\"button\" href=\"https://site.example/?a=1&amp;b=&quot;2&quot;\">Continue</a>"))
  }

  @Test(arguments: [
    ("", [], []),
    ("<p>no script</p>", [], []),
    ("<SCRIPT>a</ScRiPt><script >b</script>", ["a", "b"], []),
    ("<script src=https://a.example/x></script>", [], ["https://a.example"]),
    ("<script src='https://a.example/x' async>ignored</script>", [], ["https://a.example"]),
    ("<script async src = \"https://a.example:8/\"/></script>", [], ["https://a.example:8"]),
    ("<script data-src=\"https://a.example/\">c</script>", ["c"], []),
    ("<script title=\">\" src=\"https://b.example/x\"></script>", [], ["https://b.example"]),
    ("<script src=\"/own.js\"></script><scripty>d</scripty>", [], []),
    (
      "<script src=\"https://a.example/1\"></script><script src=\"https://a.example/2\"></script>",
      [], ["https://a.example"]
    ),
    ("<script>if (a < b) { \"</scr\" }</script>", ["if (a < b) { \"</scr\" }"], []),
    ("<script>open", ["open"], []), ("<script", [], []), ("<script src", [], []),
    ("<script =x>e</script>", ["e"], []),
  ])
  func findsScripts(html: String, inline: [String], origins: [String]) {
    let scripts = SnippetScripts(Array(html.utf8))
    #expect(scripts.inline.map(text) == inline)
    #expect(scripts.origins == origins)
  }

  @Test func looksAtSoManyScripts() {
    let html = String(repeating: "<script>x</script>", count: SnippetScripts.scriptsMax + 1)
    #expect(SnippetScripts(Array(html.utf8)).inline.count == SnippetScripts.scriptsMax)
  }
}
