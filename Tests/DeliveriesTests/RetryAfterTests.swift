import Bytes
import Deliveries
import Testing

@Suite struct RetryAfterTests {
  /// 1994-11-06T08:49:00Z
  static let now = NumericDate(secondsSinceEpoch: 784_111_740)

  @Test(arguments: [
    ("0", 0.0), ("120", 120), (" 7 ", 7), ("\t7", 7), ("007", 7), ("999999999", 999_999_999),
    ("99999999999999999999999999", 1_000_000_000),
    ("Sun, 06 Nov 1994 08:49:37 GMT", 37), ("Sunday, 06-Nov-94 08:49:37 GMT", 37),
    ("Sun Nov  6 08:49:37 1994", 37), ("Wed Nov 16 08:49:00 1994", 864_000),
    // Past is now.
    ("Sun, 06 Nov 1994 08:48:37 GMT", 0), ("Thu, 01 Jan 1970 00:00:00 GMT", 0),
    // More than 50 years ahead is the last century.
    ("Sunday, 06-Nov-45 08:49:37 GMT", 0),
  ])
  func readsSecondsAndAllThreeForms(text: String, seconds: Double) {
    #expect(RetryAfter.seconds(Array(text.utf8), now: Self.now) == seconds)
  }

  @Test(arguments: [
    "", " ", "-1", "+1", "1.5", "1e3", "soon", "12 34", "Sun, 06 Nov 1994 08:49:37",
    "Sun, 06 Nov 1994 08:49:37 UTC", "Sun, 31 Feb 1994 08:49:37 GMT",
    "Sun, 06 Nox 1994 08:49:37 GMT",
    "Sun, 06 Nov 1994 25:49:37 GMT", "Sun, 6 Nov 1994 08:49:37 GMT", "٣",
  ])
  func saysNothingOfOtherTexts(text: String) {
    #expect(RetryAfter.seconds(Array(text.utf8), now: Self.now) == nil)
  }
}
