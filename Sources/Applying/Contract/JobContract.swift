import Bytes
import Profiles

/// What makes claims beside the rows: constants, templates and defaults of the profile, and the values
/// of parameters. Where it changes, the claims of every row have changed.
///
/// Comments, documentation, rules and limits are not in it: a profile may be improved without anybody
/// being issued anew.
package enum JobContract {
  /// Keys of a claim or input that make values; schemas only refuse some.
  private static let makers = [
    "value", "generate", "join", "firstOf", "when", "claimName", "default", "clear",
  ]

  /// The contract as bytes that are the same for the same contract.
  ///
  /// - Parameters:
  ///   - profile: the profile's text, which can be read.
  ///   - parameters: values of parameters, and of inputs for all rows.
  package static func bytes(
    profile: [UInt8], parameters: [(name: String, value: String)]
  ) -> [UInt8] {
    var bytes: [UInt8] = []
    let root = YAMLReader.read(profile, file: "profile").root
    for group in ["parameters", "claims", "inputs"] {
      bytes += Array("\(group)\n".utf8)
      append(root?[group]?["properties"], path: "", to: &bytes)
    }
    for (name, value) in parameters.sorted(by: { $0.name < $1.name }) {
      JSONWriter.appendString(Array(name.utf8).span, to: &bytes)
      bytes.append(UInt8(ascii: "="))
      JSONWriter.appendString(Array(value.utf8).span, to: &bytes)
      bytes.append(0x0A)
    }
    return bytes
  }

  private static func append(_ properties: YAMLNode?, path: String, to bytes: inout [UInt8]) {
    let entries = properties?.asMapping ?? []
    for entry in entries.sorted(by: { $0.name < $1.name }) {
      let path = path + "/" + entry.name
      for maker in makers {
        guard let value = entry.value[maker] else { continue }
        bytes += Array("\(path) \(maker) ".utf8)
        // What JSON cannot write stands as null, the same each time.
        _ = value.appendJSON(to: &bytes)
        bytes.append(0x0A)
      }
      append(entry.value["properties"], path: path, to: &bytes)
    }
  }
}
