import Bytes
import Schemas

/// The keywords of texts, for a text as it is or for one that is trimmed before it is checked.
struct TextForm {
  let side: Side
  var isTrimmed = false
  var isAnnotated = true

  /// White space that `trim` takes off.
  private static let blank = "[\\t-\\r ]*"
  private static let solid = "[^\\t-\\r ]"
  private static let any = "[\\s\\S]"

  /// The keywords, each group as a schema of its own.
  func trees(_ it: SchemaDescription) -> [JSONTree] {
    var trees = lengths(it)
    if let format = it.format { trees += form(format) }
    if let pattern = it.pattern { trees.append(form(pattern)) }
    return trees
  }

  // MARK: Lengths

  private func lengths(_ it: SchemaDescription) -> [JSONTree] {
    guard it.minLength != nil || it.maxLength != nil else { return [] }
    let (least, most) = codePoints(it)
    var trees: [JSONTree] = []
    if isTrimmed {
      if let least, least > 0 {
        let rest = least > 1 ? "\(Self.any){\(least - 2),}\(Self.solid)" : ""
        trees.append(Self.pattern(Self.solid + rest))
      }
      if let most {
        trees.append(Self.pattern("^\(Self.blank)\(Self.any){0,\(most)}\(Self.blank)$"))
      }
    } else {
      if let least { trees.append(.object([.init("minLength", .number(least))])) }
      if let most { trees.append(.object([.init("maxLength", .number(most))])) }
    }
    if it.lengthUnit != .codePoints, isAnnotated, side == .wide {
      trees.append(
        Self.note(
          "Muster counts \(it.lengthUnit.words) here"
            + (it.minLength.map { ", at least \($0)" } ?? "")
            + (it.maxLength.map { ", at most \($0)" } ?? "")
            + "; JSON Schema counts code points."))
    }
    return trees
  }

  /// Bounds in code points that err to the side: a code point is one or two UTF-16 units, and one to
  /// four bytes.
  private func codePoints(_ it: SchemaDescription) -> (least: Int?, most: Int?) {
    let widest =
      switch it.lengthUnit {
      case .codePoints: 1
      case .utf16: 2
      case .bytes: 4
      }
    if side == .wide {
      return (it.minLength.map { $0 / widest + ($0 % widest > 0 ? 1 : 0) }, it.maxLength)
    }
    return (it.minLength, it.maxLength.map { $0 / widest })
  }

  // MARK: Formats and patterns

  private func form(_ format: Format) -> [JSONTree] {
    let body = FormatForm.body(format)
    if side == .narrow {
      guard let body, body.isExact else { return [.no] }
      return [whole(body.source)]
    }
    var trees: [JSONTree] = []
    if isAnnotated, !isTrimmed, FormatForm.standard.contains(format) {
      trees.append(.object([.init("format", .text(format.rawValue))]))
    }
    if let body { trees.append(whole(body.source)) }
    if isAnnotated, body?.isExact != true {
      trees.append(
        Self.note("Muster's format \(format.rawValue) is narrower: \(format.hint)."))
    }
    return trees
  }

  /// A pattern for the whole text.
  private func whole(_ body: String) -> JSONTree {
    let group = body.contains("|") ? "(?:\(body))" : body
    return Self.pattern(isTrimmed ? "^\(Self.blank)\(group)\(Self.blank)$" : "^\(group)$")
  }

  /// One of these texts.
  func values(_ texts: [String]) -> JSONTree {
    whole(texts.map(Self.escaped).joined(separator: "|"))
  }

  private func form(_ pattern: Pattern) -> JSONTree {
    guard isTrimmed else { return Self.pattern(pattern.source) }
    guard let source = Self.aroundBlanks(pattern.source) else {
      return Self.pattern(pattern.source)
    }
    // With blanks allowed around it, the pattern may find more than before.
    if side == .narrow { return .no }
    return Self.pattern(source)
  }

  /// The pattern with blanks allowed at each anchor; nil where it has none.
  private static func aroundBlanks(_ source: String) -> String? {
    var result = ""
    var isEscaped = false
    var isInClass = false
    var hasAnchor = false
    for scalar in source.unicodeScalars {
      let isPlain = !isEscaped && !isInClass
      if isPlain, scalar == "^" {
        result += "^\(blank)"
        hasAnchor = true
      } else if isPlain, scalar == "$" {
        result += "\(blank)$"
        hasAnchor = true
      } else {
        result.unicodeScalars.append(scalar)
      }
      if !isEscaped, scalar == "[" { isInClass = true }
      if !isEscaped, scalar == "]" { isInClass = false }
      isEscaped = !isEscaped && scalar == "\\"
    }
    return hasAnchor ? result : nil
  }

  static func pattern(_ source: String) -> JSONTree {
    .object([.init("pattern", .text(source))])
  }

  static func note(_ text: String) -> JSONTree { .object([.init("$comment", .text(text))]) }

  /// The text as a pattern that matches it alone.
  static func escaped(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      if "\\^$.*+?()[]{}|/".unicodeScalars.contains(scalar) { result += "\\" }
      result.unicodeScalars.append(scalar)
    }
    return result
  }
}
