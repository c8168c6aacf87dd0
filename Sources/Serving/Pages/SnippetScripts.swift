/// The scripts of a page snippet, as a policy must allow them.
///
/// A snippet is a profile's own template, in which values are escaped; this reads as much of HTML as such
/// a template has.
struct SnippetScripts: Sendable, Hashable {
  /// Scripts that are looked at in one snippet.
  static let scriptsMax = 32

  /// The text of each inline script, to the byte.
  private(set) var inline: [[UInt8]] = []
  /// The origins of the others, each once.
  private(set) var origins: [String] = []

  init(_ html: [UInt8]) {
    var place = 0
    var count = 0
    while count < Self.scriptsMax, let start = Self.find("<script", in: html, from: place) {
      place = start + 7
      guard place < html.count, Self.endsName(html[place]) else { continue }
      count += 1
      let source = Self.source(html, &place)
      let end = Self.find("</script", in: html, from: place) ?? html.count
      if let source {
        note(source)
      } else if end > place {
        inline.append(Array(html[place..<end]))
      }
      place = end
    }
  }

  /// What a policy's `script-src` says, if scripts are allowed one by one.
  var sources: [String] { inline.map(PagePolicy.hashSource) + origins }

  private mutating func note(_ source: [UInt8]) {
    // Only what names its host can come from elsewhere.
    guard let origin = PlatformAddress(source)?.origin else { return }
    if !origins.contains(where: { $0.utf8.elementsEqual(origin.utf8) }) { origins.append(origin) }
  }

  // MARK: Tags

  /// Reads the attributes of a tag, up to behind its `>`, and returns the value of `src`.
  private static func source(_ html: [UInt8], _ place: inout Int) -> [UInt8]? {
    var source: [UInt8]?
    while place < html.count && html[place] != UInt8(ascii: ">") {
      if isBlank(html[place]) || html[place] == UInt8(ascii: "/") {
        place += 1
        continue
      }
      let nameStart = place
      while place < html.count && !endsName(html[place]) && html[place] != UInt8(ascii: "=") {
        place += 1
      }
      // A name that begins with an equals sign is none that matters.
      if place == nameStart { place += 1 }
      let name = html[nameStart..<place].map { $0 | 0x20 }
      let value = value(html, &place)
      if name.elementsEqual("src".utf8) && source == nil { source = value }
    }
    place = min(place + 1, html.count)
    return source
  }

  private static func value(_ html: [UInt8], _ place: inout Int) -> [UInt8] {
    skipBlank(html, &place)
    guard place < html.count, html[place] == UInt8(ascii: "=") else { return [] }
    place += 1
    skipBlank(html, &place)
    guard place < html.count else { return [] }
    let quote = html[place]
    let isQuoted = quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'")
    if isQuoted { place += 1 }
    let start = place
    while place < html.count {
      let byte = html[place]
      if isQuoted ? byte == quote : isBlank(byte) || byte == UInt8(ascii: ">") { break }
      place += 1
    }
    let value = Array(html[start..<place])
    if isQuoted && place < html.count { place += 1 }
    return value
  }

  private static func skipBlank(_ html: [UInt8], _ place: inout Int) {
    while place < html.count && isBlank(html[place]) { place += 1 }
  }

  private static func isBlank(_ byte: UInt8) -> Bool {
    byte == 0x20 || (0x09...0x0D).contains(byte) && byte != 0x0B
  }

  private static func endsName(_ byte: UInt8) -> Bool {
    isBlank(byte) || byte == UInt8(ascii: "/") || byte == UInt8(ascii: ">")
  }

  /// Where the text stands next, in letters of any case.
  private static func find(_ text: StaticString, in html: [UInt8], from start: Int) -> Int? {
    let wanted = text.withUTF8Buffer { unsafe Array($0) }
    guard html.count >= wanted.count, start <= html.count - wanted.count else { return nil }
    for place in start...(html.count - wanted.count) {
      var isThere = true
      for step in wanted.indices where isThere {
        let byte = html[place + step]
        isThere = ((0x41...0x5A).contains(byte) ? byte | 0x20 : byte) == wanted[step]
      }
      if isThere { return place }
    }
    return nil
  }
}
