import Bytes
import Provisioning
import Schemas

/// A token as somebody brought it.
struct Presentation: Sendable {
  /// Nil where there is none.
  var token: [UInt8]?
  /// Why it is refused whatever the token says.
  var refusal: Refusal?
  /// Where the user goes then.
  var landing: [UInt8]

  static let root: [UInt8] = [UInt8(ascii: "/")]

  /// Takes a body in which a token stands somewhere: alone, in JSON, or in a piece of a page.
  init(body: [UInt8]) {
    token = TokenReading.find(in: body)
    landing = Self.root
  }

  /// - Parameters:
  ///   - pairs: the query, and of a posted form its fields.
  ///   - inPath: the token that stood in the path.
  init(_ route: MockRoute, pairs: FormPairs, inPath: [UInt8]?) {
    landing = Self.root
    switch route.carrier {
    case .path: token = inPath
    case .pair(let name, let isAlone):
      let values = pairs[name]
      // What is no token at all is for the check to say.
      token = values.first.map { isAlone ? $0 : TokenReading.find(in: $0) ?? $0 }
      if values.count > 1 {
        refusal = Refusal(.form, "\"\(ClaimText.string(name))\" is given \(values.count) times")
      }
    }
    for fixed in route.fixed where pairs[fixed.name] != [fixed.value] {
      refusal = Refusal(
        .form,
        "\"\(ClaimText.string(fixed.name))\" is not \"\(ClaimText.string(fixed.value))\"")
    }
    for name in route.landing {
      if let path = pairs[name].first, Format.relativePath.accepts(path.span) {
        landing = path
        break
      }
    }
  }
}
