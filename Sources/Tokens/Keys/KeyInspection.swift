/// The facts about some key material. None of them holds a byte of a secret.
public struct KeyInspection: Sendable, Hashable {
  /// What the material is good for.
  public enum Role: String, Sendable, CaseIterable {
    case secret
    case privateKey = "private key"
    case publicKey = "public key"
    case certificate
    /// A private key behind a passphrase; nothing more is known about it.
    case encryptedPrivateKey = "encrypted private key"
    /// A key that cannot be used here; `problem` says why.
    case unusable
  }

  /// What it is good for.
  public var role: Role
  /// The structure it is written in, where that is known.
  public var encoding: KeyEncoding?
  /// Kind, size and curve, where they are known.
  public var shape: KeyShape?
  /// As `SigningKey.fingerprint`.
  public var fingerprint: String?
  /// The algorithms that take this key.
  public var algorithms: [Algorithm]
  /// What is wrong with it, or in the way of using it.
  public var problem: KeyError?

  static func inspect(_ material: SecretBytes) -> KeyInspection {
    do throws(KeyError) {
      return of(try KeyReader.find(material))
    } catch {
      return of(material, error)
    }
  }

  private static func of(_ found: FoundKey) -> KeyInspection {
    let role: Role =
      found.isCertificate ? .certificate : found.key.isPrivate ? .privateKey : .publicKey
    var problem: KeyError?
    let fitting = Algorithm.allCases.filter { algorithm in
      guard algorithm.keyKind != .secret else { return false }
      do throws(KeyError) {
        try KeyReader.check(found, algorithm)
        return true
      } catch {
        // The reason that is told is the one of the key's own family.
        if algorithm.keyKind == found.key.shape.kind { problem = problem ?? error }
        return false
      }
    }
    if fitting.isEmpty && problem == nil {
      problem = .noAlgorithm(found.key.shape)
    }
    return KeyInspection(
      role: role, encoding: found.encoding, shape: found.key.shape,
      fingerprint: KeyFingerprint.text(of: found.key), algorithms: fitting,
      problem: fitting.isEmpty ? problem : nil)
  }

  /// What could not be read as a key: a secret, or a key that is in the way of itself.
  private static func of(_ material: SecretBytes, _ error: KeyError) -> KeyInspection {
    var inspection = KeyInspection(role: .unusable, algorithms: [], problem: error)
    switch error {
    case .notAKey:
      let count = material.withBytes { SecretReader.endWithoutLineBreak($0) }
      inspection.role = .secret
      inspection.encoding = .raw
      inspection.shape = .secret(bits: count * 8)
      inspection.algorithms = [.hs256, .hs384, .hs512]
      inspection.problem = nil
    case .encrypted: inspection.role = .encryptedPrivateKey
    case .unsupportedForm(.sshPrivate), .unsupportedForm(.sshPublic):
      inspection.encoding = .openSSH
    case .unsupportedForm(.jwk), .unsupportedForm(.jwkSet), .jwk: inspection.encoding = .jwk
    default: break
    }
    return inspection
  }
}
