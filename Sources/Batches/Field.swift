/// Where one column's value lies in its record's bytes, and what it is.
package struct Field: Sendable, Hashable {
  package enum Kind: UInt8, Sendable, Hashable {
    /// Not given: no such cell or key, an empty cell (quoted or not), or JSON null.
    case absent
    /// The text of a CSV cell.
    case cell
    /// The text of a JSON string.
    case string
    /// A JSON number, boolean, array or object in canonical form.
    case json
  }

  package var kind: Kind
  private var start: UInt32
  private var end: UInt32

  package static let absent = Field(.absent, 0..<0)

  /// `range` is kept in 32 bits, which `BatchLimits.recordBytesMax` makes enough.
  package init(_ kind: Kind, _ range: Range<Int>) {
    self.kind = kind
    start = UInt32(truncatingIfNeeded: range.lowerBound)
    end = UInt32(truncatingIfNeeded: range.upperBound)
  }

  /// The place of the content in `Record.bytes`.
  package var range: Range<Int> { Int(start)..<Int(end) }

  /// Moves the content's place.
  mutating func shift(by offset: Int) {
    start &+= UInt32(truncatingIfNeeded: offset)
    end &+= UInt32(truncatingIfNeeded: offset)
  }
}
