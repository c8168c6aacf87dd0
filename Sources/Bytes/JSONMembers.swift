/// Writes the members of one JSON object, one after the other.
package struct JSONMembers {
  private var isFirst = true

  package init(_ output: inout [UInt8]) { output.append(UInt8(ascii: "{")) }

  package mutating func name(_ name: String, _ output: inout [UInt8]) {
    if !isFirst { output.append(UInt8(ascii: ",")) }
    isFirst = false
    JSONWriter.appendString(Array(name.utf8).span, to: &output)
    output.append(UInt8(ascii: ":"))
  }

  /// Adds a text; nil adds nothing.
  package mutating func add(_ name: String, _ text: String?, _ output: inout [UInt8]) {
    guard let text else { return }
    self.name(name, &output)
    JSONWriter.appendString(Array(text.utf8).span, to: &output)
  }

  package mutating func add(_ name: String, _ number: Int, _ output: inout [UInt8]) {
    self.name(name, &output)
    JSONWriter.appendInteger(number, to: &output)
  }

  /// Adds a number; nil adds nothing.
  package mutating func add(_ name: String, _ number: Int?, _ output: inout [UInt8]) {
    if let number { add(name, number, &output) }
  }

  package mutating func close(_ output: inout [UInt8]) { output.append(UInt8(ascii: "}")) }
}
