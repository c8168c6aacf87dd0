import Bytes
import ServerConfigs
import TestKit
import Testing

@testable import Serving

@Suite struct TicketPageTests {
  static let time = NumericDate(secondsSinceEpoch: 1_794_261_900)
  static let all: [TicketPage] = [
    .ready(until: time, once: true), .ready(until: time, once: false), .unknown,
    .notYet(from: time), .used, .revoked, .foreign, .badRequest, .tooMany(seconds: 1),
    .tooMany(seconds: 40), .busy, .trouble(reference: "7K2M", isReturned: true),
    .trouble(reference: "7K2M", isReturned: false),
  ]

  private func html(_ page: TicketPage, _ change: (inout TicketPages) -> Void = { _ in }) -> String
  {
    var texts = TicketPages()
    change(&texts)
    return String(decoding: page.html(texts), as: UTF8.self)
  }

  /// What stands between the tags of `main`.
  private func main(_ page: TicketPage, help: String? = nil) -> String {
    let html = html(page) { $0.help = help }
    let start = html.range(of: "<main>\n").map(\.upperBound) ?? html.endIndex
    let end = html.range(of: "</main>").map(\.lowerBound) ?? html.endIndex
    return start < end ? String(html[start..<end]) : ""
  }

  @Test func theButtonIsAFormThatNeedsNothingElse() {
    #expect(
      main(.ready(until: Self.time, once: true)) == """
        <h1>Sign in</h1>
        <p>This link was made for you, and works once. Press the button to go on.</p>
        <form method="post"><button type="submit">Continue</button></form>
        <p class="soft">Works until <time datetime="2026-11-09T22:05:00Z">9 November 2026, 22:05 UTC</time>.</p>

        """)
  }

  @Test func saysWhatToDoWhereATicketDoesNotWork() {
    #expect(
      main(.used, help: "Ask\nada@example.com") == """
        <h1>This link has been used</h1>
        <p>It cannot be used again. If you still have to sign in, ask for a new one.</p>
        <p class="help">Ask
        ada@example.com</p>

        """)
    #expect(
      main(.notYet(from: Self.time)) == """
        <h1>This link does not work yet</h1>
        <p>It works from 9 November 2026, 22:05 UTC. Keep it, and open it again then.</p>

        """)
    #expect(
      main(.trouble(reference: "7K2M", isReturned: true)) == """
        <h1>Something went wrong on our side</h1>
        <p>You have not been signed in, and the link still works. Try it again in a few minutes.</p>
        <p class="soft">If it goes on, pass this number on: <code>7K2M</code></p>

        """)
  }

  @Test(arguments: all) func everyPageStandsForItself(page: TicketPage) {
    let html = html(page) { $0.help = "Ask us." }
    #expect(
      html.hasPrefix("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"))
    #expect(
      html.contains("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">"))
    #expect(html.contains("<title>") && html.hasSuffix("</main>\n</body>\n</html>\n"))
    // No script, nothing from elsewhere, and nothing that a policy would have to allow.
    for word in [
      "<script", " src=", "@import", "url(", "http:", "https:", " style=", " on", "<link",
    ] {
      let isThere = html.split(separator: "<style>").enumerated().contains { index, part in
        // Style is not markup; ` on` may stand there in words.
        let text = index == 0 ? part : part.split(separator: "</style>", maxSplits: 1).last ?? ""
        return word == " on" ? text.contains(" onclick") : text.contains(word)
      }
      #expect(!isThere, "\(word) in \(page)")
    }
    #expect(html.components(of: "<form") == (html.contains("<button") ? 1 : 0))
    #expect(html.contains("<h1>") && !html.contains("<h1></h1>"))
  }

  @Test func escapesWhatAConfigBrings() {
    let hostile = "<script>\"'&<\u{301}b>\u{301}"
    let escaped = "&lt;script&gt;&quot;&#39;&amp;&lt;\u{301}b&gt;\u{301}"
    let ready = html(.ready(until: Self.time, once: true)) { $0.title = hostile }
    #expect(Array(ready.utf8).count(of: Array(escaped.utf8)) == 2)
    #expect(!Array(ready.utf8).contains(Array("<script".utf8)))
    let used = html(.used) { $0.help = hostile }
    #expect(Array(used.utf8).contains(Array(escaped.utf8)))
    #expect(!Array(used.utf8).contains(Array("<script".utf8)))
  }

  @Test func aPolicyAllowsTheOneStyleByItsDigest() {
    let html = Array(html(.used).utf8)
    let start = html.place(of: Array("<style>".utf8)) ?? 0
    let end = html.place(of: Array("</style>".utf8)) ?? 0
    let style = Array(html[(start + 7)..<end])
    #expect(PagePolicy.hashSource(style) == TicketStyle.source)
    #expect(
      PagePolicy(formAction: "'self' https:").text
        == "default-src 'none'; style-src \(TicketStyle.source); form-action 'self' https:; "
        + "frame-ancestors 'none'; base-uri 'none'")
    // `printf 'alert(1)' | openssl dgst -sha256 -binary | base64`
    #expect(
      PagePolicy.hashSource(Array("alert(1)".utf8))
        == "'sha256-bhHHL3z2vDgxUt0W3dWQOrprscmda2Y5pLsLg4GF+pI='")
  }

  @Test(arguments: [
    (0, "1 January 1970, 00:00 UTC"), (1_709_251_199, "29 February 2024, 23:59 UTC"),
    (1_794_261_900, "9 November 2026, 22:05 UTC"),
  ])
  func writesTimesForPeople(seconds: Int, expected: String) {
    #expect(TicketPage.words(NumericDate(secondsSinceEpoch: seconds)) == expected)
  }
}

extension String {
  fileprivate func components(of text: String) -> Int {
    Array(utf8).count(of: Array(text.utf8))
  }

  fileprivate func range(of text: String) -> Range<String.Index>? {
    Array(utf8).place(of: Array(text.utf8)).map {
      let start = utf8.index(startIndex, offsetBy: $0)
      return start..<utf8.index(start, offsetBy: text.utf8.count)
    }
  }
}

extension [UInt8] {
  func place(of other: [UInt8], from start: Int = 0) -> Int? {
    guard count >= other.count, start <= count - other.count else { return nil }
    return (start...(count - other.count)).first {
      self[$0..<($0 + other.count)].elementsEqual(other)
    }
  }

  func contains(_ other: [UInt8]) -> Bool { place(of: other) != nil }

  func count(of other: [UInt8]) -> Int {
    var (count, start) = (0, 0)
    while let place = place(of: other, from: start) {
      (count, start) = (count + 1, place + other.count)
    }
    return count
  }
}
