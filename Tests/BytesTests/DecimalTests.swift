import Bytes
import Testing

private func decimal(_ text: String) -> Decimal { Decimal(Array(text.utf8).span) }

@Suite struct DecimalTests {
  /// Each is less than the next one; those on one line are equal.
  static let order = [
    ["-1e400"], ["-12345678901234567890"], ["-2", "-2.0", "-0.2e1"], ["-1.5"], ["-1e-400"],
    ["0", "-0", "0.0", "0e9", "0e-9", "-0.000"], ["1e-400"], ["0.1", "1e-1", "0.10", "10e-2"],
    ["0.1000000000000000000000000000001"], ["1", "1.0", "10e-1", "0.1e1", "1E0", "1e+0"], ["1.1"],
    ["9"], ["10", "1e1", "1e01"], ["99"], ["100", "1e2"], ["9007199254740992"],
    ["9007199254740993"],
    ["12345678901234567890", "1.2345678901234567890e19"], ["1e400", "10e399", "0.1e401"],
  ]

  @Test func ordersNumbersExactly() {
    for (left, lefts) in Self.order.enumerated() {
      for (right, rights) in Self.order.enumerated() {
        for one in lefts {
          for other in rights {
            let wanted = left < right ? -1 : left > right ? 1 : 0
            #expect(decimal(one).compared(to: decimal(other)) == wanted, "\(one) and \(other)")
            if wanted == 0 { #expect(decimal(one).hash == decimal(other).hash, "\(one), \(other)") }
          }
        }
      }
    }
  }

  @Test(arguments: [
    ("0", "7", true), ("7", "0", false), ("0", "0", true), ("7", "7", true), ("-7", "7", true),
    ("7", "-7", true), ("8", "7", false), ("0.3", "0.1", true), ("0.35", "0.1", false),
    ("1e20", "3", false), ("3e20", "3", true), ("1", "1e-300", true), ("1e-300", "1", false),
    ("1e400", "2", true), ("1e401", "2", false), ("99999999999999999999", "9", true),
    ("99999999999999999998", "9", false), ("4.02", "0.01", true), ("1", "3", false),
    ("1.5", "0.5", true), ("10", "2.5", true), ("10", "2.4", false),
    ("123456789012345678901234567890", "1234567890123456789", false),
  ])
  func dividesExactly(number: String, divisor: String, isMultiple: Bool) {
    #expect(decimal(number).isMultiple(of: decimal(divisor)) == isMultiple)
  }

  @Test func takesExponentsOfAnySize() {
    let huge = decimal("1e99999999999999999999999999")
    #expect(huge.compared(to: decimal("1e400")) == 1)
    #expect(decimal("-1e99999999999999999999999999").compared(to: huge) == -1)
    #expect(decimal("1e-99999999999999999999999999").compared(to: decimal("0")) == 1)
    #expect(!huge.isMultiple(of: decimal("3")))
  }
}
