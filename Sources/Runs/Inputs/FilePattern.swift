import Bytes

/// A path with patterns in its components (``NamePattern``), and the files that fit it.
package struct FilePattern {
  /// The path as it was given.
  package let text: String
  private let parts: [NamePattern]

  package init(_ text: String) {
    self.text = text
    parts = text.utf8.split(separator: UInt8(ascii: "/")).map { NamePattern(Array($0)) }
  }

  /// Whether the path is one name and not a pattern for many.
  package var isPlain: Bool { parts.allSatisfy { $0.literal != nil } }

  /// The paths that fit, sorted by their bytes; a plain path is itself, be it there or not.
  /// Directories are no files and are left out; links that lead nowhere are not, so that they are
  /// missed.
  ///
  /// - Throws: ``InputError`` if there is none, there are too many, or a directory cannot be read.
  package func paths(_ limits: InputLimits = InputLimits()) throws(InputError) -> [String] {
    if isPlain { return [text] }
    var search = Search(pattern: text, limits: limits)
    let root: [UInt8] = text.utf8.first == UInt8(ascii: "/") ? [UInt8(ascii: "/")] : []
    if text.utf8.last != UInt8(ascii: "/") { try search.visit(root, parts[...]) }
    guard !search.paths.isEmpty else { throw .noMatch(pattern: text) }
    return try search.paths.sorted { $0.lexicographicallyPrecedes($1) }.map(Self.name)
  }

  private static func name(_ path: [UInt8]) throws(InputError) -> String {
    guard UTF8Bytes.firstInvalid(path.span) == nil else {
      throw .nameNotUTF8(shown: String(decoding: path, as: Unicode.UTF8.self))
    }
    return String(decoding: path, as: Unicode.UTF8.self)
  }

  /// What has been found so far.
  private struct Search {
    let pattern: String
    let limits: InputLimits
    var paths: [[UInt8]] = []
    var entries = 0

    /// Finds what fits the parts below the directory, whose path ends with a slash or is empty.
    mutating func visit(
      _ directory: [UInt8], _ parts: ArraySlice<NamePattern>
    ) throws(InputError) {
      guard let part = parts.first else { return }
      let rest = parts.dropFirst()
      if let literal = part.literal {
        try take(directory + literal, rest, isCertain: false)
        return
      }
      for name in try names(in: directory) where part.matches(name) {
        try take(directory + name, rest, isCertain: true)
      }
    }

    private mutating func take(
      _ path: [UInt8], _ rest: ArraySlice<NamePattern>, isCertain: Bool
    ) throws(InputError) {
      let text = try FilePattern.name(path)
      let kind = POSIXDescriptor.status(of: text)?.kind
      if !rest.isEmpty {
        if kind == .directory { try visit(path + [UInt8(ascii: "/")], rest) }
        return
      }
      if kind == .directory || kind == nil && !isCertain { return }
      guard paths.count < limits.matchesMax else {
        throw .tooManyMatches(pattern: pattern, max: limits.matchesMax)
      }
      paths.append(path)
    }

    private mutating func names(in directory: [UInt8]) throws(InputError) -> [[UInt8]] {
      let path = directory.isEmpty ? "." : String(decoding: directory, as: Unicode.UTF8.self)
      let names: [[UInt8]]?
      do throws(SystemError) {
        names = try POSIXDirectory(path).names(atMost: limits.entriesMax - entries)
      } catch {
        throw .file(POSIXErrors.opening(path, error))
      }
      guard let names else {
        throw .tooManyEntries(pattern: pattern, max: limits.entriesMax)
      }
      entries += names.count
      return names
    }
  }
}
