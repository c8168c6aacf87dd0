import Bytes
import HTTPTypes
import ServerConfigs

/// A page that somebody sees who opens a ticket's link.
enum TicketPage: Sendable, Hashable {
  /// The button. It says until when the ticket works, and whether only once.
  case ready(until: NumericDate, once: Bool)
  /// There is no such ticket, or it has expired: which of the two is nobody's business who tries links.
  case unknown
  case notYet(from: NumericDate)
  case used
  case revoked
  /// Another site's page tried to use the ticket.
  case foreign
  case badRequest
  case tooMany(seconds: Int)
  case busy
  /// Our trouble, by a word that stands in the log. The use was given back, or nobody can say.
  case trouble(reference: String, isReturned: Bool)

  var status: HTTPResponse.Status {
    switch self {
    case .ready: .ok
    case .unknown: .notFound
    case .notYet, .foreign: .forbidden
    case .used, .revoked: .gone
    case .badRequest: .badRequest
    case .tooMany: .tooManyRequests
    case .busy: .serviceUnavailable
    case .trouble: .internalServerError
    }
  }

  /// Seconds after which the same may be tried again.
  var retryAfter: Int? {
    switch self {
    case .tooMany(let seconds): seconds
    case .busy: 2
    default: nil
    }
  }

  // MARK: Words

  private var heading: String {
    switch self {
    case .ready: ""
    case .unknown: "This link does not work"
    case .notYet: "This link does not work yet"
    case .used: "This link has been used"
    case .revoked: "This link was taken back"
    case .foreign: "Open the link yourself"
    case .badRequest: "That did not work"
    case .tooMany: "Too many tries"
    case .busy: "One moment, please"
    case .trouble: "Something went wrong on our side"
    }
  }

  private var sentences: [String] {
    switch self {
    case .ready(_, let once):
      [
        "This link was made for you" + (once ? ", and works once." : ".")
          + " Press the button to go on."
      ]
    case .unknown:
      [
        "It may be too old, or a part of it may be missing. Open it from the message that it came in, "
          + "or ask for a new one."
      ]
    case .notYet(let time):
      ["It works from \(Self.words(time)). Keep it, and open it again then."]
    case .used: ["It cannot be used again. If you still have to sign in, ask for a new one."]
    case .revoked: ["It cannot be used any more. If you still have to sign in, ask for a new one."]
    case .foreign:
      [
        "Another page tried to use it for you, and nothing has happened. Open it from the message that "
          + "it came in, and press the button there."
      ]
    case .badRequest: ["Open the link again, and press the button."]
    case .tooMany(let seconds):
      ["Wait \(seconds == 1 ? "a second" : "\(seconds) seconds"), and open the link again."]
    case .busy: ["Many people come in just now. Wait a few seconds, and open the link again."]
    case .trouble(_, let isReturned):
      [
        isReturned
          ? "You have not been signed in, and the link still works. Try it again in a few minutes."
          : "You have not been signed in. Try the link again in a few minutes; if it does not work any "
            + "more, ask for a new one."
      ]
    }
  }

  /// A time as people read it who may be anywhere: `21 November 2026, 22:05 UTC`.
  static func words(_ time: NumericDate) -> String {
    let text = Array("\(time)".utf8)
    guard text.count == 20, let month = Int(String(decoding: text[5..<7], as: Unicode.UTF8.self)),
      (1...12).contains(month)
    else { return "\(time)" }
    let months = [
      "January", "February", "March", "April", "May", "June", "July", "August", "September",
      "October", "November", "December",
    ]
    func part(_ range: Range<Int>) -> String {
      String(decoding: text[range], as: Unicode.UTF8.self)
    }
    let day = text[8] == UInt8(ascii: "0") ? part(9..<10) : part(8..<10)
    return "\(day) \(months[month - 1]) \(part(0..<4)), \(part(11..<16)) UTC"
  }

  // MARK: The page

  /// The page in UTF-8.
  func html(_ texts: TicketPages) -> [UInt8] {
    var page = PageWriter()
    let heading = isReady ? texts.title : heading
    page.begin(title: heading)
    page.heading(heading)
    for sentence in sentences { page.paragraph(sentence) }
    switch self {
    case .ready(let time, _):
      // Without an action the form goes to the page's own address (WHATWG HTML, 4.10.21.3).
      page.markup("<form method=\"post\"><button type=\"submit\">Continue</button></form>\n")
      page.markup("<p class=\"soft\">Works until <time datetime=\"")
      page.text("\(time)")
      page.markup("\">")
      page.text(Self.words(time))
      page.markup("</time>.</p>\n")
    case .trouble(let reference, _):
      page.markup("<p class=\"soft\">If it goes on, pass this number on: <code>")
      page.text(reference)
      page.markup("</code></p>\n")
    case .unknown, .notYet, .used, .revoked, .foreign, .badRequest, .tooMany, .busy: break
    }
    if !isReady, let help = texts.help { page.paragraph(help, class: "help") }
    page.end()
    return page.bytes
  }

  private var isReady: Bool {
    if case .ready = self { true } else { false }
  }
}

extension PageWriter {
  /// Everything up to the first heading.
  mutating func begin(title: String) {
    markup(
      """
      <!DOCTYPE html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <meta name="color-scheme" content="light dark">
      <meta name="robots" content="noindex, nofollow">
      <meta name="referrer" content="no-referrer">
      <title>
      """)
    text(title)
    markup("</title>\n<style>")
    markup(TicketStyle.text)
    markup("</style>\n</head>\n<body>\n<main>\n")
  }

  mutating func heading(_ text: String) {
    markup("<h1>")
    self.text(text)
    markup("</h1>\n")
  }

  mutating func end() { markup("</main>\n</body>\n</html>\n") }
}
