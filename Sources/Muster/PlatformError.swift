public import Findings
public import Tokens

/// Why a platform could not be made, or a record not be issued. No case carries a secret.
public enum PlatformError: Error, Sendable {
  /// There is no built-in profile of this name.
  case unknownProfile(name: String)
  /// The profile is not usable; the findings say why, each at its place.
  case profile([Finding])
  /// The choices do not fit the profile.
  case choices([Finding])
  /// The key material does not fit the algorithm.
  case key(KeyError)
  /// Issuing or verifying was asked for, and the platform was made without the key for it.
  case noKey
  /// The record is not accepted, or held back because of an effect that is not allowed.
  case refused(Judgement)
  /// OpenSSL failed.
  case signing(SigningError)
  /// The text holds no token.
  case notAToken(reason: String)

  /// What is wrong, in one sentence.
  public var message: String {
    switch self {
    case .unknownProfile(let name):
      let near = nearest(name, in: Platform.profileNames).map { " Did you mean \"\($0)\"?" } ?? ""
      return "There is no built-in profile \"\(name)\".\(near)"
    case .profile(let findings), .choices(let findings): return Self.first(findings)
    case .key(let error): return error.message
    case .noKey: return "The platform was made without the key that this needs."
    case .refused(let judgement): return Self.first(judgement.findings)
    case .signing(let error): return error.message
    case .notAToken(let reason): return reason
    }
  }

  /// The first error, or the first finding, in one sentence.
  private static func first(_ findings: [Finding]) -> String {
    let finding = findings.first { $0.severity == .error } ?? findings.first
    return finding?.message ?? "It is refused."
  }
}
