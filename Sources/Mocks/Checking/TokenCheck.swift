import Bytes
import Profiles
import Provisioning
import Schemas
import Tokens

/// What a token says, once it was believed.
struct BelievedToken: Sendable {
  /// Canonical JSON.
  var claims: [UInt8]
  /// Until when it can come again.
  var end: NumericDate?
  /// Its `jti`, where the platform takes each once.
  var identifier: [UInt8]?
  var signature: [UInt8]
}

/// Holds tokens against what the profile says: header, signature, claims and times.
///
/// Of the profile's rules across claims it knows nothing, and of its steps from columns to claims
/// neither: it looks at what arrives.
struct TokenCheck: Sendable {
  /// Bytes that a token may have.
  static let tokenBytesMax = 64 * 1_024
  /// Seconds that a time of issue may lie ahead.
  static let leewaySeconds = 60

  private struct Claim: Sendable {
    /// Nil where a parameter that was not given names it.
    var wireName: [UInt8]?
    var name: String
    var schema: Schema
    var isRequired: Bool
    /// What the profile itself writes.
    var constant: [UInt8]?
  }

  private let algorithm: Algorithm
  private let header: [(name: [UInt8], value: [UInt8])]
  private let claims: [Claim]
  private let additional: Schema.Additional
  private let times: TokenTimes
  private let takesOnce: Bool
  private let opinion: SignatureOpinion

  init(
    _ profile: Profile, _ known: KnownValues, _ opinion: SignatureOpinion
  ) {
    algorithm = known.algorithm
    self.opinion = opinion
    var header: [(name: [UInt8], value: [UInt8])] = []
    for member in profile.token.header {
      guard let value = known.json(member.value) else { continue }
      header.append((Array(member.name.utf8), value))
    }
    self.header = header
    var claims: [Claim] = []
    for (index, property) in profile.claims.properties.enumerated() {
      let wireName = property.claimName.map { known.text($0) } ?? Array(property.name.utf8)
      claims.append(
        Claim(
          wireName: wireName, name: property.name, schema: property.schema,
          isRequired: profile.claims.required.contains(index),
          constant: Self.constant(property, known)))
    }
    self.claims = claims
    // A claim whose name is not known may be any that is not known.
    additional = claims.contains { $0.wireName == nil } ? .any : profile.claims.additional
    times = TokenTimes(profile, known)
    takesOnce = claims.contains { $0.wireName.map { $0.elementsEqual("jti".utf8) } ?? false }
  }

  private static func constant(_ property: Property, _ known: KnownValues) -> [UInt8]? {
    guard property.isFixed, property.when == nil, property.transforms.isEmpty,
      case .value(let template) = property.origin
    else { return nil }
    return known.json(template)
  }

  /// Judges one token.
  func judge(_ token: [UInt8], at now: NumericDate) async -> Result<BelievedToken, Refusal> {
    do throws(Refusal) {
      guard token.count <= Self.tokenBytesMax else {
        throw Refusal(.notAToken, "it has more than \(Self.tokenBytesMax) bytes")
      }
      let (reading, message) = TokenReading.read(token)
      guard let reading else { throw Refusal(.notAToken, message) }
      try checkHeader(reading.header)
      guard await opinion.isGood(token) else {
        throw Refusal(.signature, "the signature does not fit the key")
      }
      try checkClaims(reading.claims)
      let end = try times.check(reading.claims, at: now)
      var identifier: [UInt8]?
      if takesOnce { identifier = reading.claims.value(of: Array("jti".utf8)) }
      return .success(
        BelievedToken(
          claims: reading.claims, end: end, identifier: identifier, signature: reading.signature))
    } catch {
      return .failure(error)
    }
  }

  // MARK: Header

  private func checkHeader(_ json: [UInt8]) throws(Refusal) {
    let found = json.value(of: Array("alg".utf8)).map(ClaimText.plain)
    guard let found, found.elementsEqual(algorithm.rawValue.utf8) else {
      throw Refusal(.algorithm, "the header's alg is not \(algorithm.rawValue)")
    }
    for name in ["crit", "b64"] where json.value(of: Array(name.utf8)) != nil {
      throw Refusal(.header, "the header has \"\(name)\"")
    }
    for member in header where json.value(of: member.name) != member.value {
      let name = ClaimText.string(member.name)
      throw Refusal(.header, "the header's \"\(name)\" is not \(ClaimText.string(member.value))")
    }
  }

  // MARK: Claims

  private func checkClaims(_ json: [UInt8]) throws(Refusal) {
    var validator = SchemaValidator()
    for claim in claims {
      guard let wireName = claim.wireName else { continue }
      guard let value = json.value(of: wireName) else {
        if claim.isRequired { throw Refusal(.claims, "the claim \"\(claim.name)\" is missing") }
        continue
      }
      try Self.check(value, claim.schema, claim.name, &validator)
      if let constant = claim.constant, value != constant {
        throw Refusal(.claims, "the claim \"\(claim.name)\" is another than the profile's")
      }
    }
    if case .any = additional { return }
    for member in TokenReading.members(json) {
      let name = Array(member.name.utf8)
      guard !claims.contains(where: { $0.wireName == name }) else { continue }
      guard case .schema(let schema) = additional else {
        throw Refusal(.claims, "a claim is there that the profile does not know")
      }
      try Self.check(Array(json[member.value]), schema, "(unknown)", &validator)
    }
  }

  private static func check(
    _ value: [UInt8], _ schema: Schema, _ name: String, _ validator: inout SchemaValidator
  ) throws(Refusal) {
    var problem: (path: String, keyword: String)?
    validator.validate(value.span, schema) { violation in
      problem = problem ?? (violation.path, violation.keyword.rawValue)
    }
    guard let problem else { return }
    throw Refusal(
      .claims,
      "the claim \"\(name)\" breaks \(problem.keyword)"
        + (problem.path.isEmpty ? "" : " at \(problem.path)"))
  }
}

extension [UInt8] {
  /// The value of a member of the object that this canonical JSON is.
  func value(of name: [UInt8]) -> [UInt8]? {
    let text = self
    guard let range = JSONCursor.member(name.span, of: text.span, in: 0..<count) else { return nil }
    return Array(text[range])
  }
}
