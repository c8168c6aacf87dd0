/// The structure that holds a key.
public enum KeyEncoding: String, Sendable, CaseIterable {
  case pkcs1 = "PKCS#1"
  case pkcs8 = "PKCS#8"
  case encryptedPKCS8 = "encrypted PKCS#8"
  case sec1 = "SEC1"
  case spki = "SPKI"
  case certificate = "X.509"
  case jwk = "JWK"
  case openSSH = "OpenSSH"
  /// Bytes without structure: a secret.
  case raw = "raw"
}
