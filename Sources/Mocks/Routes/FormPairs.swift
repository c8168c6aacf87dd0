import Bytes

/// Pairs of `application/x-www-form-urlencoded`, as a query and a posted form have them (WHATWG URL,
/// section 5.1).
struct FormPairs: Sendable {
  /// Pairs that are looked at; further ones are not.
  static let pairsMax = 256

  private var pairs: [(name: [UInt8], value: [UInt8])] = []

  init(_ text: [UInt8]) {
    for pair in text.split(separator: UInt8(ascii: "&")).prefix(Self.pairsMax) {
      let equals = pair.firstIndex(of: UInt8(ascii: "=")) ?? pair.endIndex
      pairs.append((Self.decoded(pair[..<equals]), Self.decoded(pair[equals...].dropFirst())))
    }
  }

  /// The values of this name, in their order.
  subscript(name: [UInt8]) -> [[UInt8]] {
    var values: [[UInt8]] = []
    for pair in pairs where pair.name == name { values.append(pair.value) }
    return values
  }

  /// A text that is wrongly encoded stays as it is.
  private static func decoded(_ text: ArraySlice<UInt8>) -> [UInt8] {
    let plain = text.map { $0 == UInt8(ascii: "+") ? UInt8(ascii: " ") : $0 }
    var output: [UInt8] = []
    return PercentEncoding.decode(plain.span, into: &output) ? output : plain
  }
}
