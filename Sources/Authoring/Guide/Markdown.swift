import Findings

/// Markdown from texts that a profile's author wrote.
enum Markdown {
  /// Cells up to this many characters are padded, so that a table can be read as plain text.
  private static let paddedWidthMax = 40

  /// Text in which nothing is markup, on one line.
  static func plain(_ text: String) -> String {
    var result = ""
    for scalar in onOneLine(text).unicodeScalars {
      if "\\`*<[".unicodeScalars.contains(scalar) { result += "\\" }
      result.unicodeScalars.append(scalar)
    }
    return result
  }

  /// A code span, whatever the text holds.
  static func code(_ text: String) -> String {
    let shown = onOneLine(text)
    var longest = 0
    var run = 0
    for scalar in shown.unicodeScalars {
      run = scalar == "`" ? run + 1 : 0
      longest = max(longest, run)
    }
    let fence = String(repeating: "`", count: longest + 1)
    let edge = shown.hasPrefix("`") || shown.hasSuffix("`") || shown.isEmpty ? " " : ""
    return fence + edge + shown + edge + fence
  }

  /// A fenced block.
  static func block(_ lines: [String], _ language: String) -> [String] {
    let isFenced = lines.contains { $0.contains("```") }
    let fence = isFenced ? "~~~~" : "```"
    return [fence + language] + lines + [fence]
  }

  /// A link where the address is one that can stand in a link.
  static func link(_ title: String, _ url: String) -> String {
    guard !url.isEmpty else { return plain(title) }
    let isSafe =
      (url.hasPrefix("https://") || url.hasPrefix("http://"))
      && url.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && !"()<>\\`".utf8.contains($0) }
    return isSafe ? "[\(plain(title))](\(url))" : "\(plain(title)), \(code(url))"
  }

  /// A table; cells are Markdown already, and bars in them are escaped here.
  static func table(_ header: [String], _ rows: [[String]]) -> [String] {
    let cells = ([header] + rows).map { row in row.map(escapedBars) }
    let widths = header.indices.map { column in
      cells.map { $0[column].unicodeScalars.count }.filter { $0 <= paddedWidthMax }.max() ?? 0
    }
    var lines = cells.map { row in
      let padded = row.enumerated().map { column, cell in
        column == row.count - 1 ? cell : pad(cell, to: widths[column])
      }
      return "| \(padded.joined(separator: " | ")) |"
    }
    let rule = widths.dropLast().map { String(repeating: "-", count: max(3, $0)) } + ["---"]
    lines.insert("| \(rule.joined(separator: " | ")) |", at: 1)
    return lines
  }

  /// A bar would end the cell, even inside a code span.
  private static func escapedBars(_ text: String) -> String {
    text.split(separator: "|", omittingEmptySubsequences: false).joined(separator: "\\|")
  }

  private static func pad(_ text: String, to width: Int) -> String {
    text + String(repeating: " ", count: max(0, max(3, width) - text.unicodeScalars.count))
  }

  private static func onOneLine(_ text: String) -> String {
    let words = text.split { $0 == "\n" || $0 == "\r\n" || $0 == "\r" }
    return PrintableText.shown(words.joined(separator: " "), scalarsMax: Int.max)
  }
}
