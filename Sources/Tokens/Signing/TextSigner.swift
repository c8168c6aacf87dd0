/// Signs texts that are no JWS with one key. One per worker; it is not to be shared between threads.
package final class TextSigner {
  private enum Engine {
    /// The secret may stand in the text besides.
    case mac(HMACEngine, SecretBytes)
    case digest(Digest, SecretBytes)
    case signature(Signer)
  }

  private let engine: Engine
  private var message: [UInt8] = []

  /// Prepares `key`, which was loaded for ``TextAlgorithm/keyAlgorithm``.
  package init(key: SigningKey, algorithm: TextAlgorithm) throws(SigningError) {
    switch (algorithm, key.material) {
    case (.mac(let digest), .secret(let secret)):
      engine = .mac(HMACEngine(digest, secret: secret), secret)
    case (.digest(let digest), .secret(let secret)): engine = .digest(digest, secret)
    case (.signature, _): engine = .signature(try Signer(key: key))
    default: preconditionFailure("A secret signs with MACs and digests, and nothing else does.")
    }
  }

  deinit { OpenSSLMemory.wipe(&message) }

  /// Replaces the content of `signature` with the signature of `text`, as raw bytes.
  ///
  /// - Parameter secretOffsets: where, in rising order, the secret stands in the text of a MAC or a
  ///   digest; the text itself does not hold it.
  package func sign(
    _ text: Span<UInt8>, secretOffsets: [Int] = [], into signature: inout [UInt8]
  ) throws(SigningError) {
    signature.removeAll(keepingCapacity: true)
    switch engine {
    case .mac(let hmac, _) where secretOffsets.isEmpty: hmac.append(of: text, to: &signature)
    case .signature(let signer): try signer.sign(text, into: &signature)
    case .mac(let hmac, let secret):
      withSecret(secret, at: secretOffsets, in: text) { hmac.append(of: $0, to: &signature) }
    case .digest(let digest, let secret):
      withSecret(secret, at: secretOffsets, in: text) { digest.append(of: $0, to: &signature) }
    }
  }

  /// Puts the secret into the text, in storage that is wiped at the end.
  private func withSecret(
    _ secret: SecretBytes, at offsets: [Int], in text: Span<UInt8>, _ body: (Span<UInt8>) -> Void
  ) {
    // Taken out, so that the exclusive access to it does not last while it is hashed.
    var message: [UInt8] = []
    swap(&message, &self.message)
    defer { swap(&message, &self.message) }
    message.removeAll(keepingCapacity: true)
    var start = 0
    for offset in offsets {
      for index in start..<offset { message.append(text[index]) }
      secret.withBytes { bytes in
        for index in bytes.indices { message.append(bytes[index]) }
      }
      start = offset
    }
    for index in start..<text.count { message.append(text[index]) }
    body(message.span)
  }
}

/// Checks the signatures that ``TextSigner`` makes.
package final class TextVerifier {
  private enum Engine {
    case secret(TextSigner)
    case signature(Verifier)
  }

  private let engine: Engine
  private var expected: [UInt8] = []

  package init(key: VerificationKey, algorithm: TextAlgorithm) throws(SigningError) {
    if case .secret = key.material {
      engine = .secret(try TextSigner(key: key.sameSecret(), algorithm: algorithm))
    } else {
      engine = .signature(try Verifier(key: key))
    }
  }

  /// Whether `signature`, as raw bytes, is that of `text`; a MAC is compared in constant time.
  package func isValid(
    signature: Span<UInt8>, of text: Span<UInt8>, secretOffsets: [Int] = []
  ) -> Bool {
    switch engine {
    case .signature(let verifier): return verifier.isValid(signature: signature, of: text)
    case .secret(let signer):
      guard (try? signer.sign(text, secretOffsets: secretOffsets, into: &expected)) != nil else {
        return false
      }
      let tag = expected
      return OpenSSLMemory.areEqual(tag.span, signature)
    }
  }
}
