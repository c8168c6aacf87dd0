import Findings

/// Builds nodes from events, and collects what is refused on the way.
struct YAMLBuilder {
  /// A list or mapping whose end has not come yet.
  private struct Frame {
    var start: YAMLMark
    /// What there is of a list.
    var values: [YAMLNode] = []
    /// What there is of a mapping; `nil` for a list.
    var mapping: PendingMapping?
  }

  private struct PendingMapping {
    var entries: [YAMLNode.Entry] = []
    /// The line of each key so far, by its bytes.
    var lines: [[UInt8]: Int] = [:]
    var key: PendingKey?
  }

  private enum PendingKey {
    case usable(YAMLNode)
    /// Refused already; its value is read and dropped.
    case refused
  }

  private let file: String
  private let limits: YAMLLimits
  private var frames: [Frame] = []
  private var nodeCount = 0
  private var documentCount = 0
  private var stopped = false
  private var document: YAMLNode?
  private(set) var findings: [Finding] = []

  init(file: String, limits: YAMLLimits) {
    self.file = file
    self.limits = limits
  }

  /// The document, once it was read to its end.
  var root: YAMLNode? { stopped ? nil : document }

  /// Reads all events of `text`, which holds only characters that YAML allows.
  mutating func build(_ text: [UInt8]) {
    do throws(YAMLParser.Problem) {
      var parser = try YAMLParser(text)
      var ended = false
      while !ended, !stopped {
        ended = take(try parser.next())
        if findings.count >= limits.findingsMax { stopped = true }
      }
    } catch {
      stop(error, in: text)
    }
  }

  mutating func refuseDirective(line: Int) {
    report(
      .yamlForbidden, YAMLMark(line: line, column: 1), "Directives are not allowed in this file.",
      help: "Remove the line.")
  }

  /// Takes one event. Returns `true` at the end of the text.
  private mutating func take(_ event: YAMLEvent) -> Bool {
    switch event.kind {
    case .documentStart: startDocument(event)
    case .scalar(let text, let plain, let properties):
      refuse(properties, at: event.start)
      takeScalar(text, plain: plain, event)
    case .sequenceStart(let properties):
      refuse(properties, at: event.start)
      open(Frame(start: event.start))
    case .mappingStart(let properties):
      refuse(properties, at: event.start)
      open(Frame(start: event.start, mapping: PendingMapping()))
    case .collectionEnd: close(event)
    case .alias(let name):
      report(
        .yamlForbidden, event.start,
        "Aliases such as `*\(PrintableText.shown(name))` are not allowed in this file.",
        help: "Write the value out, or put the text in quotes.")
      place(node(.scalar("", plain: true), from: event.start, to: event.end))
    case .streamEnd:
      if document == nil { reportEmpty(at: .start) }
      return true
    case .other: break
    }
    return false
  }

  private mutating func startDocument(_ event: YAMLEvent) {
    documentCount += 1
    guard documentCount == 2 else { return }
    report(
      .yamlForbidden, event.start, "A second document begins here; this file is one document.",
      help: "Put it in a file of its own.")
    stopped = true
  }

  private mutating func takeScalar(_ text: String, plain: Bool, _ event: YAMLEvent) {
    if text.utf8.count > limits.scalarBytesMax {
      report(
        .yamlLimit, event.start,
        "This text has \(text.utf8.count) bytes; at most \(limits.scalarBytesMax) are read "
          + "(limit scalarBytesMax).")
      return place(node(.scalar("", plain: false), from: event.start, to: event.end))
    }
    if text.utf8.contains(0) {
      report(.yamlForbidden, event.start, "This text holds a NUL character.", help: "Remove it.")
    }
    if frames.isEmpty, plain, text.isEmpty { return reportEmpty(at: event.start) }
    place(node(.scalar(text, plain: plain), from: event.start, to: event.end))
  }

  private mutating func reportEmpty(at mark: YAMLMark) {
    report(.yamlSyntax, mark, "There is nothing in this file.")
    stopped = true
  }

  private mutating func refuse(_ properties: YAMLEvent.Properties, at mark: YAMLMark) {
    if let anchor = properties.anchor {
      report(
        .yamlForbidden, mark,
        "Anchors such as `&\(PrintableText.shown(anchor))` are not allowed in this file.",
        help: "Remove it, or put the text in quotes.")
    }
    if let tag = properties.tag {
      report(
        .yamlForbidden, mark,
        "Tags such as `\(PrintableText.shown(Self.spelled(tag)))` are not allowed in this file.",
        help: "Remove it; quotes make a text of any value.")
    }
  }

  /// A tag as authors write it: libyaml gives `!!str` in its long form.
  private static func spelled(_ tag: String) -> String {
    let standard = "tag:yaml.org,2002:"
    return tag.hasPrefix(standard) ? "!!" + tag.dropFirst(standard.count) : tag
  }

  private mutating func open(_ frame: Frame) {
    guard frames.count < limits.depthMax else {
      report(
        .yamlLimit, frame.start,
        "Lists and mappings stand more than \(limits.depthMax) deep in each other "
          + "(limit depthMax).")
      stopped = true
      return
    }
    frames.append(frame)
  }

  private mutating func close(_ event: YAMLEvent) {
    guard let frame = frames.popLast() else { return }
    let content: YAMLNode.Content =
      frame.mapping.map { .mapping($0.entries) } ?? .sequence(frame.values)
    place(node(content, from: frame.start, to: event.end))
  }

  /// Puts a finished value where it belongs: the document, a list, or a mapping.
  private mutating func place(_ node: YAMLNode) {
    nodeCount += 1
    if nodeCount > limits.nodesMax {
      report(
        .yamlLimit, YAMLMark(line: node.location.line, column: node.location.column),
        "The file holds more than \(limits.nodesMax) values and keys (limit nodesMax).")
      stopped = true
      return
    }
    let top = frames.count - 1
    guard top >= 0 else {
      document = node
      return
    }
    guard let key = frames[top].mapping?.key else {
      if frames[top].mapping == nil {
        frames[top].values.append(node)
      } else {
        placeKey(node)
      }
      return
    }
    if case .usable(let key) = key {
      frames[top].mapping?.entries.append(YAMLNode.Entry(key: key, value: node))
    }
    frames[top].mapping?.key = nil
  }

  private mutating func placeKey(_ node: YAMLNode) {
    let top = frames.count - 1
    let mark = YAMLMark(line: node.location.line, column: node.location.column)
    frames[top].mapping?.key = .refused
    guard case .scalar(let name, let plain) = node.content else {
      report(.yamlForbidden, mark, "A key must be text; this one is \(node.kindDescription).")
      return
    }
    guard !(plain && name == "<<") else {
      report(
        .yamlForbidden, mark, "Merge keys (`<<`) are not allowed in this file.",
        help: "Write the entries out.")
      return
    }
    guard !name.isEmpty else {
      report(.yamlForbidden, mark, "A key must not be empty.")
      return
    }
    let bytes = Array(name.utf8)
    if let first = frames[top].mapping?.lines[bytes] {
      report(
        .duplicateKey, mark,
        "The key `\(PrintableText.shown(name))` stands twice; it stands in line \(first) already.",
        help: "Remove one of them.")
      return
    }
    frames[top].mapping?.lines[bytes] = mark.line
    frames[top].mapping?.key = .usable(node)
  }

  private mutating func stop(_ problem: YAMLParser.Problem, in text: [UInt8]) {
    stopped = true
    if let offset = problem.byteOffset {
      // The check of the text should have found it; the place is worked out all the same.
      let before = text.prefix(offset)
      let line = before.count { $0 == 0x0A } + 1
      let mark = YAMLMark(line: line, column: 1)
      return report(.yamlSyntax, mark, "This line cannot be read: \(problem.text).")
    }
    var lineCount = 1
    for byte in text.dropLast() where byte == 0x0A { lineCount += 1 }
    if text.last == 0x0A { lineCount += 1 }
    let words = YAMLProblemText(problem, lineCount: lineCount)
    let code: FindingCode = words.isForbidden ? .yamlForbidden : .yamlSyntax
    report(code, words.mark, words.message, help: words.help)
  }

  private func node(
    _ content: YAMLNode.Content, from start: YAMLMark, to end: YAMLMark
  ) -> YAMLNode {
    YAMLNode(content, at: location(start), end: location(end))
  }

  private func location(_ mark: YAMLMark) -> SourceLocation {
    SourceLocation(file: file, line: mark.line, column: mark.column)
  }

  private mutating func report(
    _ code: FindingCode, _ mark: YAMLMark, _ message: String, help: String? = nil
  ) {
    findings.append(Finding(code, at: .source(location(mark)), message, help: help))
  }
}
