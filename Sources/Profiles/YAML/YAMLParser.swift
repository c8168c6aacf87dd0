import CLibYAML

/// The events of one YAML text, from libyaml. This file holds every pointer of the YAML reader.
///
/// Events, not documents: libyaml's document interface follows aliases into cycles and builds
/// any depth, while events let the reader stop at its own limits.
@safe struct YAMLParser: ~Copyable {
  /// Why libyaml stopped, in its own words, with 1-based places.
  struct Problem: Error {
    var text: String
    var context: String
    var mark: YAMLMark
    /// The place at which the unfinished construct began, where libyaml names one.
    var contextMark: YAMLMark?
    /// The offset in bytes of text that cannot be read at all; then `mark` says nothing.
    var byteOffset: Int?
  }

  // libyaml keeps pointers to its own parser and to the input: both need one fixed address.
  private let parser: UnsafeMutablePointer<yaml_parser_t>
  private let input: UnsafeMutableBufferPointer<UInt8>

  /// Begins to read `bytes`, of which the parser keeps a copy.
  init(_ bytes: [UInt8]) throws(Problem) {
    let parser = UnsafeMutablePointer<yaml_parser_t>.allocate(capacity: 1)
    unsafe parser.initialize(to: yaml_parser_t())
    guard unsafe yaml_parser_initialize(parser) == 1 else {
      unsafe parser.deallocate()
      throw Problem(text: "out of memory", context: "", mark: .start)
    }
    // One byte more than needed, because an empty buffer may have no address.
    let input = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: bytes.count + 1)
    unsafe input.initialize(repeating: 0)
    for index in bytes.indices { unsafe input[index] = bytes[index] }
    unsafe yaml_parser_set_input_string(parser, input.baseAddress, bytes.count)
    // Without this a byte order mark would switch the parser to UTF-16.
    unsafe yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
    unsafe self.parser = parser
    unsafe self.input = input
  }

  deinit {
    unsafe yaml_parser_delete(parser)
    unsafe parser.deallocate()
    unsafe input.deallocate()
  }

  /// The next event, or what libyaml found wrong.
  mutating func next() throws(Problem) -> YAMLEvent {
    var event = unsafe yaml_event_t()
    guard unsafe yaml_parser_parse(parser, &event) == 1 else { throw problem() }
    defer { unsafe yaml_event_delete(&event) }
    return unsafe YAMLEvent(
      kind: kind(of: event), start: mark(event.start_mark), end: mark(event.end_mark))
  }

  private func kind(of event: yaml_event_t) -> YAMLEvent.Kind {
    switch unsafe event.type {
    case YAML_SCALAR_EVENT:
      let scalar = unsafe event.data.scalar
      let value = unsafe UnsafeBufferPointer(start: scalar.value, count: scalar.length)
      let plain = unsafe scalar.style == YAML_PLAIN_SCALAR_STYLE
      // The tag `!` alone is dropped by libyaml; on a plain scalar it still shows as "not implicit".
      let bareTag = unsafe plain && scalar.plain_implicit == 0 ? "!" : nil
      return unsafe .scalar(
        String(decoding: value, as: UTF8.self), plain: plain,
        YAMLEvent.Properties(anchor: text(scalar.anchor), tag: text(scalar.tag) ?? bareTag))
    case YAML_SEQUENCE_START_EVENT:
      let start = unsafe event.data.sequence_start
      return unsafe .sequenceStart(.init(anchor: text(start.anchor), tag: text(start.tag)))
    case YAML_MAPPING_START_EVENT:
      let start = unsafe event.data.mapping_start
      return unsafe .mappingStart(.init(anchor: text(start.anchor), tag: text(start.tag)))
    case YAML_SEQUENCE_END_EVENT, YAML_MAPPING_END_EVENT: return .collectionEnd
    case YAML_ALIAS_EVENT: return unsafe .alias(text(event.data.alias.anchor) ?? "")
    case YAML_DOCUMENT_START_EVENT: return .documentStart
    case YAML_STREAM_END_EVENT: return .streamEnd
    default: return .other
    }
  }

  private func problem() -> Problem {
    let parser = unsafe self.parser.pointee
    let unreadable = unsafe parser.error == YAML_READER_ERROR
    return unsafe Problem(
      text: parser.problem.map { unsafe String(cString: $0) } ?? "out of memory",
      context: parser.context.map { unsafe String(cString: $0) } ?? "",
      mark: mark(parser.problem_mark),
      contextMark: parser.context == nil ? nil : mark(parser.context_mark),
      byteOffset: unreadable ? Int(clamping: parser.problem_offset) : nil)
  }

  private func text(_ pointer: UnsafeMutablePointer<yaml_char_t>?) -> String? {
    unsafe pointer.map { unsafe String(cString: $0) }
  }

  private func mark(_ mark: yaml_mark_t) -> YAMLMark {
    YAMLMark(line: Int(clamping: mark.line) + 1, column: Int(clamping: mark.column) + 1)
  }
}
