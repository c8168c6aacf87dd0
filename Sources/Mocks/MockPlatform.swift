import Bytes
import Findings
package import Profiles
package import Provisioning
import Tasks
package import Tokens

/// A platform made of a profile: it takes what the profile says, and remembers whom it was brought.
package final class MockPlatform: Sendable {
  package let name: String
  package let title: String
  package let algorithm: Algorithm
  package let routes: [MockRoute]
  package let memory = MockMemory()
  private let check: TokenCheck
  /// The ways down to what names a user.
  private let identity: [[[UInt8]]]
  private let secretClaims: [[UInt8]]

  /// - Parameters:
  ///   - options: parameters and the algorithm; the rest of it counts for nothing. Parameters that
  ///     the profile asks for may be missing: nothing is held against them.
  ///   - key: as it stands in its file; of a key pair either half.
  package init(
    _ profile: Profile, _ options: ProvisioningOptions, key: SecretBytes
  ) async throws(MockError) {
    guard profile.container == nil else { throw .noJWS(profile: profile.name) }
    let mistakes = ProfileCompiler.compile(profile, options).findings.filter {
      $0.severity == .error && $0.code != .missingParameter
    }
    guard mistakes.isEmpty, let algorithm = options.algorithm ?? profile.algorithms.first else {
      throw .parameters(mistakes)
    }
    let keyParts: [[UInt8]]
    do throws(KeyError) {
      keyParts = try KeyFindings.parts(of: key, profile.key)
    } catch {
      throw .key(error)
    }
    let known = KnownValues(
      profile, given: options.parameters, algorithm: algorithm, keyParts: keyParts)
    let opinion = try await SignatureOpinion(
      key, for: algorithm, derivation: profile.key.derivation)
    name = profile.name
    title = profile.title
    self.algorithm = algorithm
    routes = MockRoute.routes(profile, known)
    check = TokenCheck(profile, known, opinion)
    var identity: [[[UInt8]]] = []
    for reference in profile.identity where reference.scope == .claim {
      let property = profile.claims.properties[reference.index]
      let wireName = property.claimName.flatMap { known.text($0) } ?? Array(property.name.utf8)
      identity.append([wireName] + reference.members)
    }
    self.identity = identity
    secretClaims = profile.claims.properties.filter(\.holdsSecret).map { Array($0.name.utf8) }
  }

  /// The same for whoever may wait.
  package static func make(
    _ profile: Profile, _ options: ProvisioningOptions, key: SecretBytes
  ) throws(MockError) -> MockPlatform {
    // The options are copied apart: a closure that runs elsewhere takes no hold of the caller's.
    let options = options
    return try Waiting.forTask { () async -> Result<MockPlatform, MockError> in
      do throws(MockError) {
        return .success(try await MockPlatform(profile, options, key: key))
      } catch {
        return .failure(error)
      }
    }.get()
  }

  /// Judges what was presented and takes it in, or counts why not.
  ///
  /// - Returns: the user's name, nil where the claims name nobody; or the refusal.
  func take(_ presentation: Presentation, at now: NumericDate) async -> Result<[UInt8]?, Refusal> {
    let judged: Result<BelievedToken, Refusal>
    if let refusal = presentation.refusal {
      judged = .failure(refusal)
    } else if let token = presentation.token {
      judged = await check.judge(token, at: now)
    } else {
      judged = .failure(Refusal(.form, "there is no token"))
    }
    switch judged {
    case .failure(let refusal):
      memory.countRefusal(refusal.reason)
      return .failure(refusal)
    case .success(let believed):
      let name = userName(believed.claims)
      let user = name.map {
        MockUser(
          name: $0, claims: shown(believed.claims), accepted: 1, firstAt: now, lastAt: now)
      }
      let refusal = memory.takeIn(
        user, token: believed.identifier ?? believed.signature, isOnce: believed.identifier != nil,
        end: believed.end, at: now)
      return refusal.map { .failure($0) } ?? .success(name)
    }
  }

  /// The text of the first identity that the claims have.
  private func userName(_ claims: [UInt8]) -> [UInt8]? {
    for path in identity {
      var json: [UInt8]? = claims
      for name in path { json = json?.value(of: name) }
      guard let json, !json.elementsEqual("null".utf8) else { continue }
      let text = ClaimText.plain(json)
      if !text.isEmpty { return text }
    }
    return nil
  }

  /// The claims without those that are secret.
  private func shown(_ claims: [UInt8]) -> [UInt8] {
    var json: [UInt8] = []
    var members = JSONMembers(&json)
    for member in TokenReading.members(claims) {
      members.name(member.name, &json)
      let isSecret =
        secretClaims.contains { $0.elementsEqual(member.name.utf8) }
        || member.name.lowercased().contains("password")
      json += isSecret ? Array("\"<redacted>\"".utf8) : Array(claims[member.value])
    }
    members.close(&json)
    return json
  }
}
