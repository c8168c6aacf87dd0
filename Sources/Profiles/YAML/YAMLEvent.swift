/// A place in a YAML text: 1-based line, 1-based column in code points.
struct YAMLMark: Equatable {
  static let start = YAMLMark(line: 1, column: 1)

  var line: Int
  var column: Int
}

/// One step through a YAML text.
struct YAMLEvent {
  /// What may stand before a value; a profile may use neither.
  struct Properties {
    var anchor: String?
    var tag: String?
  }

  enum Kind {
    case scalar(String, plain: Bool, Properties)
    case sequenceStart(Properties)
    case mappingStart(Properties)
    case collectionEnd
    case alias(String)
    case documentStart
    case streamEnd
    /// An event without meaning for the reader.
    case other
  }

  var kind: Kind
  var start: YAMLMark
  var end: YAMLMark
}
