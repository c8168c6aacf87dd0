import Testing

@testable import Deliveries
@testable import Peers

@Suite struct DeliveryURLTests {
  private static func problem(_ text: String) -> DeliveryURLProblem? {
    do throws(DeliveryURLProblem) {
      try DeliveryURL(Array(text.utf8)).requireSafeWay()
      return nil
    } catch {
      return error
    }
  }

  @Test(arguments: [
    ("https://a.example/x?jwt=e30", "https://a.example/x?jwt=e30", "a.example"),
    ("HTTPS://A.Example:443/x", "https://a.example/x", "a.example"),
    ("https://a.example:8443?x#y", "https://a.example:8443/?x", "a.example:8443"),
    ("http://127.0.0.1:8080", "http://127.0.0.1:8080/", "127.0.0.1:8080"),
    ("http://localhost/", "http://localhost/", "localhost"),
    ("http://[::1]:90/", "http://[::1]:90/", "[::1]:90"),
  ])
  func readsPlainURLs(text: String, whole: String, host: String) throws {
    let url = try DeliveryURL(Array(text.utf8))
    #expect(url.text == whole)
    #expect(url.origin.shown == host)
    #expect(Self.problem(text) == nil)
  }

  @Test(arguments: [
    ("http://a.example/", DeliveryURLProblem.insecure),
    ("http://127.0.0.1.evil.example/", .insecure),
    ("http://localhost.evil.example/", .insecure), ("ftp://a.example/", .badScheme),
    ("//a.example/", .badScheme), ("https:/a.example/", .badScheme), ("", .badScheme),
    ("https://", .badHost), ("https:///x", .badHost), ("https://user@a.example/", .userInfo),
    ("https://a.example:80@evil.example/", .userInfo), ("https://a.example:/", .badPort),
    ("https://a.example:0/", .badPort), ("https://a.example:65536/", .badPort),
    ("https://a.example:8x/", .badPort), ("https://a_b%2eexample/", .badHost),
    ("https://ä.example/", .badCharacter), ("https://a.example/\\evil", .badCharacter),
    ("https://a.example/x y", .badCharacter), ("https://a.example/\r\nHost: evil", .badCharacter),
    ("https://2130706433/", .badHost), ("https://0x7f.1/", .badHost), ("https://127.1/", .badHost),
    ("https://127.0.0.01/", .badHost), ("https://[::1/", .badHost), ("https://[a.b]/", .badHost),
    ("https://.example/", .badHost),
  ])
  func refusesWhatReadersTakeDifferently(text: String, problem: DeliveryURLProblem) {
    #expect(Self.problem(text) == problem)
  }

  @Test func itsLengthIsLimited() {
    let path = String(repeating: "a", count: DeliveryURL.bytesMax - "https://a.example/".utf8.count)
    #expect(Self.problem("https://a.example/" + path) == nil)
    #expect(Self.problem("https://a.example/" + path + "a") == .tooLong)
  }

  @Test(arguments: [
    ("a.example", "https://a.example/", true), ("A.EXAMPLE", "https://a.example/", true),
    ("a.example:443", "https://a.example/", true), ("a.example", "https://a.example:8443/", false),
    ("a.example:8443", "https://a.example:8443/", true),
    ("a.example", "https://b.a.example/", false),
    ("a.example", "https://a.example.evil.example/", false),
    ("127.0.0.1:90", "http://127.0.0.1:90/", true),
    ("127.0.0.1", "http://127.0.0.1:90/", false), ("[::1]:90", "http://[::1]:90/", true),
  ])
  func aConfirmedHostIsThatHostAlone(confirmed: String, url: String, isHost: Bool) throws {
    let host = try #require(ConfirmedHost(confirmed))
    #expect(host.isHost(of: try DeliveryURL(Array(url.utf8)).origin) == isHost)
  }

  @Test(arguments: [
    "", "https://a.example", "a.example/x", "a@b.example", "a.example:x", "ä.example", "*",
    "a.example?",
  ])
  func otherTextsConfirmNothing(text: String) {
    #expect(ConfirmedHost(text) == nil)
  }

  // MARK: Redirects

  static let base = "https://a.example:8443/auth/sso?jwt=secret"

  @Test(arguments: [
    ("/home", "/home"), ("/home?x=//evil", "/home?x=//evil"), ("home", "/auth/home"),
    ("./home", "/auth/home"), ("../home", "/home"), ("../../../home", "/home"), ("..", "/"),
    (".", "/auth/"),
    ("%2e%2E/home", "/home"), ("?a=b", "/auth/sso?a=b"), ("#top", "/auth/sso?jwt=secret"),
    ("", "/auth/sso?jwt=secret"), ("https://a.example:8443/x", "/x"),
    ("HTTPS://A.EXAMPLE:8443", "/"),
    ("//a.example:8443/x", "/x"), ("\\\\a.example:8443\\x", "/x"), ("https:/x", "/x"),
    ("https:x", "/auth/x"),
    ("  /home \t", "/home"), ("/a\\b", "/a/b"), ("a:b", ""), ("/a:b", "/a:b"),
    ("////a.example:8443/x", "/x"),
  ])
  func redirectsOnTheSameOriginAreResolvedAsBrowsersDo(location: String, target: String) throws {
    let url = try DeliveryURL(Array(Self.base.utf8))
    let resolved = url.resolve(location: Array(location.utf8))
    if target.isEmpty {
      #expect(resolved == .elsewhere)
      return
    }
    guard case .sameOrigin(let next) = resolved else {
      Issue.record("\(location) leads elsewhere")
      return
    }
    #expect(next.target == target)
    #expect(next.origin == url.origin)
  }

  @Test(arguments: [
    "https://a.example/x", "https://a.example:443/x", "http://a.example:8443/x", "//evil.example/x",
    "///evil.example/x", "////evil.example", "/\\evil.example/x", "\\/evil.example",
    "\\\\evil.example",
    "/\t/evil.example", "/\n/evil.example", "\t//evil.example", "https:\\\\evil.example",
    "https:////evil.example", "https://a.example:8443@evil.example/",
    "https://evil.example#@a.example:8443/",
    "https://a.example:8443.evil.example/", "https://user@a.example:8443/",
    "//a.example:8443@evil.example",
    "https://a.example%2eevil.example:8443/", "https://ａ.example:8443/", "http:x",
    "javascript:alert(1)",
    "data:text/html,x", "ftp://a.example:8443/", "//[::1]/", "//", "https://", "/ä", "/a b",
    "/a\u{0}b",
    "https:/\\evil.example", "https:\\/evil.example",
  ])
  func redirectsElsewhereAreNotFollowed(location: String) throws {
    let url = try DeliveryURL(Array(Self.base.utf8))
    #expect(url.resolve(location: Array(location.utf8)) == .elsewhere)
  }
}

@Suite struct CertificateNameTests {
  @Test(arguments: [
    ("a.example", "a.example", true), ("A.Example.", "a.example", true),
    ("*.b.example", "a.b.example", true), ("*.b.example", "b.example", false),
    ("*.b.example", "x.a.b.example", false), ("*.example", "b.example", false),
    ("a*.b.example", "ab.b.example", false), ("*", "a", false), ("b.example", "a.b.example", false),
    ("a.example.evil.example", "a.example", false), ("", "a.example", false),
    ("a..example", "a.example", false), ("a.example\u{0}.evil.example", "a.example", false),
  ])
  func aCertificateNamesItsHostAlone(name: String, host: String, fits: Bool) {
    #expect(CertificateName.fits(Array(name.utf8), host) == fits)
  }

  @Test(arguments: [
    ("https://a.example/", "a.example"), ("https://127.0.0.1/", nil), ("https://[::1]/", nil),
    ("http://localhost/", nil), ("https://localhost:8443/", "localhost"),
    ("https://a1.b2/", "a1.b2"),
  ])
  func onlyNamesAreCertified(url: String, host: String?) throws {
    #expect(try DeliveryURL(Array(url.utf8)).origin.certifiedHost == host)
  }
}
