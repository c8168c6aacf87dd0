package import Bytes
package import Findings
package import Jobs
import Tokens

/// An authenticator with what it knows people by. It may be used from any number of threads.
package final class LoadedAuthenticator: Sendable {
  fileprivate enum Way: Sendable {
    case bearer(BearerTokens)
    case header(name: String, proxies: [AddressRange])
    case jwt(UpstreamVerifier)
  }

  package let name: String
  private let way: Way

  fileprivate init(_ name: String, _ way: Way) {
    self.name = name
    self.way = way
  }

  /// Who is asking.
  ///
  /// - Parameters:
  ///   - facts: what the request says.
  ///   - now: the time at which a token has to hold.
  /// - Returns: the user's text in UTF-8, to be looked up in a roster; or why nobody is let in, which is
  ///   not for whoever asked.
  package func authenticate(
    _ facts: RequestFacts, at now: NumericDate
  ) -> Result<[UInt8], AuthenticationFailure> {
    do throws(AuthenticationFailure) {
      switch way {
      case .bearer(let tokens):
        let token = try facts.bearer(bytesMax: BearerTokens.tokenBytesMax)
        guard let user = tokens.user(of: token) else { throw .unknownToken }
        return .success(user)
      case .header(let name, let proxies):
        return .success(try Self.user(facts, header: name, proxies))
      case .jwt(let verifier):
        let most = UpstreamVerifier.tokenBytesMax
        let token =
          if let cookie = verifier.terms.cookie {
            try facts.cookie(cookie, bytesMax: most)
          } else {
            try facts.bearer(bytesMax: most)
          }
        return .success(try verifier.user(of: token, at: now))
      }
    } catch {
      return .failure(error)
    }
  }

  private static func user(
    _ facts: RequestFacts, header: String, _ proxies: [AddressRange]
  ) throws(AuthenticationFailure) -> [UInt8] {
    // Told apart from no header at all: who sends it from elsewhere tries something.
    guard let user = try facts.header(header) else { throw .missing }
    guard let peer = facts.peer, proxies.contains(where: { $0.contains(peer) }) else {
      throw .untrustedPeer
    }
    guard UserText.isSound(user) else { throw .noUser }
    return user
  }
}

// MARK: Loading

extension Authenticator {
  /// What has to be read before anybody can be let in; nil for a header.
  package enum Material: Sendable {
    /// A file that is no secret, as it is written.
    case file(String)
    case secret(Job.Secret)
  }

  /// The largest file that is read.
  package static let materialBytesMax = BearerTokens.fileBytesMax

  /// Whether the file is for the server's eyes: it names users, or is a secret.
  package var isKeptPrivate: Bool {
    switch kind {
    case .bearer: true
    case .header: false
    case .jwt(let token): token.algorithms.contains { $0.keyKind == .secret }
    }
  }

  package var material: Material? {
    switch kind {
    case .bearer(let file): .file(file)
    case .header: nil
    case .jwt(let token):
      switch token.keys {
      case .set(let file): .file(file)
      case .key(let secret): .secret(secret)
      }
    }
  }

  /// Reads what an authenticator knows people by.
  ///
  /// - Parameter material: the bytes of ``material``; none for a header.
  /// - Returns: nil where a finding is an error. Findings stand at the authenticator's place, name lines
  ///   of its file and show nothing of them.
  package func load(
    _ material: [UInt8]
  ) -> (authenticator: LoadedAuthenticator?, findings: [Finding]) {
    switch kind {
    case .bearer(let file):
      let (tokens, problems) = BearerTokens.read(material)
      let findings = CredentialWords.findings(problems, file: file, at: location)
      return (problems.isEmpty ? .init(name, .bearer(tokens)) : nil, findings)
    case .header(let header, let proxies):
      return (.init(name, .header(name: header, proxies: proxies)), [])
    // What is wrong with the algorithms, reading has said.
    case .jwt(let token) where token.algorithms.isEmpty: return (nil, [])
    case .jwt(let token):
      do throws(KeySet.Problem) {
        let keys: KeySet
        switch token.keys {
        case .set: keys = try KeySet(set: material, for: token.algorithms)
        case .key: keys = try KeySet(key: SecretBytes(material), for: token.algorithms)
        }
        let findings = CredentialWords.findings(keys.doubts, of: token, at: location)
        let isUsable = !findings.contains { $0.severity == .error }
        let verifier = UpstreamVerifier(terms: token, keys: keys)
        return (isUsable ? .init(name, .jwt(verifier)) : nil, findings)
      } catch {
        return (nil, [CredentialWords.finding(error, of: token, at: location)])
      }
    }
  }
}
