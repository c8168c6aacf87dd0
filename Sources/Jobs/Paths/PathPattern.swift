/// A path with `*`, `?` and `[…]`, as inputs are found: none of them stands for a slash, or for the dot
/// of a hidden name.
package struct PathPattern: Sendable {
  private let pattern: [UInt8]

  package init(_ text: String) { pattern = Array(text.utf8) }

  /// Whether a path is a pattern at all.
  package static func isPattern(_ path: String) -> Bool {
    path.utf8.contains { "*?[".utf8.contains($0) }
  }

  /// Whether a bracket is opened and never closed, which makes it mean itself.
  var hasOpenBracket: Bool {
    var at = 0
    while at < pattern.count {
      if pattern[at] == UInt8(ascii: "[") {
        guard let set = set(at) else { return true }
        at = set.end
      } else {
        at += 1
      }
    }
    return false
  }

  /// Whether the pattern fits the whole path. Time is bounded by the product of both lengths.
  package func fits(_ path: String) -> Bool {
    let text = Array(path.utf8)
    var (at, from) = (0, 0)
    /// Where to go on after the last star: one byte further each time.
    var retry: (pattern: Int, text: Int)?
    while at < text.count {
      if from < pattern.count, pattern[from] == UInt8(ascii: "*"), !isHidden(text, at) {
        retry = (from + 1, at)
        from += 1
      } else if from < pattern.count, let next = step(from, text, at) {
        (from, at) = next
      } else if let (after, start) = retry, text[start] != UInt8(ascii: "/") {
        retry = (after, start + 1)
        (from, at) = (after, start + 1)
      } else {
        return false
      }
    }
    return pattern[from...].allSatisfy { $0 == UInt8(ascii: "*") }
  }

  /// Whether the dot of a hidden name stands here, which is found by a dot alone.
  private func isHidden(_ text: [UInt8], _ at: Int) -> Bool {
    text[at] == UInt8(ascii: ".") && (at == 0 || text[at - 1] == UInt8(ascii: "/"))
  }

  /// Passes over the piece of the pattern that fits here, and what it fits; nil where it does not.
  private func step(_ from: Int, _ text: [UInt8], _ at: Int) -> (pattern: Int, text: Int)? {
    let byte = text[at]
    let set = pattern[from] == UInt8(ascii: "[") ? set(from) : nil
    guard pattern[from] == UInt8(ascii: "?") || set != nil else {
      return byte == pattern[from] ? (from + 1, at + 1) : nil
    }
    guard byte != UInt8(ascii: "/"), !isHidden(text, at), set?.holds(byte) != false else {
      return nil
    }
    // A character is passed over as a whole.
    var end = at + 1
    while end < text.count, text[end] & 0xC0 == 0x80 { end += 1 }
    return (set?.end ?? from + 1, end)
  }

  /// The bytes between brackets; nil where the bracket is never closed.
  private func set(_ start: Int) -> (holds: (UInt8) -> Bool, end: Int)? {
    var at = start + 1
    var isNegated = false
    if at < pattern.count, pattern[at] == UInt8(ascii: "!") {
      isNegated = true
      at += 1
    }
    let first = at
    while at < pattern.count, pattern[at] != UInt8(ascii: "]") || at == first { at += 1 }
    guard at < pattern.count else { return nil }
    let bytes = Array(pattern[first..<at])
    // A character beyond ASCII is in no set.
    let holds: (UInt8) -> Bool = { byte in
      (byte < 0x80 && Self.contains(bytes, byte)) != isNegated
    }
    return (holds, at + 1)
  }

  private static func contains(_ set: [UInt8], _ byte: UInt8) -> Bool {
    var at = 0
    while at < set.count {
      if at + 2 < set.count, set[at + 1] == UInt8(ascii: "-") {
        if set[at] <= byte && byte <= set[at + 2] { return true }
        at += 3
      } else {
        if set[at] == byte { return true }
        at += 1
      }
    }
    return false
  }
}
