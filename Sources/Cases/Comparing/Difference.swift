import Findings

/// One thing in which what is differs from what a case expects.
package struct Difference: Sendable, Hashable {
  /// Where: `claims.exp`, `row 2: findings`.
  package var path: String
  /// What was expected and what is, as the rest of a sentence.
  package var words: String

  package init(_ path: String, _ words: String) {
    self.path = path
    self.words = words
  }

  init(_ path: String, expected: String, actual: String) {
    self.init(path, "expected \(expected), is \(actual)")
  }

  /// In one line.
  package var text: String { "\(path): \(words)" }
}

/// Compares JSON values, and tells where they differ.
struct TreeComparison {
  private(set) var differences: [Difference] = []

  /// Compares whole values; the order of members counts.
  mutating func compare(_ expected: JSONTree, _ actual: JSONTree, at path: String) {
    switch (expected, actual) {
    case (.object(let wanted), .object(let found)):
      let before = differences.count
      for member in wanted {
        let path = Self.path(path, member.name)
        guard let value = actual[member.name] else {
          differences.append(Difference(path, expected: Self.shown(member.value), actual: "absent"))
          continue
        }
        compare(member.value, value, at: path)
      }
      for member in found where expected[member.name] == nil {
        differences.append(
          Difference(
            Self.path(path, member.name), expected: "nothing", actual: Self.shown(member.value)))
      }
      let names = (wanted.map(\.name), found.map(\.name))
      if differences.count == before, !names.0.elementsEqual(names.1, by: Self.isSame) {
        differences.append(
          Difference(
            path, expected: "the order " + names.0.joined(separator: ", "),
            actual: names.1.joined(separator: ", ")))
      }
    case (.array(let wanted), .array(let found)):
      for (index, pair) in zip(wanted, found).enumerated() {
        compare(pair.0, pair.1, at: "\(path)[\(index)]")
      }
      for index in found.count..<max(wanted.count, found.count) {
        differences.append(
          Difference("\(path)[\(index)]", expected: Self.shown(wanted[index]), actual: "absent"))
      }
      for index in wanted.count..<max(wanted.count, found.count) {
        differences.append(
          Difference("\(path)[\(index)]", expected: "nothing", actual: Self.shown(found[index])))
      }
    default:
      guard expected != actual else { return }
      differences.append(Self.difference(expected, actual, at: path))
    }
  }

  /// Compares a part: members that are not expected may be there, at every depth.
  mutating func compare(part expected: JSONTree, _ actual: JSONTree, at path: String) {
    guard case .object(let wanted) = expected, case .object = actual else {
      return compare(expected, actual, at: path)
    }
    for member in wanted {
      let path = Self.path(path, member.name)
      guard let value = actual[member.name] else {
        differences.append(Difference(path, expected: Self.shown(member.value), actual: "absent"))
        continue
      }
      compare(part: member.value, value, at: path)
    }
  }

  private static func difference(
    _ expected: JSONTree, _ actual: JSONTree, at path: String
  ) -> Difference {
    if let wanted = expected.text, let found = actual.text, wanted.utf8.count > shownMax {
      return TextComparison.difference(wanted, found, at: path)
    }
    return Difference(path, expected: shown(expected), actual: shown(actual))
  }

  private static func isSame(_ one: String, _ other: String) -> Bool {
    one.utf8.elementsEqual(other.utf8)
  }

  /// Longer values are cut.
  private static let shownMax = 200

  private static func shown(_ tree: JSONTree) -> String {
    PrintableText.shown(tree.json, scalarsMax: shownMax)
  }

  /// `path.name`, with quotes where the name is none that stands alone.
  static func path(_ path: String, _ name: String) -> String {
    let isPlain = name.utf8.allSatisfy {
      $0 != UInt8(ascii: ".") && $0 != UInt8(ascii: "[") && $0 > 0x20
    }
    return isPlain && !name.isEmpty
      ? "\(path).\(PrintableText.shown(name))"
      : "\(path)[\(PrintableText.shown(JSONTree.literal(of: name)))]"
  }
}

/// Compares long texts, and shows the part in which they differ.
enum TextComparison {
  /// How much of what is equal is shown on each side.
  private static let contextScalars = 24
  private static let shownMax = 160

  static func difference(_ expected: String, _ actual: String, at path: String) -> Difference {
    let wanted = Array(expected.unicodeScalars)
    let found = Array(actual.unicodeScalars)
    if max(wanted.count, found.count) <= shownMax / 2 {
      return Difference(path, expected: quoted(wanted[...]), actual: quoted(found[...]))
    }
    var start = 0
    while start < min(wanted.count, found.count), wanted[start] == found[start] { start += 1 }
    var tail = 0
    while tail < min(wanted.count, found.count) - start,
      wanted[wanted.count - 1 - tail] == found[found.count - 1 - tail]
    {
      tail += 1
    }
    return Difference(
      path,
      "from character \(start + 1) on expected \(window(wanted, start, tail)), is "
        + window(found, start, tail))
  }

  private static func window(_ text: [Unicode.Scalar], _ start: Int, _ tail: Int) -> String {
    let from = max(0, start - contextScalars)
    let end = min(text.count, max(start, text.count - tail) + contextScalars)
    return (from > 0 ? "…" : "") + quoted(text[from..<end]) + (end < text.count ? "…" : "")
  }

  private static func quoted(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
    var text = String.UnicodeScalarView()
    text.append(contentsOf: scalars)
    return "\"" + PrintableText.shown(String(text), scalarsMax: shownMax) + "\""
  }
}
