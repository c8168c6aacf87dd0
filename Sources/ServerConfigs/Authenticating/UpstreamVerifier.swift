import Bytes
import Provisioning
import Tokens

/// Verifies JWTs that somebody else signed, as RFC 8725 asks: nothing in a token chooses how it is
/// verified but its `kid`, among keys that are there already.
struct UpstreamVerifier: Sendable {
  /// The longest token that is looked at.
  static let tokenBytesMax = 8 << 10
  /// The longest list in `aud`.
  static let audiencesMax = 100

  let terms: UpstreamToken
  let keys: KeySet

  /// The user that a token names.
  ///
  /// - Throws: why it does not hold at `now`. The signature is looked at before any claim.
  func user(of token: [UInt8], at now: NumericDate) throws(AuthenticationFailure) -> [UInt8] {
    guard token.count <= Self.tokenBytesMax else { throw .tooLong }
    guard let reading = TokenReading.read(token).reading else { throw .malformed }
    let key = try key(reading.header)
    guard let verifier = try? Verifier(key: key) else { throw .broken }
    let isValid = verifier.isValid(
      signature: reading.signature.span, of: token.span.extracting(reading.signingInput))
    guard isValid else { throw .badSignature }
    try checkTimes(reading.claims, now)
    try checkParties(reading.claims)
    return try user(reading.claims)
  }

  // MARK: The header

  /// Members of a header that bring a key along, or say where one is; and what changes the meaning of
  /// everything else. Nobody who is declared here needs them.
  private static let refusedMembers = ["crit", "b64", "jku", "jwk", "x5u", "x5c", "enc", "zip"]
  /// What a token may say it is; other kinds of JWT are for other uses (RFC 8725, 3.11).
  private static let types = ["jwt", "application/jwt", "at+jwt", "application/at+jwt"]

  private func key(_ header: [UInt8]) throws(AuthenticationFailure) -> VerificationKey {
    for member in Self.refusedMembers where JSONText.member(member, of: header) != nil {
      throw .refusedHeader
    }
    if let range = JSONText.member("typ", of: header) {
      guard let type = JSONText.string(header, range),
        Self.types.contains(String(decoding: type, as: Unicode.UTF8.self).lowercased())
      else { throw .refusedHeader }
    }
    guard let range = JSONText.member("alg", of: header), let name = JSONText.string(header, range),
      let algorithm = terms.algorithms.first(where: { name.elementsEqual($0.rawValue.utf8) })
    else { throw .wrongAlgorithm }
    var id: [UInt8]?
    if let range = JSONText.member("kid", of: header) {
      guard let text = JSONText.string(header, range) else { throw .refusedHeader }
      id = text
    }
    return try keys.key(id: id, algorithm)
  }

  // MARK: The claims

  private func checkTimes(_ claims: [UInt8], _ now: NumericDate) throws(AuthenticationFailure) {
    let leeway = terms.leewaySeconds
    guard let expiry = try time("exp", claims) else { throw .badTime }
    if now >= expiry.advanced(bySeconds: leeway) { throw .expired }
    for name in ["nbf", "iat"] {
      guard let start = try time(name, claims) else { continue }
      if now.advanced(bySeconds: leeway) < start { throw .notYetValid }
    }
  }

  /// A time in seconds, of which a fraction is cut off; nil where the claim is not there.
  private func time(
    _ name: String, _ claims: [UInt8]
  ) throws(AuthenticationFailure) -> NumericDate? {
    guard let range = JSONText.member(name, of: claims) else { return nil }
    let digits = claims[range].prefix { $0 != UInt8(ascii: ".") }
    // JSON has digits behind a point; an exponent or a sign has no place in a date.
    guard (1...12).contains(digits.count),
      claims[range].allSatisfy({ (0x30...0x39).contains($0) || $0 == UInt8(ascii: ".") }),
      let seconds = Int(String(decoding: digits, as: Unicode.UTF8.self)),
      NumericDate.writable.contains(seconds)
    else { throw .badTime }
    return NumericDate(secondsSinceEpoch: seconds)
  }

  private func checkParties(_ claims: [UInt8]) throws(AuthenticationFailure) {
    guard let range = JSONText.member("iss", of: claims),
      JSONText.string(claims, range)?.elementsEqual(terms.issuer.utf8) == true
    else { throw .wrongIssuer }
    guard let range = JSONText.member("aud", of: claims) else { throw .wrongAudience }
    let audience = Array(claims[range])
    let list = JSONText.elements(audience) ?? [audience]
    guard list.count <= Self.audiencesMax else { throw .wrongAudience }
    var isMeant = false
    for element in list {
      guard let text = JSONText.string(element, 0..<element.count) else { throw .wrongAudience }
      if text.elementsEqual(terms.audience.utf8) { isMeant = true }
    }
    guard isMeant else { throw .wrongAudience }
  }

  /// A text as it is, or a whole number as it is written.
  private func user(_ claims: [UInt8]) throws(AuthenticationFailure) -> [UInt8] {
    guard let range = JSONText.member(terms.claim, of: claims) else { throw .noUser }
    let json = Array(claims[range])
    let isNumber = json.allSatisfy { (0x30...0x39).contains($0) }
    guard let user = isNumber ? json : JSONText.string(claims, range), UserText.isSound(user) else {
      throw .noUser
    }
    return user
  }
}
