import Bytes
package import Tokens

/// Signs claims into tokens: JWS in compact serialization (RFC 7515 section 7.1). One per worker.
package final class TokenSigner {
  private let signer: Signer
  /// The header in base64url, and the dot behind it.
  private let headerPrefix: [UInt8]
  private var signature: [UInt8] = []

  package init(_ compiled: CompiledProfile, key: SigningKey) throws(SigningError) {
    signer = try Signer(key: key)
    var prefix: [UInt8] = []
    Base64URL.append(compiled.header, to: &prefix)
    prefix.append(UInt8(ascii: "."))
    headerPrefix = prefix
  }

  /// Appends the token of these claims, which are canonical JSON.
  package func appendToken(
    _ claims: [UInt8], to output: inout [UInt8]
  ) throws(SigningError) {
    let start = output.count
    output.append(contentsOf: headerPrefix)
    Base64URL.append(claims, to: &output)
    try signer.sign(output, start..<output.count, into: &signature)
    output.append(UInt8(ascii: "."))
    Base64URL.append(signature, to: &output)
  }
}
