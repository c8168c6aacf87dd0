import Bytes
import Findings
import Minting
import Provisioning
import TestKit
import Testing
import Tokens

/// What a request gives for a place to go to either is refused, or comes out as it was given, in its own
/// parameter of the platform's own address, and leads nowhere else.
struct RequestRedirectTests {
  /// A profile, the input, and a row for it.
  struct Subject: Sendable, CustomTestStringConvertible {
    var profile: String
    var input: String
    var csv: String
    var parameter: String
    var others: [RequestValue] = []
    var isWholeAddress = false
    var artifact: String?
    var testDescription: String { "\(profile) \(input)" }
  }

  static let subjects: [Subject] = [
    Subject(
      profile: "bettermode", input: "redirect_uri",
      csv: "sub,name,email\n1,Ada,ada@example.com\n", parameter: "redirect_uri"),
    Subject(profile: "acadio", input: "go", csv: "email\nada@example.com\n", parameter: "go"),
    Subject(
      profile: "metabase", input: "return_to", csv: "email\nada@example.com\n",
      parameter: "return_to"),
    Subject(
      profile: "zendesk", input: "return_to", csv: "name,email\nAda,ada@example.com\n",
      parameter: "return_to", isWholeAddress: true, artifact: "url"),
    Subject(
      profile: "canny", input: "redirect", csv: "id,name,email\n1,Ada,ada@example.com\n",
      parameter: "redirect",
      others: [RequestValue(input: "companyID", text: Array("5a1b2c".utf8))],
      isWholeAddress: true, artifact: "redirect"),
  ]

  /// Beside those of `RelativePathTests`: what is in the lists of testers, and what a header would end at.
  static let known = [
    "//evil.example", "/\\evil.example", "/%5cevil.example", "/\t/evil.example",
    "/\r\n/evil.example",
    "/a\r\nLocation: https://evil.example/", "/a%0d%0aSet-Cookie:%20a=b", "/a\u{0}b",
    "/\u{FF0F}evil.example", "/\u{FF3C}evil.example", "\u{FF0F}/evil.example", "/..//evil.example",
    "/;@evil.example", "//;@evil.example", "/@evil.example", "https:@evil.example",
    "//evil%E3%80%82com",
    "/\u{2215}evil.example", "/\u{2044}evil.example", "/%252f%252fevil.example", "////evil.example",
    "https:///evil.example", "https:/\\evil.example", "http://evil.example", "HTTPS://evil.example",
    "https://community.example.com@evil.example/", "https://community.example.com\\@evil.example",
    "https://evil.example\\.community.example.com/", "https://evil.example#@community.example.com/",
    "https://evil.example%2f.community.example.com/", "https://[::ffff:1.2.3.4]/",
    "javascript://%0aalert(1)",
    "JaVaScRiPt:alert(1)", "java\tscript:alert(1)", "data:text/html,<script>alert(1)</script>",
    "vbscript:a", "/home&jwt=forged", "/home&token=forged&x=1", "/home#jwt=forged",
    "/home?jwt=forged",
    "/a+b", "/a%2Bb", "/a%20b", "/é", "/a\"><script>", "/a';alert(1)//", "",
  ]

  @Test(arguments: subjects)
  func givesWhatIsOnTheSiteAndRefusesTheRest(subject: Subject) throws {
    let seed: UInt64 = 20_260_101
    var references = HostileReferences(seed: seed)
    let texts =
      Self.known
      + (0..<600).map { round in
        let text = references.next()
        guard subject.isWholeAddress else { return text }
        return (round % 3 == 0 ? "https:" : "https://good.example") + text
      }
    let desk = try Desk(subject)
    var (taken, refused) = (0, 0)
    for text in texts {
      switch try desk.mint(text) {
      case .refused(let findings):
        refused += 1
        let code: FindingCode =
          text.isEmpty ? .missingInput : text.utf8.contains(0) ? .nulCharacter : .formatMismatch
        #expect(findings.map(\.code) == [code], "seed \(seed): \(text.debugDescription)")
      case .artifact(let artifact):
        taken += 1
        let link = String(decoding: artifact.bytes, as: UTF8.self)
        try desk.check(link, gives: text, "seed \(seed): \(text.debugDescription)")
      }
    }
    #expect(taken > 10 && refused > 100, "\(taken) taken, \(refused) refused")
  }

  /// Mints one row again and again.
  private struct Desk {
    let subject: Subject
    let minter: Minter
    let row: StoredRow
    /// What the link begins with, and the names of its parameters, where a request gives a plain value.
    let address: String
    let names: [String]

    init(_ subject: Subject) throws {
      self.subject = subject
      let trial = MinterTrial(subject.profile) { $0.options.artifact = subject.artifact }
      let (form, rows) = try trial.rows(subject.csv)
      row = try #require(rows.first)
      minter = try trial.minter(
        form, requestInputs: [subject.input] + subject.others.map(\.input))
      let plain = subject.isWholeAddress ? "https://good.example/home" : "/home"
      let value = RequestValue(input: subject.input, text: Array(plain.utf8))
      let minted = try minter.mint(row, values: subject.others + [value], at: testTime, .seeded(1))
      guard case .artifact(let artifact) = minted else {
        throw Unexpected(text: minted.summary)
      }
      let link = String(decoding: artifact.bytes, as: UTF8.self)
      address = String(link.prefix { $0 != "?" })
      names = Desk.parameters(link).map(\.name)
      #expect(address.hasPrefix("https://"))
      #expect(names.contains(subject.parameter))
    }

    func mint(_ text: String) throws -> Minted {
      let value = RequestValue(input: subject.input, text: Array(text.utf8))
      return try minter.mint(row, values: subject.others + [value], at: testTime, .seeded(1))
    }

    /// Holds a link to what was given.
    func check(_ link: String, gives text: String, _ about: Comment) throws {
      // Nothing that ends a header's line, or that a browser drops.
      #expect(link.utf8.allSatisfy { (0x21...0x7E).contains($0) }, about)
      #expect(link.prefix { $0 != "?" } == address[...], about)
      #expect(!link.contains("#") && !link.contains("\\"), about)
      let parameters = Desk.parameters(link)
      guard !text.isEmpty else { return }
      #expect(parameters.map(\.name) == names, about)
      let given = parameters.first { $0.name == subject.parameter }?.value
      #expect(given.map { Array($0.utf8) } == Array(text.utf8), about)
      let url = BrowserURL(text, onPageOf: "community.example.com")
      #expect(url.scheme == "https" && url.credentials == nil, about)
      if subject.isWholeAddress {
        let read = text.dropFirst("https://".count).prefix { $0 != "/" && $0 != "?" && $0 != "#" }
        #expect(url.host == read.lowercased(), about)
      } else {
        #expect(url.host == "community.example.com", about)
      }
    }

    /// The parameters of the query as a server reads them.
    private static func parameters(_ link: String) -> [(name: String, value: String)] {
      guard let start = link.firstIndex(of: "?") else { return [] }
      return link[link.index(after: start)...].split(separator: "&").map { pair in
        let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        let value = parts.count > 1 ? String(parts[1]) : ""
        let plain = value.map { $0 == "+" ? " " : String($0) }.joined()
        return (String(parts[0]), BrowserURL.decodedOnce(plain))
      }
    }
  }

  private struct Unexpected: Error { var text: String }

  @Test(
    arguments: [
      ([0x2F, 0], FindingCode.nulCharacter), ([0], .nulCharacter),
      ([0x2F, 0xC0, 0xAF], .invalidUTF8),
      ([0xED, 0xA0, 0x80], .invalidUTF8), ([0x2F, 0xFF, 0], .invalidUTF8),
    ] as [([UInt8], FindingCode)])
  func refusesWhatIsNoText(text: [UInt8], code: FindingCode) throws {
    let desk = try Desk(Self.subjects[0])
    let value = RequestValue(input: "redirect_uri", text: text)
    guard
      case .refused(let findings) = try desk.minter.mint(
        desk.row, values: [value], at: testTime, .seeded(1))
    else {
      Issue.record("It was taken.")
      return
    }
    #expect(findings.map(\.code) == [code])
    #expect(findings.map(\.claim) == ["inputs.redirect_uri"])
    #expect(findings.map(\.place) == [.row(1, line: 2)])
  }
}
