/// A regular expression as JSON Schema's `pattern` means it: ECMA-262 with the unicode flag, matching
/// anywhere in the text unless it says `^` or `$`.
///
/// Matching takes time linear in the text. What cannot be matched so (back-references, lookaround) is
/// refused, as are `\b`, `\B` and `\p`. `^` and `$` mean the very beginning and end of the text.
package struct Pattern: Sendable {
  /// The expression as written.
  package let source: String
  private let program: PatternProgram

  /// Compiles an expression. Throws if it is malformed, not supported, or larger than `PatternLimits`.
  package init(_ source: String) throws(PatternError) {
    self.source = source
    program = try PatternCompiler.compile(try PatternParser.parse(source))
  }

  /// Whether the pattern matches somewhere in `text`, which must be valid UTF-8.
  package func matches(_ text: Span<UInt8>, scratch: inout PatternScratch) -> Bool {
    scratch.matches(program, text)
  }
}
