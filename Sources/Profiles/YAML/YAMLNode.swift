package import Findings

/// One value of a YAML text and where it stands.
package struct YAMLNode: Sendable {
  /// What a value is made of.
  package enum Content: Sendable {
    /// Text. `plain` says that it stood without quotes, so that it may mean a number or `null`.
    case scalar(String, plain: Bool)
    case sequence([YAMLNode])
    /// The entries in the order of the text; no key stands twice.
    case mapping([Entry])
  }

  /// One key of a mapping and its value.
  package struct Entry: Sendable {
    /// Always a scalar.
    package var key: YAMLNode
    package var value: YAMLNode

    package init(key: YAMLNode, value: YAMLNode) {
      self.key = key
      self.value = value
    }

    /// The text of the key.
    package var name: String { key.scalarText ?? "" }
  }

  package var content: Content
  package var location: SourceLocation
  /// The place just behind the value.
  package var end: SourceLocation

  package init(_ content: Content, at location: SourceLocation, end: SourceLocation? = nil) {
    self.content = content
    self.location = location
    self.end = end ?? location
  }

  /// The text of any scalar, whatever type it has.
  package var scalarText: String? {
    guard case .scalar(let text, _) = content else { return nil }
    return text
  }

  /// The place of a character of the scalar's text, counted from zero; the scalar's own place where
  /// the text is folded or has escapes, so that nobody can tell.
  package func location(ofScalar offset: Int) -> SourceLocation {
    guard case .scalar(let text, let isPlain) = content, location.line == end.line,
      end.column - location.column == text.unicodeScalars.count + (isPlain ? 0 : 2)
    else { return location }
    var place = location
    place.column += offset + (isPlain ? 0 : 1)
    return place
  }

  /// The values of a sequence.
  package var asSequence: [YAMLNode]? {
    guard case .sequence(let values) = content else { return nil }
    return values
  }

  /// The entries of a mapping, in the order of the text.
  package var asMapping: [Entry]? {
    guard case .mapping(let entries) = content else { return nil }
    return entries
  }

  /// The keys of a mapping in the order of the text; empty for anything else.
  package var keys: [String] { asMapping?.map(\.name) ?? [] }

  /// The value of a key, found by its UTF-8 bytes.
  package subscript(key: String) -> YAMLNode? {
    entry(key)?.value
  }

  /// The entry of a key, found by its UTF-8 bytes.
  package func entry(_ key: String) -> Entry? {
    // String's own == would take two spellings of "é" for one key.
    asMapping?.first { $0.name.utf8.elementsEqual(key.utf8) }
  }

  /// What the value is, for a message: "a list", "a number".
  package var kindDescription: String {
    switch content {
    case .sequence: "a list"
    case .mapping: "a mapping"
    case .scalar(let text, let plain):
      switch YAMLScalarType(text, plain: plain) {
      case .null: "empty"
      case .boolean: "true or false"
      case .number, .otherNumber: "a number"
      case .text: "text"
      }
    }
  }
}
