/// HMAC (RFC 2104) over any digest, for one message.
package enum MAC {
  /// Appends the tag of `message` under `key`, as raw bytes.
  package static func append(
    _ digest: Digest, key: Span<UInt8>, message: Span<UInt8>, to output: inout [UInt8]
  ) {
    switch digest {
    case .md5: HMACState<MD5State>(key: key).append(of: message, to: &output)
    case .sha1: HMACState<SHA1State>(key: key).append(of: message, to: &output)
    case .sha256: HMACState<SHA256State>(key: key).append(of: message, to: &output)
    case .sha384: HMACState<SHA384State>(key: key).append(of: message, to: &output)
    case .sha512: HMACState<SHA512State>(key: key).append(of: message, to: &output)
    }
  }
}
