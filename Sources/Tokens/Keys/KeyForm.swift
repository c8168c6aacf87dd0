/// The form in which a key is written down.
public enum KeyForm: String, Sendable, CaseIterable {
  case pem = "PEM"
  case der = "DER"
  /// DER in base64, without the lines around it that make it PEM.
  case bareBase64 = "DER in base64"
  case jwk = "JWK"
  case jwkSet = "JWK set"
  case sshPublic = "SSH public key"
  case sshPrivate = "SSH private key"
}
