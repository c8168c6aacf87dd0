import Bytes

/// Makes a key of a JSON Web Key (RFC 7517, RFC 7518 section 6, RFC 8037 section 2).
enum JWKReader {
  static func read(_ jwk: JSONObject) -> Result<FoundKey, KeyError> {
    do throws(KeyError) {
      let key = try key(jwk)
      return .success(FoundKey(key: key, encoding: .jwk, jwk: try terms(jwk)))
    } catch {
      return .failure(error)
    }
  }

  private static func key(_ jwk: JSONObject) throws(KeyError) -> OpenSSLKey {
    if jwk.isString("kty", "RSA") == true { return try rsa(jwk) }
    if jwk.isString("kty", "EC") == true { return try ec(jwk) }
    if jwk.isString("kty", "OKP") == true { return try ed25519(jwk) }
    if jwk.isString("kty", "oct") == true { throw .unsupportedForm(.jwk) }
    throw .jwk(.unknownKeyType)
  }

  private static func terms(_ jwk: JSONObject) throws(KeyError) -> JWKTerms {
    var terms = JWKTerms()
    switch jwk.member("alg") {
    case nil: break
    case .string(let algorithm): terms.algorithm = algorithm
    default: throw .jwk(.malformed(member: "alg"))
    }
    switch jwk.member("use") {
    case nil: break
    case .string(let use): terms.use = use
    default: throw .jwk(.malformed(member: "use"))
    }
    switch jwk.member("key_ops") {
    case nil: break
    case .strings(let operations): terms.operations = operations
    default: throw .jwk(.malformed(member: "key_ops"))
    }
    return terms
  }

  private static func rsa(_ jwk: JSONObject) throws(KeyError) -> OpenSSLKey {
    guard jwk.member("oth") == nil else { throw .jwk(.multiPrime) }
    var numbers: [(name: RSANumber, value: SecretBytes)] = []
    for name in RSANumber.allCases where jwk.member(name.rawValue) != nil {
      numbers.append((name, try decoded(jwk, name.rawValue)))
    }
    // The public numbers, or these and the private exponent, or all (RFC 7518 section 6.3.2).
    let needed: [RSANumber] =
      switch numbers.count {
      case ...2: [.modulus, .publicExponent]
      case 3: [.modulus, .publicExponent, .privateExponent]
      default: RSANumber.allCases
      }
    for name in needed where !numbers.contains(where: { $0.name == name }) {
      throw .jwk(.missing(member: name.rawValue))
    }
    guard let key = OpenSSLKeyMaker.rsa(numbers) else { throw .jwk(.inconsistent) }
    return key
  }

  private static func ec(_ jwk: JSONObject) throws(KeyError) -> OpenSSLKey {
    guard jwk.member("crv") != nil else { throw .jwk(.missing(member: "crv")) }
    let named = EllipticCurve.allCases.first { jwk.isString("crv", $0.rawValue) == true }
    guard let curve = named else { throw .jwk(.unknownCurve) }
    let width = curve.coordinateByteCount
    let x = try decoded(jwk, "x", count: width)
    let y = try decoded(jwk, "y", count: width)
    var point: [UInt8] = [0x04]
    for coordinate in [x, y] {
      coordinate.withBytes { bytes in
        for index in bytes.indices { point.append(bytes[index]) }
      }
    }
    let d = jwk.member("d") == nil ? nil : try decoded(jwk, "d", count: width)
    guard let key = OpenSSLKeyMaker.ec(curve, point: SecretBytes(point), d: d) else {
      throw .jwk(.inconsistent)
    }
    return key
  }

  private static func ed25519(_ jwk: JSONObject) throws(KeyError) -> OpenSSLKey {
    guard jwk.member("crv") != nil else { throw .jwk(.missing(member: "crv")) }
    guard jwk.isString("crv", "Ed25519") == true else { throw .jwk(.unknownCurve) }
    let x = try decoded(jwk, "x", count: 32)
    let d = jwk.member("d") == nil ? nil : try decoded(jwk, "d", count: 32)
    guard let key = OpenSSLKeyMaker.ed25519(d ?? x, isPrivate: d != nil),
      let half = key.rawPublicKey(), x.withBytes({ OpenSSLMemory.areEqual($0, half.span) })
    else { throw .jwk(.inconsistent) }
    return key
  }

  /// The bytes of a base64url member, `count` of them if it is given.
  private static func decoded(
    _ jwk: JSONObject, _ name: String, count: Int? = nil
  ) throws(KeyError) -> SecretBytes {
    guard jwk.member(name) != nil else { throw .jwk(.missing(member: name)) }
    let bytes = jwk.string(name)?.withBytes { text in
      SecretBytes.collect(capacity: text.count) { Base64URL.decode(text, into: &$0) }
    }
    guard let bytes = bytes ?? nil, bytes.count > 0, bytes.count == count ?? bytes.count else {
      throw .jwk(.malformed(member: name))
    }
    return bytes
  }
}
