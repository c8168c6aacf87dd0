/// HMAC with the digest of an algorithm, chosen once.
enum HMACEngine {
  case sha256(HMACState<SHA256State>)
  case sha384(HMACState<SHA384State>)
  case sha512(HMACState<SHA512State>)

  init(_ algorithm: Algorithm, secret: SecretBytes) {
    self = secret.withBytes { key in
      switch algorithm {
      case .hs256: .sha256(HMACState(key: key))
      case .hs384: .sha384(HMACState(key: key))
      case .hs512: .sha512(HMACState(key: key))
      default: preconditionFailure("Only the HS algorithms take a secret.")
      }
    }
  }

  var byteCount: Int {
    switch self {
    case .sha256: SHA256State.digestByteCount
    case .sha384: SHA384State.digestByteCount
    case .sha512: SHA512State.digestByteCount
    }
  }

  func append(of message: Span<UInt8>, to output: inout [UInt8]) {
    switch self {
    case .sha256(let state): state.append(of: message, to: &output)
    case .sha384(let state): state.append(of: message, to: &output)
    case .sha512(let state): state.append(of: message, to: &output)
    }
  }
}
