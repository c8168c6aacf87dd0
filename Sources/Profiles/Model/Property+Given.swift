import Bytes
import Schemas

extension Property {
  /// The canonical JSON of a text that was given for the whole run (`--set NAME=TEXT`); nil where it
  /// is none of the property's types.
  ///
  /// As in a cell: a text is a text where that is allowed, and a list or an object is read as one
  /// where its first character says so.
  package func json(ofGiven text: [UInt8]) -> [UInt8]? {
    var json: [UInt8] = []
    let isStructure =
      (text.first == UInt8(ascii: "[") && types.contains(.array))
      || (text.first == UInt8(ascii: "{") && types.contains(.object))
    if types.contains(.string) && !isStructure {
      JSONWriter.appendString(text.span, to: &json)
      return json
    }
    var reader = JSONReader()
    do {
      try reader.readWhole(text.span, into: &json)
    } catch {
      return nil
    }
    return json
  }
}
