/// HMAC with the digest of an algorithm, chosen once.
enum HMACEngine {
  case md5(HMACState<MD5State>)
  case sha1(HMACState<SHA1State>)
  case sha256(HMACState<SHA256State>)
  case sha384(HMACState<SHA384State>)
  case sha512(HMACState<SHA512State>)

  init(_ algorithm: Algorithm, secret: SecretBytes) {
    guard algorithm.keyKind == .secret, let digest = algorithm.digest else {
      preconditionFailure("Only the HS algorithms take a secret.")
    }
    self.init(digest, secret: secret)
  }

  init(_ digest: Digest, secret: SecretBytes) {
    self = secret.withBytes { key in
      switch digest {
      case .md5: .md5(HMACState(key: key))
      case .sha1: .sha1(HMACState(key: key))
      case .sha256: .sha256(HMACState(key: key))
      case .sha384: .sha384(HMACState(key: key))
      case .sha512: .sha512(HMACState(key: key))
      }
    }
  }

  var byteCount: Int {
    switch self {
    case .md5: MD5State.digestByteCount
    case .sha1: SHA1State.digestByteCount
    case .sha256: SHA256State.digestByteCount
    case .sha384: SHA384State.digestByteCount
    case .sha512: SHA512State.digestByteCount
    }
  }

  func append(of message: Span<UInt8>, to output: inout [UInt8]) {
    switch self {
    case .md5(let state): state.append(of: message, to: &output)
    case .sha1(let state): state.append(of: message, to: &output)
    case .sha256(let state): state.append(of: message, to: &output)
    case .sha384(let state): state.append(of: message, to: &output)
    case .sha512(let state): state.append(of: message, to: &output)
    }
  }
}
