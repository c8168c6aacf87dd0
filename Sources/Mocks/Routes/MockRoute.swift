import Bytes
import Profiles
import Schemas

/// One way in which the platform takes tokens: where a URL or a form of the profile puts them.
package struct MockRoute: Sendable {
  package enum Method: String, Sendable { case get = "GET", post = "POST" }

  /// Where the token stands.
  enum Carrier: Sendable, Hashable {
    case path
    /// A parameter of the query, or a field of the form; whether it is the token and nothing else.
    case pair([UInt8], isAlone: Bool)
  }

  /// What a pair of the query or the form has to be.
  struct Fixed: Sendable {
    var name: [UInt8]
    var value: [UInt8]
  }

  /// Name of the artifact form.
  package let form: String
  package let method: Method
  let path: PresentedPath
  let carrier: Carrier
  let fixed: [Fixed]
  /// Names of pairs that say where the user lands.
  let landing: [[UInt8]]

  /// The routes of a profile. Forms whose host the profile does not know, those that put the token
  /// behind `#`, and those that are no URL give none.
  static func routes(_ profile: Profile, _ known: KnownValues) -> [MockRoute] {
    profile.artifacts.compactMap { form in
      form.kind == .url || form.kind == .form ? MockRoute(form, profile, known) : nil
    }
  }

  private init?(_ form: ArtifactForm, _ profile: Profile, _ known: KnownValues) {
    guard let url = form.url, let parts = URLParts(url, known) else { return nil }
    self.form = form.name
    method = form.kind == .form ? .post : .get
    path = parts.path
    let named = form.kind == .form ? form.fields : form.query
    let pairs = parts.query + named.map { URLParts.Pair(name: $0.name, template: $0.template) }
    var carrier: Carrier? = parts.path.pieces.contains(.token) ? .path : nil
    var fixed: [Fixed] = []
    var landing: [[UInt8]] = []
    for pair in pairs {
      let name = Array(pair.name.utf8)
      if pair.template.placeholders.contains(.token) {
        carrier = carrier ?? .pair(name, isAlone: pair.template.segments.count == 1)
      } else if let value = pair.template.constant {
        fixed.append(Fixed(name: name, value: value))
      } else if Self.isLanding(pair.template, profile) {
        landing.append(name)
      }
    }
    guard let carrier else { return nil }
    self.carrier = carrier
    self.fixed = fixed
    self.landing = landing
  }

  /// Whether a pair holds an address to go to.
  private static func isLanding(_ template: Template, _ profile: Profile) -> Bool {
    template.placeholders.contains { placeholder in
      guard case .reference(let reference) = placeholder, reference.scope != .claim else {
        return false
      }
      switch profile.property(reference).schema.format {
      case .relativePath, .httpURL, .httpsURL, .uri, .uriReference: return true
      default: return false
      }
    }
  }
}

/// A URL's template in its parts.
private struct URLParts {
  var path: PresentedPath
  /// What of the query stands in the URL itself.
  var query: [Pair] = []

  /// A pair of a query.
  struct Pair {
    var name: String
    var template: Template
  }

  private enum Unit {
    case byte(UInt8)
    case open(Placeholder)
  }

  /// Nil where the URL does not begin with a scheme and a host.
  init?(_ url: Template, _ known: KnownValues) {
    var units: [Unit] = []
    for segment in url.segments {
      switch segment {
      case .literal(let bytes): units += bytes.map { .byte($0) }
      case .placeholder(let placeholder): units.append(.open(placeholder))
      }
    }
    guard let start = Self.pathStart(units) else { return nil }
    let rest = units[start...]
    let isEnd: (Unit) -> Bool = { unit in
      if case .byte(let byte) = unit {
        return byte == UInt8(ascii: "?") || byte == UInt8(ascii: "#")
      }
      return false
    }
    let end = rest.firstIndex(where: isEnd) ?? rest.endIndex
    path = Self.pattern(rest[..<end], known)
    guard end < rest.endIndex, case .byte(UInt8(ascii: "?")) = rest[end] else { return }
    query = Self.pairs(rest[(end + 1)...].prefix { !isEnd($0) })
  }

  /// Where the path begins: at the third slash, or at a value that brings its own.
  private static func pathStart(_ units: [Unit]) -> Int? {
    var slashes = 0
    for (index, unit) in units.enumerated() {
      switch unit {
      case .byte(UInt8(ascii: "/")):
        slashes += 1
        if slashes == 3 { return index }
      case .byte(UInt8(ascii: "?")), .byte(UInt8(ascii: "#")): return slashes == 2 ? index : nil
      case .open(.path): return slashes == 2 ? index : nil
      case .byte, .open: break
      }
    }
    return slashes == 2 ? units.count : nil
  }

  private static func pattern(_ units: ArraySlice<Unit>, _ known: KnownValues) -> PresentedPath {
    var pieces: [PresentedPath.Piece] = []
    func add(_ bytes: [UInt8]) {
      if case .literal(let before) = pieces.last {
        pieces[pieces.count - 1] = .literal(before + bytes)
      } else {
        pieces.append(.literal(bytes))
      }
    }
    for unit in units {
      switch unit {
      case .byte(let byte): add([byte])
      case .open(.token): pieces.append(.token)
      case .open(let placeholder):
        if let text = known.text(placeholder) {
          add(text)
        } else if case .path = placeholder {
          pieces.append(.rest)
        } else {
          pieces.append(.part)
        }
      }
    }
    if pieces.isEmpty { pieces = [.literal([UInt8(ascii: "/")])] }
    return PresentedPath(pieces: pieces)
  }

  private static func pairs(_ units: ArraySlice<Unit>) -> [Pair] {
    let isByte: (Unit, UInt8) -> Bool = { unit, wanted in
      if case .byte(let byte) = unit { return byte == wanted }
      return false
    }
    return units.split { isByte($0, UInt8(ascii: "&")) }.compactMap { pair in
      guard let equals = pair.firstIndex(where: { isByte($0, UInt8(ascii: "=")) }) else {
        return nil
      }
      var name: [UInt8] = []
      for case .byte(let byte) in pair[..<equals] { name.append(byte) }
      let segments = pair[(equals + 1)...].map { unit -> Template.Segment in
        switch unit {
        case .byte(let byte): .literal([byte])
        case .open(let placeholder): .placeholder(placeholder)
        }
      }
      // A constant in several segments is one text.
      let literal = segments.compactMap { segment -> UInt8? in
        if case .literal(let bytes) = segment { return bytes.first }
        return nil
      }
      return Pair(
        name: ClaimText.string(name),
        template: Template(
          segments: literal.count == segments.count ? [.literal(literal)] : segments))
    }
  }
}
