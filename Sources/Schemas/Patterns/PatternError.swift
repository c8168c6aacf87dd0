/// Why a regular expression was refused, and where.
package struct PatternError: Error, Sendable, Hashable {
  /// One sentence for the person who wrote the pattern.
  package var message: String
  /// The place in the source, counted in code points from zero.
  package var offset: Int

  /// Makes an error for the code point at `offset`.
  package init(message: String, offset: Int) {
    self.message = message
    self.offset = offset
  }
}
