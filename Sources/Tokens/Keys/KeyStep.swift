import Bytes

/// One step of the way from the secret as a person holds it to the bytes that sign.
///
/// Platforms differ in what they call the key: the text itself, its base64 decoded, its MD5 in
/// hexadecimal. A profile lists the steps, and they are applied in order.
public enum KeyStep: Sendable, Hashable {
  /// The raw digest of the bytes.
  case md5, sha1, sha256, sha512
  /// The bytes as lower-case hexadecimal text, and back from text in either case.
  case hex, hexDecode
  /// The bytes as base64 text with padding, and back.
  case base64, base64Decode
  /// Back from base64url text without padding.
  case base64URLDecode
  /// Without the ASCII white space at both ends.
  case trim
  /// The piece number `take`, counted from 1, of the text between separators.
  case split(separator: String, take: Int)
  /// The string member of this name in a JSON object.
  case jsonMember(String)

  /// The step's name, without its arguments.
  public var name: String {
    switch self {
    case .md5: "md5"
    case .sha1: "sha1"
    case .sha256: "sha256"
    case .sha512: "sha512"
    case .hex: "hex"
    case .hexDecode: "hexDecode"
    case .base64: "base64"
    case .base64Decode: "base64Decode"
    case .base64URLDecode: "base64urlDecode"
    case .trim: "trim"
    case .split: "split"
    case .jsonMember: "member"
    }
  }

  /// Applies the steps in order.
  ///
  /// Throws `.derivationFailed`, with the step's number and reason but no byte of the secret, if one
  /// of them does not fit the bytes it is given.
  public static func apply(
    _ steps: [KeyStep], to secret: SecretBytes
  ) throws(KeyError) -> SecretBytes {
    var current = secret
    for (index, step) in steps.enumerated() {
      current = try step.apply(to: current, number: index + 1)
    }
    return current
  }

  /// Applies this step, which is the `number`th, counted from 1.
  func apply(to secret: SecretBytes, number: Int) throws(KeyError) -> SecretBytes {
    let made = secret.withBytes { derive($0) }
    switch made {
    case .success(let secret): return secret
    case .failure(let fault):
      throw .derivationFailed(step: number, name: name, fault)
    }
  }

  private func derive(_ bytes: Span<UInt8>) -> Result<SecretBytes, DerivationFault> {
    switch self {
    case .md5: digest(.md5, bytes)
    case .sha1: digest(.sha1, bytes)
    case .sha256: digest(.sha256, bytes)
    case .sha512: digest(.sha512, bytes)
    case .hex:
      collect(bytes.count * 2, .notHex) { output in
        Hex.append(bytes, to: &output)
        return true
      }
    case .hexDecode:
      collect(bytes.count, .notHex) { Hex.decode(bytes, into: &$0) }
    case .base64:
      collect(Base64.encodedCount(bytes.count), .notBase64) { output in
        Base64.append(bytes, to: &output)
        return true
      }
    case .base64Decode:
      collect(bytes.count, .notBase64) { Base64.decode(bytes, into: &$0) }
    case .base64URLDecode:
      collect(bytes.count, .notBase64URL) { Base64URL.decode(bytes, into: &$0) }
    case .trim:
      .success(SecretBytes(copying: bytes.extracting(ASCII.trimmed(bytes))))
    case .split(let separator, let take):
      Self.piece(take, of: bytes, separator: Array(separator.utf8))
    case .jsonMember(let name):
      Self.member(name, of: bytes)
    }
  }

  private func digest(
    _ digest: Digest, _ bytes: Span<UInt8>
  ) -> Result<SecretBytes, DerivationFault> {
    collect(digest.byteCount, .tooLong) { output in
      digest.append(of: bytes, to: &output)
      return true
    }
  }

  private func collect(
    _ capacity: Int, _ fault: DerivationFault, _ body: (inout [UInt8]) -> Bool
  ) -> Result<SecretBytes, DerivationFault> {
    guard let secret = SecretBytes.collect(capacity: capacity, body) else { return .failure(fault) }
    return .success(secret)
  }

  private static func piece(
    _ take: Int, of bytes: Span<UInt8>, separator: [UInt8]
  ) -> Result<SecretBytes, DerivationFault> {
    guard !separator.isEmpty && take > 0 && take <= KeyLimits.piecesMax else {
      return .failure(.noSuchPiece)
    }
    var start = 0
    for _ in 1..<take {
      guard let found = ASCII.find(separator, in: bytes, from: start) else {
        return .failure(.noSuchPiece)
      }
      start = found + separator.count
    }
    let end = ASCII.find(separator, in: bytes, from: start) ?? bytes.count
    return .success(SecretBytes(copying: bytes.extracting(start..<end)))
  }

  private static func member(
    _ name: String, of bytes: Span<UInt8>
  ) -> Result<SecretBytes, DerivationFault> {
    guard let object = JSONObjectScanner.read(bytes) else { return .failure(.notAJSONObject) }
    guard let member = object.member(name) else { return .failure(.noSuchMember) }
    guard case .string(let secret) = member else { return .failure(.memberIsNoString) }
    return .success(secret)
  }
}
