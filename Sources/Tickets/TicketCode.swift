import Bytes
package import Tokens

/// The secret of a ticket: 128 random bits, written as 22 characters of base64url (RFC 4648, 5).
///
/// Whoever has it can use the ticket, so it is shown in the link alone, and nowhere else.
package struct TicketCode: Sendable, CustomStringConvertible, CustomDebugStringConvertible,
  CustomReflectable
{
  package static let byteCount = 16
  package static let characterCount = 22

  private let bytes: [UInt8]

  /// A new one.
  package init(_ entropy: Entropy) {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(Self.byteCount)
    entropy.append(Self.byteCount, to: &bytes)
    self.bytes = bytes
  }

  /// - Parameter bytes: ``byteCount`` random bytes.
  package init(bytes: [UInt8]) {
    precondition(bytes.count == Self.byteCount, "A ticket has 128 bits.")
    self.bytes = bytes
  }

  /// Takes exactly what ``append(to:)`` writes: 22 characters of the alphabet, without bits that mean
  /// nothing, so that one ticket has one spelling. Nil for anything else.
  package init?(_ text: Span<UInt8>) {
    guard text.count == Self.characterCount else { return nil }
    var bytes: [UInt8] = []
    guard Base64URL.decode(text, into: &bytes), bytes.count == Self.byteCount else { return nil }
    self.bytes = bytes
  }

  /// The ticket of a link: what stands behind the last slash, without a query and blanks around it.
  /// Nil where that is no ticket. Takes the bare characters, too.
  package init?(link: Span<UInt8>) {
    var start = 0
    var end = link.count
    while end > 0 && Self.isBlank(link[end - 1]) { end -= 1 }
    for index in 0..<end where link[index] == UInt8(ascii: "/") { start = index + 1 }
    while start < end && Self.isBlank(link[start]) { start += 1 }
    self.init(link.extracting(start..<end))
  }

  private static func isBlank(_ byte: UInt8) -> Bool {
    byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D
  }

  /// Appends the 22 characters.
  package func append(to output: inout [UInt8]) { Base64URL.append(bytes.span, to: &output) }

  func withBytes<R, E: Error>(_ body: (Span<UInt8>) throws(E) -> R) throws(E) -> R {
    try body(bytes.span)
  }

  package var description: String { "<redacted>" }
  package var debugDescription: String { "<redacted>" }
  package var customMirror: Mirror {
    Mirror(self, children: [(label: String?, value: Any)](), displayStyle: .struct)
  }
}
