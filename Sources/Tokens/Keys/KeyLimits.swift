/// The limits on key material, which is foreign input like any other.
public enum KeyLimits {
  /// The longest key file.
  public static let materialBytesMax = 64 * 1024
  /// The smallest RSA modulus (RFC 7518 section 3.3).
  public static let rsaBitsMin = 2048
  /// The largest RSA modulus; OpenSSL verifies with none beyond.
  public static let rsaBitsMax = 16_384
  /// The most blocks in a PEM file, and pieces of base64 that are looked at in a secret.
  static let blocksMax = 32
  /// The longest label of a PEM block.
  static let labelBytesMax = 64
  /// The most members of a JWK.
  static let membersMax = 256
  /// The deepest nesting in a JWK.
  static let depthMax = 16
  /// The most pieces that a `split` step makes.
  static let piecesMax = 1024
}
