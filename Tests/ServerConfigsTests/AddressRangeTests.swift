import Testing

@testable import ServerConfigs

@Suite struct AddressRangeTests {
  @Test(arguments: [
    ("192.0.2.0/24", "192.0.2.255", true), ("192.0.2.0/24", "192.0.3.0", false),
    ("127.0.0.1", "127.0.0.1", true), ("127.0.0.1", "127.0.0.2", false),
    ("0.0.0.0/0", "203.0.113.9", true), ("0.0.0.0/0", "::1", false), ("::/0", "2001:db8::1", true),
    ("2001:db8::/33", "2001:db8:7fff::1", true), ("2001:db8::/33", "2001:db8:8000::1", false),
    ("10.0.0.0/8", "::ffff:10.1.2.3", true), ("::1", "0:0:0:0:0:0:0:1", true),
    ("10.0.0.0/8", "010.0.0.1", false), ("10.0.0.0/8", "unknown", false),
  ])
  func tellsWhetherAnAddressIsInIt(range: String, address: String, isIn: Bool) throws {
    #expect(try #require(AddressRange(range)).contains(address) == isIn)
  }

  @Test(arguments: [
    "", "10.0.0.0/33", "10.0.0.1/8", "10.0.0/8", "10.0.0.0/", "10.0.0.0/+8", "10.0.0.0/8/8",
    "::1::",
    ":::", "1:2:3:4:5:6:7:8:9", "1:2:3:4:5:6:7::8", "g::", "12345::", "2001:db8::1/32", "localhost",
    "256.0.0.1", "01.2.3.4", "1.2.3.4:80", "[::1]", "fe80::1%eth0",
  ])
  func refusesWhatIsNone(text: String) { #expect(AddressRange(text) == nil) }

  // The prefix length of 1:2:3:4:5:6:7::8 above would leave no room for a gap.
  @Test func takesALongAddressWhole() throws {
    #expect(try #require(AddressRange("1:2:3:4:5:6:7:8")).contains("1:2:3:4:5:6:7:8"))
  }
}
