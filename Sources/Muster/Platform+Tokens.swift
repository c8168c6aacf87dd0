import BundledProfiles
public import Bytes
import Findings
import Profiles
import Provisioning
import Tokens

extension Platform {
  /// Verifies an artifact: form, signature, header, claims, rules and lifetime.
  ///
  /// - Parameters:
  ///   - artifact: its text, as it was issued.
  ///   - now: the time against which its lifetime is held.
  /// - Throws: ``PlatformError/noKey`` and ``PlatformError/signing(_:)``; what is wrong with the
  ///   artifact is in the result.
  public func verify(
    _ artifact: String, at now: NumericDate
  ) throws(PlatformError) -> Verification {
    guard let verificationKey else { throw .noKey }
    do {
      var verifier = try TokenVerifier(compiled, key: verificationKey)
      let result = verifier.verify(Array(artifact.utf8), row: 1, line: 1, now: now)
      return Verification(
        findings: result.findings, expiresAt: result.expiresAt, bestBefore: result.bestBefore)
    } catch {
      throw .signing(error)
    }
  }

  /// Says what the first token in a text says, held against this platform's profile.
  ///
  /// - Throws: ``PlatformError/notAToken(reason:)``
  public func explain(
    _ text: String, at now: NumericDate
  ) throws(PlatformError) -> Explanation {
    try Self.explain(text, compiled.profile, now)
  }

  /// Says what the first token in a text says. Nothing is verified, and no key is needed.
  ///
  /// - Throws: ``PlatformError/notAToken(reason:)``
  public static func explain(
    _ text: String, at now: NumericDate
  ) throws(PlatformError) -> Explanation {
    try explain(text, nil, now)
  }

  private static func explain(
    _ text: String, _ profile: Profile?, _ now: NumericDate
  ) throws(PlatformError) -> Explanation {
    guard let token = TokenReading.find(in: Array(text.utf8)) else {
      throw .notAToken(reason: "No token was found in this text.")
    }
    let (explainer, message) = TokenExplainer.explain(token, profile: profile, now: now)
    guard let explainer else { throw .notAToken(reason: message) }
    return Explanation(
      header: explainer.header.map(Explanation.Line.init),
      claims: explainer.claims.map(Explanation.Line.init), notes: explainer.notes)
  }
}

extension Explanation.Line {
  fileprivate init(_ line: TokenExplainer.Line) {
    self.init(name: line.name, value: line.value, note: line.note)
  }
}
