import Bytes
import Testing

@testable import ServerConfigs

@Suite struct AddressTests {
  @Test(arguments: [
    ("0.0.0.0", "00000000"), ("192.0.2.255", "c00002ff"),
    ("::", "00000000000000000000000000000000"),
    ("::1", "00000000000000000000000000000001"),
    ("2001:db8::8:800:200C:417a", "20010db80000000000080800200c417a"),
    ("1:2:3:4:5:6:7:8", "00010002000300040005000600070008"),
    ("1:2:3:4:5:6:7::", "00010002000300040005000600070000"),
    ("::2:3:4:5:6:7:8", "00000002000300040005000600070008"), ("::ffff:192.0.2.1", "c0000201"),
    ("::ffff:c000:201", "c0000201"), ("1:2:3:4:5:6:1.2.3.4", "00010002000300040005000601020304"),
    ("::1.2.3.4", "00000000000000000000000001020304"),
  ])
  func readsAddresses(text: String, expected: String) {
    #expect(IPAddress(text).map { Hex.text($0.bytes) } == expected)
  }

  @Test(arguments: [
    "", "1.2.3", "1.2.3.4.5", "256.0.0.1", "01.2.3.4", "1.2.3.4 ", "1.2.3.-4", "0x7f.0.0.1",
    "127.1",
    "٧.0.0.1", ":", ":::", "1::2::3", "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9", "1:2:3:4:5:6:7:8::",
    "::1:2:3:4:5:6:7:8", "12345::", "g::", "::1.2.3", "1.2.3.4::", "1:1.2.3.4::", "fe80::1%eth0",
    "[::1]",
    "localhost", "::ffff:1.2.3.4:5",
  ])
  func refusesWhatIsNoAddress(text: String) { #expect(IPAddress(text) == nil) }

  @Test(arguments: [
    ("127.0.0.1", true), ("127.255.0.9", true), ("128.0.0.1", false), ("::1", true), ("::2", false),
    ("::ffff:127.0.0.1", true), ("0.0.0.0", false), ("::", false),
  ])
  func knowsTheMachineItself(text: String, expected: Bool) {
    #expect(IPAddress(text)?.isLoopback == expected)
  }

  @Test(arguments: [
    ("10.0.0.0/8", "10.255.255.255", true), ("10.0.0.0/8", "11.0.0.0", false),
    ("10.0.0.0/8", "::ffff:10.0.0.1", true), ("192.0.2.7", "192.0.2.7", true),
    ("192.0.2.7", "192.0.2.6", false), ("192.0.2.4/30", "192.0.2.7", true),
    ("192.0.2.4/30", "192.0.2.8", false), ("0.0.0.0/0", "203.0.113.1", true),
    ("0.0.0.0/0", "::1", false),
    ("2001:db8::/33", "2001:db8:7fff::1", true), ("2001:db8::/33", "2001:db8:8000::1", false),
    ("::/0", "2001:db8::", true), ("::/0", "1.2.3.4", false), ("10.0.0.0/8", "10.0.0", false),
  ])
  func tellsWhatIsInARange(range: String, address: String, expected: Bool) throws {
    #expect(try #require(AddressRange(range)).contains(address) == expected)
  }

  @Test(arguments: [
    "", "/8", "10.0.0.0/", "10.0.0.0/33", "10.0.0.1/8", "10.0.0.0/+8", "10.0.0.0/-1",
    "10.0.0.0/8/8",
    "10.0.0.0/08x", "::/129", "::1/64", "*", "10.*", "example.com", "10.0.0.0-10.0.0.9",
  ])
  func refusesWhatIsNoRange(text: String) { #expect(AddressRange(text) == nil) }

  @Test(arguments: [
    ("127.0.0.1:8080", "127.0.0.1:8080"), ("[::1]:0", "[::1]:0"),
    ("localhost:65535", "localhost:65535"),
    ("0.0.0.0:443", "0.0.0.0:443"), ("[::]:1", "[::]:1"),
  ])
  func readsAddressesToListenOn(text: String, expected: String) {
    #expect(ListenAddress(text: text)?.text == expected)
  }

  @Test(arguments: [
    "", "8080", ":8080", "*:8080", "127.0.0.1", "127.0.0.1:", "127.0.0.1:65536", "127.0.0.1:+1",
    "::1:8080", "[127.0.0.1]:80", "[::1]", "example.com:80", "LOCALHOST:80", "http://127.0.0.1:80",
  ])
  func refusesWhatNobodyListensOn(text: String) { #expect(ListenAddress(text: text) == nil) }

  @Test(arguments: [
    ("https://sso.example.com", "https://sso.example.com", "", "sso.example.com", true),
    ("HTTPS://SSO.Example.com/", "https://sso.example.com", "", "sso.example.com", true),
    ("http://127.0.0.1:8080/a/b/", "http://127.0.0.1:8080/a/b", "/a/b", "127.0.0.1", false),
    ("https://[2001:db8::1]:8443", "https://[2001:db8::1]:8443", "", "[2001:db8::1]", true),
    ("https://[2001:db8::1]", "https://[2001:db8::1]", "", "[2001:db8::1]", true),
    // As a browser writes its origin.
    (
      "https://sso.example.com:443/in", "https://sso.example.com/in", "/in", "sso.example.com", true
    ),
    ("http://127.0.0.1:80", "http://127.0.0.1", "", "127.0.0.1", false),
    ("https://sso.example.com:80", "https://sso.example.com:80", "", "sso.example.com", true),
  ])
  func readsPublicURLs(text: String, url: String, path: String, host: String, isHTTPS: Bool) {
    let read = PublicURL(text)
    #expect(read?.text == url && read?.path == path && read?.host == host)
    #expect(read?.isHTTPS == isHTTPS)
  }

  @Test(arguments: [
    "", "https://", "sso.example.com", "ftp://a.example", "https://me@a.example",
    "https://a.example?x",
    "https://a.example#x", "https://a.example//b", "https://a.example/a/../b",
    "https://a.example/ä",
    "https://a.example/.", "https://a b", "//a.example", "https://a.example:0", "https://1.2.3",
  ])
  func refusesWhatNoLinkBeginsWith(text: String) { #expect(PublicURL(text) == nil) }

  @Test(arguments: [
    ("120/60s", 120, 60), ("1/1", 1, 1), ("10/2m", 10, 120), ("5/1d", 5, 86_400),
  ])
  func readsRates(text: String, count: Int, seconds: Int) {
    #expect(Rate(text: text) == Rate(count: count, seconds: seconds))
  }

  @Test(arguments: [
    "", "/", "1/", "/1s", "0/60s", "1/0s", "-1/60s", "+1/60s", "1/60s/2", "1/2d", "1.5/60s",
    "1 / 60s",
    "99999999999999999999/60s",
  ])
  func refusesWhatIsNoRate(text: String) { #expect(Rate(text: text) == nil) }
}
