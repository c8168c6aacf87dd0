import Foundation
package import Profiles

/// What is wrong with the tables of a format: a key without a meaning, with an example of another, or that
/// leads to a mapping which is not there.
package func problems(of mappings: [MappingSpec]) -> [String] {
  var problems: [String] = []
  for mapping in mappings {
    for key in mapping.keys {
      let name = "\(mapping.id).\(key.name)"
      if key.meaning.isEmpty { problems.append("\(name) has no meaning") }
      let yaml = YAMLReader.read(Array(key.example.utf8), file: "example")
      if yaml.findings != [] || yaml.root?.keys != [key.name] {
        problems.append("\(name) has an example of another key")
      }
      switch key.kind {
      case .mapping(let other), .mappings(let other), .list(let other):
        if !mappings.contains(where: { $0.id == other }) {
          problems.append("\(name) leads nowhere")
        }
      default: break
      }
    }
  }
  return problems
}

/// The blocks of YAML of a page.
package func yamlBlocks(of page: String) -> [String] {
  page.components(separatedBy: "```yaml\n").dropFirst().compactMap {
    $0.components(separatedBy: "\n```").first
  }
}

/// A file of the documentation.
package func documentation(_ name: String) -> String {
  String(decoding: fileBytes("\(checkoutRoot)/Sources/Muster/Muster.docc/\(name)"), as: UTF8.self)
}
