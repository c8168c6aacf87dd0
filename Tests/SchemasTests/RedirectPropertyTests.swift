import Schemas
import TestKit
import Testing

/// What formats let through stays where it should, for a browser and for a site that decodes once more.
struct RedirectPropertyTests {
  private static let page = "good.example"

  /// The resolver that judges: what every browser does with these.
  @Test(arguments: [
    ("/a", "good.example"), ("a", "good.example"), ("?a=//evil", "good.example"),
    ("#//evil", "good.example"), ("", "good.example"), ("/a//evil", "good.example"),
    ("/..//evil", "good.example"), ("https:evil", "good.example"), ("https:/evil", "good.example"),
    ("/%2fevil", "good.example"), ("/@evil", "good.example"),
    ("//evil", "evil"), ("/\\evil", "evil"), ("\\\\evil", "evil"), ("\\/evil", "evil"),
    ("///evil", "evil"), ("//good.example@evil/a", "evil"), ("//evil\\@good.example", "evil"),
    ("/\t/evil", "evil"), ("\n//evil", "evil"), ("/\r\n\\evil", "evil"), (" //evil ", "evil"),
    ("\u{1}//evil", "evil"), ("http:evil", "evil"), ("http:/evil", "evil"), ("HTTP:\\evil", "evil"),
    ("https://EVIL:8443?x", "evil:8443"), ("https:\\\\evil", "evil"), ("https:///evil", "evil"),
    ("ht\ntps://evil", "evil"), ("javascript:alert(1)", ""), ("java\nscript:a", ""),
    ("data:,x", ""),
  ])
  func theResolverGoesWhereABrowserDoes(reference: String, host: String) {
    #expect(BrowserURL(reference, onPageOf: Self.page).host == host)
  }

  @Test func seesCredentialsAndSchemes() {
    let url = BrowserURL("https://good.example@x@evil/p?q", onPageOf: Self.page)
    #expect(url.credentials == "good.example@x" && url.host == "evil" && url.path == "/p?q")
    #expect(BrowserURL("JAVAscript:a", onPageOf: Self.page).scheme == "javascript")
    #expect(BrowserURL("//evil", onPageOf: Self.page).scheme == "https")
  }

  private static func accepts(_ format: Format, _ text: String) -> Bool {
    let bytes = Array(text.utf8)
    return format.accepts(bytes.span)
  }

  @Test(arguments: [1, 2, 3, 4] as [UInt64])
  func relativePathsStayOnTheSite(seed: UInt64) {
    var references = HostileReferences(seed: seed)
    var accepted = 0
    for _ in 0..<25_000 {
      let text = references.next()
      guard Self.accepts(.relativePath, text) else { continue }
      accepted += 1
      for seen in [text, Self.decodedPath(text)] {
        let url = BrowserURL(seen, onPageOf: Self.page)
        #expect(
          url.host == Self.page && url.scheme == "https", "seed \(seed): \(text.debugDescription)")
        #expect(url.credentials == nil)
      }
      #expect(!text.unicodeScalars.contains { $0.value <= 0x20 || $0.value == 0x7F || $0 == "\\" })
    }
    #expect(accepted > 100)
  }

  /// The path decoded once, without its dot segments, and then the query as it was.
  private static func decodedPath(_ text: String) -> String {
    let end = text.firstIndex { $0 == "?" || $0 == "#" } ?? text.endIndex
    var segments: [Substring] = []
    let path = BrowserURL.decodedOnce(String(text[..<end]))
    for segment in path.dropFirst().split(separator: "/", omittingEmptySubsequences: false) {
      switch segment {
      case ".": break
      case "..": if !segments.isEmpty { segments.removeLast() }
      default: segments.append(segment)
      }
    }
    return "/" + segments.joined(separator: "/") + text[end...]
  }

  /// A whole address leads to the host that a person reads in it, and over TLS.
  @Test(arguments: [5, 6, 7, 8] as [UInt64])
  func httpsURLsLeadWhereTheySeemTo(seed: UInt64) throws {
    var references = HostileReferences(seed: seed)
    var accepted = 0
    for round in 0..<25_000 {
      let text =
        round % 2 == 0 ? "https://good.example" + references.next() : "https:" + references.next()
      guard Self.accepts(.httpsURL, text) else { continue }
      accepted += 1
      let url = BrowserURL(text, onPageOf: "other.example")
      #expect(text.hasPrefix("https://"))
      let rest = text.dropFirst("https://".count)
      let read = rest.prefix { $0 != "/" && $0 != "?" && $0 != "#" }.lowercased()
      #expect(url.scheme == "https" && url.host == read, "seed \(seed): \(text.debugDescription)")
      #expect(url.credentials == nil, "seed \(seed): \(text.debugDescription)")
      #expect(!text.unicodeScalars.contains { $0.value <= 0x20 || $0.value == 0x7F || $0 == "\\" })
    }
    #expect(accepted > 100)
  }
}
