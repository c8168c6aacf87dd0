import Bytes
import Tokens

/// The shape of a token without its signature: what a check renders where issuing signs.
package struct UnsignedToken: Sendable {
  let headerPrefix: [UInt8]
  let signatureCharacters: Int
  /// Bytes in the place of a container's signature.
  let signature: [UInt8]

  package init(_ compiled: CompiledProfile) {
    var prefix: [UInt8] = []
    Base64URL.append(compiled.header, to: &prefix)
    headerPrefix = prefix + [UInt8(ascii: ".")]
    let count =
      compiled.container?.algorithm.signatureByteCount
      ?? compiled.algorithm.leastSignatureByteCount
    signature = Array(repeating: 0, count: count)
    signatureCharacters = Base64URL.encodedCount(compiled.algorithm.leastSignatureByteCount)
  }

  func append(_ claims: [UInt8], to output: inout [UInt8]) {
    output.append(contentsOf: headerPrefix)
    Base64URL.append(claims, to: &output)
    output.append(UInt8(ascii: "."))
    output.append(contentsOf: repeatElement(UInt8(ascii: "A"), count: signatureCharacters))
  }
}

extension Algorithm {
  /// Bytes of a signature (RFC 7518 sections 3.2 to 3.5, RFC 8037); for RSA those of the smallest
  /// key that is accepted.
  fileprivate var leastSignatureByteCount: Int {
    switch self {
    case .hs256: 32
    case .hs384: 48
    case .hs512: 64
    case .rs256, .rs384, .rs512, .ps256, .ps384, .ps512: KeyLimits.rsaBitsMin / 8
    case .es256, .edDSA: 64
    case .es384: 96
    case .es512: 132
    }
  }
}
