/// Signing did not work, although the key was fine.
public enum SigningError: Error, Sendable, Hashable {
  /// OpenSSL failed, with its code.
  case providerFailed(code: UInt)

  /// What is wrong, in one sentence.
  public var message: String {
    switch self {
    case .providerFailed(let code):
      "OpenSSL could not sign (code \(String(code, radix: 16)))."
    }
  }

  /// What to do about it, in one sentence.
  public var help: String {
    "Check the installation of OpenSSL and its configuration file, and report this with the code."
  }
}
