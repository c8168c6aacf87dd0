/// What a key consists of, once it has been checked against its algorithm.
enum KeyMaterial: Sendable {
  case secret(SecretBytes)
  case key(OpenSSLKey)
}
