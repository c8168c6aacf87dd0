import Bytes

/// The keys of a record and what each must be, in their order.
struct KeyTable {
  private var names: [(name: String, trees: [JSONTree])] = []
  private var patternNames: [(name: String, tree: JSONTree)] = []

  func has(_ name: String) -> Bool {
    names.contains { $0.name.utf8.elementsEqual(name.utf8) }
  }

  /// Adds what a key must be; one key may feed several claims.
  mutating func add(_ name: String, _ tree: JSONTree) {
    if let index = names.firstIndex(where: { $0.name.utf8.elementsEqual(name.utf8) }) {
      names[index].trees.append(tree)
    } else {
      names.append((name, [tree]))
    }
  }

  mutating func addPattern(_ pattern: String, _ tree: JSONTree) {
    patternNames.append((pattern, tree))
  }

  var properties: JSONTree {
    .object(
      names.map { .init($0.name, $0.trees.count == 1 ? $0.trees[0] : .conjunction($0.trees)) })
  }

  var patterns: JSONTree {
    .object(patternNames.map { .init($0.name, $0.tree) })
  }
}
