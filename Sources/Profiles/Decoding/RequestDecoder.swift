import Findings
import Schemas

/// Decodes what an input says of requests to a server: the names by which they may give it, and whether
/// it is the page's nonce.
struct RequestDecoder {
  let context: DecodingContext
  let kind: PropertyDecoder.Group
  let reader: MappingReader

  /// Bytes of one name in a request.
  static let nameBytesMax = 64

  /// The names by which a request may give the input.
  func names(of property: Property) -> [String] {
    guard let node = reader.value("request"), isInput("request", property) else { return [] }
    if !property.takesOwnColumn,
      property.from?.first?.utf8.elementsEqual(property.name.utf8) != true
    {
      context.report(
        .contradiction, at: reader.keyLocation("request"),
        property.isFixed
          ? "Muster makes \"\(property.name)\", so no request gives it."
          : "A request gives \"\(property.name)\" like a column of this name, and `from` does not "
            + "begin with that.",
        help: property.isFixed
          ? "Take `request` out, or what makes the value."
          : "Put \(property.name) first in `from`, or take `request` out.")
      return []
    }
    let texts = reader.texts("request")
    if texts.isEmpty, node.isSequence {
      context.report(
        .badValue, at: node.location, "`request` names at least one parameter of a request.",
        help: "For example: request: [\(property.name)]; without it no request gives the input.")
    }
    var names: [String] = []
    for (text, node) in texts {
      if !Self.isRequestName(text) {
        context.report(
          .badValue, at: node.location,
          "\"\(PrintableText.shown(text))\" cannot name a parameter of a request.",
          help: "Use letters, digits, _, -, . and ~, at most \(Self.nameBytesMax) of them.")
      } else if names.contains(where: { $0.utf8.elementsEqual(text.utf8) }) {
        context.report(
          .contradiction, at: node.location, "\"\(text)\" stands twice.",
          help: "Take one of the two out.")
      } else {
        names.append(text)
      }
    }
    return names
  }

  /// Whether the input is the nonce of the page's Content-Security-Policy.
  func isPageNonce(_ property: Property) -> Bool {
    guard reader.bool("nonce") == true, isInput("nonce", property) else { return false }
    if property.types != .string {
      context.report(
        .contradiction, at: reader.keyLocation("nonce"),
        "A nonce is a text, and \"\(property.name)\" is of type \(property.types.words).",
        help: "Take `type` away.")
    }
    for key in ["request", "from", "value", "generate", "join", "firstOf", "default", "transform"]
    where reader.has(key) {
      context.report(
        .contradiction, at: reader.keyLocation(key),
        key == "request"
          ? "A request that chooses the nonce chooses which scripts run."
          : "The server makes the nonce of each page, so \"\(key)\" has no meaning.",
        help: "Take it out.")
    }
    checkPattern(property)
    return true
  }

  /// Takes the two forms in which servers write 16 bytes, and nothing that ends an attribute or a
  /// source of the policy.
  private func checkPattern(_ property: Property) {
    let help = "Write pattern: \"^[A-Za-z0-9+/_-]{22,}={0,2}$\"."
    guard reader.has("pattern") else {
      return context.report(
        .missingKey, at: reader.keyLocation("nonce"), "A nonce needs a pattern.", help: help)
    }
    // A pattern that could not be read is reported already.
    guard property.schema.description.pattern != nil, property.types == .string else { return }
    for nonce in Self.nonces where !property.schema.accepts(nonce) {
      return context.report(
        .contradiction, at: reader.location("pattern"),
        "The nonce \"\(nonce)\", which a server may make, does not fit.", help: help)
    }
    for text in Self.noNonces where property.schema.accepts(text) {
      return context.report(
        .contradiction, at: reader.location("pattern"),
        "\"\(PrintableText.shown(text))\" fits the pattern and is no nonce.", help: help)
    }
  }

  /// 16 bytes in base64 and in base64url (CSP Level 3, section 2.3.1).
  private static let nonces = ["q83vASNFZ4mrze8BI0Vn+/==", "q83vASNFZ4mrze8BI0Vn-_"]
  private static let noNonces =
    ["", "AAAA", "q83vASNFZ4mrze8BI0Vn"]
    + ["'; script-src *", "\"", ">", ";", ",", " ", "'", "\n", "\\", "é"].map { nonces[1] + $0 }
    + [" ", "'", "\n"].map { $0 + nonces[1] }

  /// Whether the key stands at an input; reported where it does not.
  private func isInput(_ key: String, _ property: Property) -> Bool {
    if kind == .input { return true }
    let message =
      kind == .claim
      ? "\"\(property.name)\" is a claim: what a token says never comes from a request."
      : "A parameter is set for the whole run, so \"\(key)\" has no meaning."
    context.report(
      .contradiction, at: reader.keyLocation(key), message,
      help: kind == .claim
        ? "Declare an input with `\(key)`; where the platform wants it back in the token, a claim "
          + "takes it with value: \"{INPUT}\"."
        : "Take it out, or make it an input.")
    return false
  }

  private static func isRequestName(_ text: String) -> Bool {
    !text.isEmpty && text.utf8.count <= nameBytesMax
      && text.utf8.allSatisfy { byte in
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
        case UInt8(ascii: "_"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "~"): true
        default: false
        }
      }
  }
}
