import Findings
import Tokens

/// What is said of the files and keys of authenticators. None of it shows what they hold.
enum CredentialWords {
  /// Findings that are told of one file.
  static let findingsMax = 20

  // MARK: Bearer tokens

  static func findings(
    _ problems: [(line: Int, BearerTokens.Problem)], file: String, at place: SourceLocation
  ) -> [Finding] {
    problems.prefix(findingsMax).map { line, problem in
      let (message, help) = words(problem)
      let code: FindingCode = problem == .token ? .clearSecret : .badCredentials
      return Finding(code, at: .source(place), "\(file):\(line): \(message)", help: help)
    }
  }

  static func words(_ problem: BearerTokens.Problem) -> (message: String, help: String) {
    switch problem {
    case .tooLarge:
      (
        "The file is larger than \(BearerTokens.fileBytesMax) bytes (fileBytesMax).",
        "Check that this is the file of tokens."
      )
    case .tooMany:
      (
        "There are more than \(BearerTokens.tokensMax) tokens (tokensMax).",
        "Let a service in front sign JWTs instead: jwt: …"
      )
    case .noLine:
      (
        "The line is no SHA-256 in hexadecimal, a blank and a user.",
        "muster serve token --user NAME --file FILE adds a line that is."
      )
    case .token:
      (
        "The token itself stands there, and its digest belongs there.",
        "Take the line out, and make another token with muster serve token: this one was seen."
      )
    case .user:
      (
        "The user is missing, too long (\(UserText.bytesMax) bytes, bytesMax), or has control "
          + "characters.", "Write the identity as the roster has it."
      )
    case .twice(let line):
      ("This is the token of line \(line).", "Take one of the two lines out.")
    case .empty:
      (
        "The file has no token, so nobody would be let in.",
        "muster serve token --user NAME --file FILE adds one."
      )
    }
  }

  // MARK: Keys

  static func finding(
    _ problem: KeySet.Problem, of token: UpstreamToken, at place: SourceLocation
  ) -> Finding {
    let (message, help): (String, String) =
      switch problem {
      case .tooLarge:
        (
          "The key set is larger than \(KeySet.fileBytesMax) bytes (fileBytesMax).",
          "Check that this is the set."
        )
      case .noSet:
        (
          "This is no JWK set: a JSON object with a list of objects in \"keys\", no member twice.",
          "Save what the issuer's jwks_uri answers; one key alone is given with key: { file: … }."
        )
      case .tooMany:
        ("The set has more than \(KeySet.keysMax) keys (keysMax).", "Keep those of the issuer.")
      case .sameID(let key):
        (
          "Key \(key) of the set has the \"kid\" of one before it, and the same algorithm.",
          "Take one of the two out."
        )
      case .badID(let key):
        (
          "The \"kid\" of key \(key) of the set is no text of at most \(KeySet.idBytesMax) bytes "
            + "(idBytesMax).", "Take the set anew from where it was made."
        )
      case .noneFits:
        (
          "No key fits \(list(token)).",
          "Look at the algorithms, and at \"use\" and \"alg\" of the keys."
        )
      case .key(let error): (error.message, error.help)
      }
    return Finding(.badCredentials, at: .source(place), message, help: help)
  }

  private static func list(_ token: UpstreamToken) -> String {
    token.algorithms.map(\.rawValue).joined(separator: ", ")
  }

  static func findings(
    _ doubts: [KeySet.Doubt], of token: UpstreamToken, at place: SourceLocation
  ) -> [Finding] {
    let isSet = if case .set = token.keys { true } else { false }
    return doubts.prefix(findingsMax).map { doubt in
      let what = isSet ? "Key \(doubt.place) of the set" : "The key"
      switch doubt.kind {
      case .unusable(let error):
        return Finding(
          .badCredentials, .warning, at: .source(place), "\(what) is left out: \(error.message)",
          help: error.help)
      case .isPrivate:
        return Finding(
          .exposed, .warning, at: .source(place),
          "\(what) is a private key, and its public half is enough to verify.",
          help: "Take the private half out: it is the issuer's alone.")
      case .short:
        return Finding(
          .weakKey, .warning, at: .source(place),
          "\(what) is a secret shorter than its digest (RFC 7518, 3.2): who guesses it is everybody.",
          help: "Agree on a longer one with the issuer: muster key new --algorithm HS256.")
      case .placeholder:
        return Finding(
          .weakKey, at: .source(place),
          "\(what) is the placeholder of an example, which everybody knows.",
          help: "Agree on a secret with the issuer: muster key new --algorithm HS256.")
      }
    }
  }
}
