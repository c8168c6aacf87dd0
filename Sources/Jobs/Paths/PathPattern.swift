import Bytes

/// A path with patterns in its components, as inputs are found: see ``NamePattern``.
package struct PathPattern: Sendable {
  private let parts: [NamePattern]

  package init(_ text: String) {
    parts = Self.components(text).map { NamePattern($0) }
  }

  /// Whether a path is a pattern at all.
  package static func isPattern(_ path: String) -> Bool {
    path.utf8.contains { "*?[".utf8.contains($0) }
  }

  /// Whether a bracket is opened and never closed, which makes it mean itself.
  var hasOpenBracket: Bool { parts.contains(where: \.hasOpenBracket) }

  /// Whether the pattern fits the whole path.
  package func fits(_ path: String) -> Bool {
    let names = Self.components(path)
    return names.count == parts.count && zip(parts, names).allSatisfy { $0.matches($1) }
  }

  private static func components(_ path: String) -> [[UInt8]] {
    path.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false).map {
      Array($0)
    }
  }
}
