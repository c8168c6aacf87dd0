/// libyaml's problem in a profile author's words.
struct YAMLProblemText {
  var message: String
  var help: String?
  /// Where the mistake shows: libyaml's mark, or the beginning of what was never closed.
  var mark: YAMLMark
  var isForbidden = false

  /// Words for `problem` in a text whose last place is `end`.
  init(_ problem: YAMLParser.Problem, lineCount: Int) {
    mark = problem.mark
    let opening = problem.contextMark
    let atEnd = problem.mark.line >= lineCount
    switch problem.text {
    case "found unexpected end of stream":
      message = "This quoted text is never closed."
      help = "Add the closing quote."
      mark = opening ?? mark
    case "did not find expected ',' or ']'":
      message = Self.unclosed("list", opening, closing: "]", atEnd: atEnd)
      if atEnd { mark = opening ?? mark }
    case "did not find expected ',' or '}'":
      message = Self.unclosed("mapping", opening, closing: "}", atEnd: atEnd)
      if atEnd { mark = opening ?? mark }
    case "did not find expected node content":
      message = "A value is expected here."
    case "could not find expected ':'":
      message = "This line is neither a `key: value` nor part of a value."
      help = "Write a colon and a space after the key."
      mark = opening ?? mark
    case "mapping values are not allowed in this context":
      message = "A `: ` cannot stand here."
      help = "Put a text that holds `: ` in quotes, or check the indentation of this line."
    case "block sequence entries are not allowed in this context":
      message = "A `- ` cannot stand here."
      help = "Begin the list on a line of its own, or put the text in quotes."
    case "did not find expected key", "did not find expected '-' indicator":
      let what = problem.text.hasSuffix("key") ? "mapping" : "list"
      message = "This line does not fit the \(what)\(Self.begun(opening))."
      help = "Check its indentation, and the quotes of the line before it."
    default:
      (message, help, isForbidden) = Self.rarer(problem)
    }
  }

  private static func rarer(
    _ problem: YAMLParser.Problem
  ) -> (message: String, help: String?, isForbidden: Bool) {
    switch problem.text {
    case "found character that cannot start any token":
      return (
        "A value cannot begin with this character.",
        "Indent with spaces, not tabs; put a text that begins with `@`, `%` or a backquote in quotes.",
        false
      )
    case let text where text.hasPrefix("found a tab character"):
      return ("A tab cannot indent a line in YAML.", "Indent with spaces.", false)
    case "found unknown escape character":
      return (
        "This escape does not exist in double quotes.",
        "Write `\\\\` for a backslash, or use single quotes.", false
      )
    case "found unexpected document indicator":
      return ("A `---` or `...` stands inside a quoted text.", "Close the quote before it.", false)
    case "did not find expected <document start>":
      return ("Text follows the end of the document.", "Check the indentation of this line.", false)
    case "found undefined tag handle":
      return ("Tags are not allowed in this file.", "Remove it.", true)
    case "found incompatible YAML document", "found duplicate %YAML directive",
      "found duplicate %TAG directive":
      return ("Directives are not allowed in this file.", "Remove the line.", true)
    default:
      let context = problem.context.isEmpty ? "" : "\(problem.context): "
      return ("This is not YAML: \(context)\(problem.text).", nil, false)
    }
  }

  private static func unclosed(
    _ what: String, _ opening: YAMLMark?, closing: String, atEnd: Bool
  ) -> String {
    atEnd
      ? "This \(what) is never closed with `\(closing)`."
      : "A comma or `\(closing)` is expected here, in the \(what)\(begun(opening))."
  }

  private static func begun(_ opening: YAMLMark?) -> String {
    opening.map { " that begins at line \($0.line), column \($0.column)" } ?? ""
  }
}
