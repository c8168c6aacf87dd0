import Bytes

/// Canonical JSON with a line for each member and element.
enum PrettyJSON {
  static func lines(_ json: [UInt8]) -> [String] {
    var output: [UInt8] = []
    var depth = 0
    var index = 0
    func breakLine() {
      output.append(0x0A)
      output += Array(repeating: UInt8(ascii: " "), count: depth * 2)
    }
    while index < json.count {
      let byte = json[index]
      switch byte {
      case UInt8(ascii: "\""):
        let end = JSONReader.end(json.span, from: index)
        output += json[index..<end]
        index = end
        continue
      case UInt8(ascii: "{"), UInt8(ascii: "["):
        output.append(byte)
        // In ASCII a closing brace or bracket stands two behind its opening one.
        if index + 1 < json.count, json[index + 1] == byte + 2 {
          output.append(byte + 2)
          index += 1
        } else {
          depth += 1
          breakLine()
        }
      case UInt8(ascii: "}"), UInt8(ascii: "]"):
        depth -= 1
        breakLine()
        output.append(byte)
      case UInt8(ascii: ","):
        output.append(byte)
        breakLine()
      case UInt8(ascii: ":"): output += [byte, UInt8(ascii: " ")]
      default: output.append(byte)
      }
      index += 1
    }
    return String(decoding: output, as: Unicode.UTF8.self)
      .split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
  }
}
