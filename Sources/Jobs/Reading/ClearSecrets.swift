import Bytes
package import Findings
package import Profiles

/// Finds secrets that stand in a job or a server's file in clear, and remembers where, so that no excerpt of the
/// file shows them.
package final class ClearSecrets {
  private let context: DecodingContext
  private var places: [(from: SourceLocation, to: SourceLocation)] = []

  package init(context: DecodingContext) { self.context = context }

  /// Reports a secret, and hides it.
  package func refuse(
    _ node: YAMLNode, _ message: String, help: String, at place: SourceLocation? = nil
  ) {
    context.report(.clearSecret, at: place ?? node.location, message, help: help)
    hide(node)
  }

  package func hide(_ node: YAMLNode) { places.append((node.location, node.end)) }

  /// Hides the values of unknown keys that may be secrets: an excerpt of the finding that the key is
  /// unknown would show them.
  package func hideUnknown(in node: YAMLNode, _ spec: MappingSpec) {
    let besideSecrets = [JobFormat.secret, JobFormat.ping, JobFormat.keyRing, JobFormat.postgresql]
    let isBeside = besideSecrets.contains { $0.id == spec.id }
    for entry in node.asMapping ?? [] where spec[entry.name] == nil {
      if isBeside || Self.isTelling(entry.name) {
        hide(entry.value)
      } else {
        hideTelling(entry.value)
      }
    }
  }

  /// Hides what may be a secret somewhere in a value of which nothing is known.
  private func hideTelling(_ node: YAMLNode) {
    for entry in node.asMapping ?? [] {
      if Self.isTelling(entry.name) { hide(entry.value) } else { hideTelling(entry.value) }
    }
    for element in node.asSequence ?? [] { hideTelling(element) }
  }

  private static let tellingWords = [
    "key", "keys", "password", "passwort", "secret", "token", "pwd",
  ]

  /// Whether a key's name, or what it may be a slip for, speaks of a secret.
  private static func isTelling(_ name: String) -> Bool {
    let name = name.lowercased()
    return nearest(name, in: tellingWords) != nil
      || tellingWords.contains { name.contains($0) } || name.contains("pass")
  }

  /// Hides what follows a telling word, a line at a time: where the YAML is wrong, nobody can tell
  /// which node a secret is.
  package func hideLines(of text: [UInt8], file: String) {
    var lines: [[UInt8]] = [[]]
    for (at, byte) in text.enumerated() {
      let endsPair = byte == 0x0A && at > 0 && text[at - 1] == 0x0D
      if endsPair { continue }
      if byte == 0x0A || byte == 0x0D {
        lines.append([])
      } else {
        lines[lines.count - 1].append(byte)
      }
    }
    for (index, line) in lines.enumerated() {
      let lower = String(decoding: line, as: Unicode.UTF8.self).lowercased()
      guard let start = Self.endOfTellingWord(Array(lower.unicodeScalars)) else { continue }
      places.append(
        (
          SourceLocation(file: file, line: index + 1, column: start + 1),
          SourceLocation(file: file, line: index + 2, column: 1)
        ))
    }
  }

  /// How many characters stand up to the colon or equals sign behind the first word that tells.
  private static func endOfTellingWord(_ line: [Unicode.Scalar]) -> Int? {
    var word = ""
    for (index, scalar) in line.enumerated() {
      if scalar.properties.isAlphabetic || "_-".unicodeScalars.contains(scalar) {
        word.unicodeScalars.append(scalar)
      } else if scalar == ":" || scalar == "=" {
        if isTelling(word) { return index + 1 }
        word = ""
      } else if !"\"' \t".unicodeScalars.contains(scalar) {
        word = ""
      }
    }
    return nil
  }

  /// The text with a star for each character of a secret; line breaks stay.
  package func masked(_ text: [UInt8]) -> [UInt8] {
    guard !places.isEmpty else { return text }
    var masked: [UInt8] = []
    var place = SourceLocation(file: "", line: 1, column: 1)
    // A mark at the beginning is no character of the first line.
    var at = text.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    masked += text[..<at]
    while at < text.count {
      let byte = text[at]
      let isContinuation = byte & 0xC0 == 0x80
      if isContinuation { place.column -= 1 }
      let isHidden = places.contains { $0.from <= place && place < $0.to }
      if byte == 0x0A || byte == 0x0D {
        masked.append(byte)
        let isPair = byte == 0x0D && at + 1 < text.count && text[at + 1] == 0x0A
        place = isPair ? place : SourceLocation(file: "", line: place.line + 1, column: 1)
      } else {
        if !isHidden {
          masked.append(byte)
        } else if !isContinuation {
          masked.append(UInt8(ascii: "*"))
        }
        place.column += 1
      }
      at += 1
    }
    return masked
  }

  // MARK: Connections

  /// Refuses a password in a connection string of libpq, or in a URL.
  func checkConnection(_ node: YAMLNode) {
    guard let text = node.scalarText, ConnectionText.hasPassword(text) else { return }
    refuse(
      node,
      "The connection holds a password, and whoever reads this file or the list of processes "
        + "would know it.",
      help: "Take it out, and put it into ~/.pgpass, the file that PGPASSFILE names, or a service "
        + "file (service=NAME).")
  }
}
