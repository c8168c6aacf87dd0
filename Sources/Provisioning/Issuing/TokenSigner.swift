import Bytes
package import Tokens

/// Signs claims into tokens: JWS in compact serialization (RFC 7515 section 7.1), or the texts of a
/// container. One per worker.
package final class TokenSigner {
  private enum Engine {
    /// The header in base64url, and the dot behind it.
    case token(Signer, headerPrefix: [UInt8])
    case text(TextSigner)
  }

  private let engine: Engine
  private var signature: [UInt8] = []

  package init(_ compiled: CompiledProfile, key: SigningKey) throws(SigningError) {
    if let container = compiled.container {
      engine = .text(try TextSigner(key: key, algorithm: container.algorithm))
      return
    }
    var prefix: [UInt8] = []
    Base64URL.append(compiled.header, to: &prefix)
    prefix.append(UInt8(ascii: "."))
    engine = .token(try Signer(key: key), headerPrefix: prefix)
  }

  /// What signs, and the header in base64url with its dot; nil for a container.
  var parts: (signer: Signer, headerPrefix: [UInt8])? {
    guard case .token(let signer, let headerPrefix) = engine else { return nil }
    return (signer, headerPrefix)
  }

  /// Appends the token of these claims, which are canonical JSON.
  package func appendToken(
    _ claims: [UInt8], to output: inout [UInt8]
  ) throws(SigningError) {
    guard case .token(let signer, let headerPrefix) = engine else {
      preconditionFailure("A container is made of pieces.")
    }
    let start = output.count
    output.append(contentsOf: headerPrefix)
    Base64URL.append(claims, to: &output)
    try signer.sign(output, start..<output.count, into: &signature)
    output.append(UInt8(ascii: "."))
    Base64URL.append(signature, to: &output)
  }

  /// The signature of a container's text, as raw bytes.
  func signature(
    of text: [UInt8], secretOffsets: [Int]
  ) throws(SigningError) -> [UInt8] {
    guard case .text(let signer) = engine else {
      preconditionFailure("A JWS signs its own text.")
    }
    var raw: [UInt8] = []
    try signer.sign(text.span, secretOffsets: secretOffsets, into: &raw)
    return raw
  }
}
