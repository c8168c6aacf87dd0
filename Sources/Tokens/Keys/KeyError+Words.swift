extension KeyError {
  /// What is wrong, in one sentence.
  public var message: String {
    switch self {
    case .empty: "The key is empty."
    case .tooLong: "The key is longer than \(KeyLimits.materialBytesMax) bytes."
    case .keyInsteadOfSecret(let form):
      "\(Self.article(form)) is offered as a secret."
    case .notAKey: "This is not a key in PEM or JWK form."
    case .unsupportedForm(let form): "\(Self.article(form)) is not read as a key."
    case .brokenPEM: "The PEM block is damaged, or is not a key."
    case .severalKeys: "There is more than one key."
    case .publicInsteadOfPrivate: "This is a public key, and signing needs the private one."
    case .certificateInsteadOfPrivate:
      "This is a certificate, and signing needs the private key."
    case .encrypted: "The private key is encrypted with a passphrase."
    case .wrongKind(let wanted, let found):
      "The algorithm needs \(Self.article(wanted)), and this is \(found.words)."
    case .wrongCurve(let wanted, let found):
      "The algorithm needs a key on \(wanted.rawValue), and this one is on "
        + "\(found?.rawValue ?? "another curve")."
    case .rsaTooShort(let bits):
      "The RSA key has \(bits) bits, and at least \(KeyLimits.rsaBitsMin) are needed."
    case .rsaTooLong(let bits):
      "The RSA key has \(bits) bits, and at most \(KeyLimits.rsaBitsMax) are read."
    case .rsaExponent: "The public exponent of the RSA key is even or 1."
    case .inconsistent: "The private half of the key does not belong to its public half."
    case .jwk(let fault): fault.words
    case .derivationFailed(let step, let name, let fault):
      "Step \(step) of the key's derivation, \(name), failed: \(fault.words)."
    case .noAlgorithm(let shape): "No algorithm here signs with \(shape.words)."
    case .noKeyPair(let algorithm):
      "\(algorithm.rawValue) signs with a secret, not with a key pair."
    case .providerFailed(let code):
      "OpenSSL could not use the key (code \(String(code, radix: 16)))."
    }
  }

  /// What to do about it, in one sentence.
  public var help: String {
    switch self {
    case .empty: "Check that the file, descriptor or variable holds the key."
    case .tooLong: "Check that this is the key and not another file."
    case .keyInsteadOfSecret:
      "Use the shared secret of the platform, or an algorithm for this kind of key."
    case .notAKey:
      "Give the private key in PEM form, or use an HS algorithm if the platform gave you a secret."
    case .unsupportedForm(let form): Self.conversion(form)
    case .brokenPEM:
      "Copy the key again, with its first and last line and everything between them."
    case .severalKeys: "Give a file with the one key that is meant."
    case .publicInsteadOfPrivate:
      "Give the file that begins with a line saying PRIVATE KEY, which only you have."
    case .certificateInsteadOfPrivate: "Give the private key that belongs to the certificate."
    case .encrypted:
      "Decrypt it for this use: openssl pkey -in KEY -out KEY.plain, and keep that file private."
    case .wrongKind: "Choose the algorithm that fits the key, or give the key that fits."
    case .wrongCurve:
      "Use ES256 with P-256, ES384 with P-384 and ES512 with P-521."
    case .rsaTooShort: "Make a new key of 2048 bits or more, and register its public half."
    case .rsaTooLong: "Make a key of 2048 to 4096 bits, and register its public half."
    case .rsaExponent, .inconsistent:
      "Copy the key again from where it was made, or make a new one."
    case .jwk(.otherAlgorithm), .jwk(.otherUse): "Give the key that is meant for this algorithm."
    case .jwk: "Copy the JWK again from where it was made."
    case .derivationFailed: "Check that this is the key that the profile's derivation expects."
    case .noAlgorithm:
      "Use RSA, an elliptic curve key on P-256, P-384 or P-521, or Ed25519."
    case .noKeyPair: "Make a secret instead."
    case .providerFailed: "Check the installation of OpenSSL, and report this with the code."
    }
  }

  private static func article(_ form: KeyForm) -> String {
    switch form {
    case .pem: "A PEM file"
    case .der: "A key in DER form"
    case .bareBase64: "A key in base64 without its PEM lines"
    case .jwk: "A JWK"
    case .jwkSet: "A JWK set"
    case .sshPublic: "An SSH public key"
    case .sshPrivate: "An SSH private key"
    }
  }

  private static func article(_ kind: KeyKind) -> String {
    switch kind {
    case .secret: "a secret"
    case .rsa: "an RSA key"
    case .ec: "an elliptic curve key"
    case .ed25519: "an Ed25519 key"
    }
  }

  private static func conversion(_ form: KeyForm) -> String {
    switch form {
    case .pem: "Give one key in PEM form."
    case .der: "Convert it: openssl pkey -inform DER -in KEY -out KEY.pem."
    case .bareBase64: "Give the whole PEM file, with its BEGIN and END lines."
    case .jwk, .jwkSet: "Give the one key of the set that is meant, as a JWK of its own."
    case .sshPublic: "Give a PEM file, which ssh-keygen -e -m PKCS8 -f KEY makes of it."
    case .sshPrivate: "Convert a copy of it to PEM: ssh-keygen -p -m PKCS8 -f KEY."
    }
  }
}
