/// A cryptographic hash function. MD5 and SHA-1 are here because platforms ask for them in key
/// derivations, claims and MACs of old; no JWS is signed with them.
package enum Digest: Sendable, Hashable, CaseIterable {
  case md5, sha1, sha256, sha384, sha512

  /// The number of bytes of a digest.
  package var byteCount: Int {
    switch self {
    case .md5: MD5State.digestByteCount
    case .sha1: SHA1State.digestByteCount
    case .sha256: SHA256State.digestByteCount
    case .sha384: SHA384State.digestByteCount
    case .sha512: SHA512State.digestByteCount
    }
  }

  /// Appends the digest of `bytes`, as raw bytes.
  package func append(of bytes: Span<UInt8>, to output: inout [UInt8]) {
    switch self {
    case .md5: Self.append(MD5State.self, bytes, &output)
    case .sha1: Self.append(SHA1State.self, bytes, &output)
    case .sha256: Self.append(SHA256State.self, bytes, &output)
    case .sha384: Self.append(SHA384State.self, bytes, &output)
    case .sha512: Self.append(SHA512State.self, bytes, &output)
    }
  }

  private static func append<Hash: HashState>(
    _: Hash.Type, _ bytes: Span<UInt8>, _ output: inout [UInt8]
  ) {
    var digest = DigestBytes(repeating: 0)
    var hash = Hash()
    hash.absorb(bytes)
    hash.finish(into: &digest)
    output.append(addingCapacity: Hash.digestByteCount) { raw in
      for index in 0..<Hash.digestByteCount { raw.append(digest[index]) }
    }
  }
}
