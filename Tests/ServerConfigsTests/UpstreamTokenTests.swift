import Bytes
import Findings
import Foundation
import Jobs
import TestKit
import Testing
import Tokens

@testable import ServerConfigs

/// JWTs of two other implementations, and hostile ones: `scripts/vectors/upstream_jwt.py` made them.
struct UpstreamVectors: Decodable {
  struct Case: Decodable, Sendable, CustomTestStringConvertible {
    var name: String
    var by: String
    var terms: String
    var token: String
    var expected: String

    var testDescription: String { "\(by): \(name) (\(terms))" }
  }

  struct Keys: Decodable { var keys: [[String: String]] }

  var now: Int
  var jwks: Keys
  var pem: String
  var secret: String
  var cases: [Case]

  static let all: UpstreamVectors? = {
    let path = "\(checkoutRoot)/Tests/Vectors/upstream-jwt.json"
    return try? JSONDecoder().decode(UpstreamVectors.self, from: Data(fileBytes(path)))
  }()

  var setText: [UInt8] {
    Array((try? JSONEncoder().encode(["keys": jwks.keys])) ?? Data())
  }
}

/// An authenticator for the JWTs of the vectors.
func upstream(
  _ algorithms: [Algorithm], isSet: Bool, claim: String = "sub", cookie: String? = nil
) -> Authenticator {
  var token = UpstreamToken(
    keys: isSet ? .set(file: "keys.json") : .key(.file("issuer.key")), algorithms: algorithms,
    issuer: "https://id.example.com", audience: "muster", claim: claim)
  token.cookie = cookie
  return Authenticator(
    name: "intranet", kind: .jwt(token),
    location: SourceLocation(file: "server.yaml", line: 1, column: 1))
}

/// What came of it, in the words of the vectors.
func words(_ result: Result<[UInt8], AuthenticationFailure>) -> String {
  switch result {
  case .success(let user): "user:" + String(decoding: user, as: UTF8.self)
  case .failure(let failure): failure.rawValue
  }
}

@Suite struct UpstreamTokenTests {
  static func loaded(_ terms: String) throws -> LoadedAuthenticator {
    let vectors = try #require(UpstreamVectors.all)
    let set: [Algorithm] = [.rs256, .ps256, .es256, .edDSA]
    let (authenticator, material) =
      switch terms {
      case "pem": (upstream([.rs256, .ps256], isSet: false), Array(vectors.pem.utf8))
      case "secret": (upstream([.hs256], isSet: false), Array(vectors.secret.utf8))
      case "uid": (upstream(set, isSet: true, claim: "uid"), vectors.setText)
      default: (upstream(set, isSet: true), vectors.setText)
      }
    let (loaded, findings) = authenticator.load(material)
    #expect(findings == [])
    return try #require(loaded)
  }

  private func bearer(_ token: String) -> RequestFacts {
    RequestFacts(peer: "192.0.2.1") { name in
      name.lowercased() == "authorization" ? ["Bearer \(token)"] : []
    }
  }

  @Test func thereAreVectorsOfBothImplementationsAndHostileOnes() {
    let cases = UpstreamVectors.all?.cases ?? []
    #expect(cases.count >= 140)
    #expect(Set(cases.map(\.by)) == ["PyJWT", "joserfc", "hand"])
    #expect(cases.filter { !$0.expected.hasPrefix("user:") }.count >= 115)
  }

  @Test(arguments: UpstreamVectors.all?.cases ?? [])
  func takesWhatHoldsAndRefusesTheRest(vector: UpstreamVectors.Case) throws {
    let now = NumericDate(secondsSinceEpoch: try #require(UpstreamVectors.all).now)
    let loaded = try Self.loaded(vector.terms)
    #expect(words(loaded.authenticate(bearer(vector.token), at: now)) == vector.expected)
  }

  /// Each byte of a good token counts.
  @Test func refusesATokenWithAnyByteChanged() throws {
    let vectors = try #require(UpstreamVectors.all)
    let loaded = try Self.loaded("set")
    let now = NumericDate(secondsSinceEpoch: vectors.now)
    let token = try #require(vectors.cases.first { $0.name == "ES256" && $0.by == "PyJWT" }).token
    let bytes = Array(token.utf8)
    #expect(words(loaded.authenticate(bearer(token), at: now)) == "user:00042")
    for index in bytes.indices {
      var changed = bytes
      changed[index] = bytes[index] == UInt8(ascii: "A") ? UInt8(ascii: "B") : UInt8(ascii: "A")
      let text = String(decoding: changed, as: UTF8.self)
      #expect(
        !words(loaded.authenticate(bearer(text), at: now)).hasPrefix("user:"), "byte \(index)")
      let shorter = String(decoding: bytes[..<index], as: UTF8.self)
      #expect(!words(loaded.authenticate(bearer(shorter), at: now)).hasPrefix("user:"))
    }
  }

  @Test(arguments: [
    (["session=TOKEN"], "user:00042"), (["a=b; session=TOKEN; c=d"], "user:00042"),
    (["a=b", "session=TOKEN"], "user:00042"),
    (["session=TOKEN; session=TOKEN"], "several-credentials"),
    (["session=TOKEN", "session=x"], "several-credentials"), ([], "no-credentials"),
    (["Session=TOKEN"], "no-credentials"), (["session="], "no-credentials"),
    (["session=\"TOKEN\""], "malformed"), (["xsession=TOKEN"], "no-credentials"),
    (["session=TOKENx"], "bad-signature"),
    ([String(repeating: "a=b;", count: 300)], "too-long"),
    (["session=" + String(repeating: "x", count: 9_000)], "too-long"),
  ])
  func readsOneCookie(fields: [String], expected: String) throws {
    let vectors = try #require(UpstreamVectors.all)
    let (found, _) = upstream([.es256], isSet: true, cookie: "session").load(vectors.setText)
    let loaded = try #require(found)
    let token = try #require(vectors.cases.first { $0.name == "ES256" && $0.by == "PyJWT" }).token
    let facts = RequestFacts(peer: "192.0.2.1") { name in
      // A bearer token is not what is asked for here.
      name.lowercased() == "cookie"
        ? fields.map { $0.replacingOccurrences(of: "TOKEN", with: token) } : ["Bearer \(token)"]
    }
    let now = NumericDate(secondsSinceEpoch: vectors.now)
    let outcome = words(loaded.authenticate(facts, at: now))
    // A letter behind a signature of 64 bytes makes it longer, or no base64url.
    #expect(outcome == expected || (expected == "bad-signature" && outcome == "malformed"))
  }

  // MARK: Keys

  private func codes(_ authenticator: Authenticator, _ material: String) -> [String] {
    let (loaded, findings) = authenticator.load(Array(material.utf8))
    #expect((loaded == nil) == findings.contains { $0.severity == .error })
    for finding in findings { #expect(finding.help != nil) }
    return findings.map { "\($0.severity.rawValue) \($0.code.rawValue)" }
  }

  @Test func refusesFilesThatAreNoSetOfKeysThatFit() throws {
    let vectors = try #require(UpstreamVectors.all)
    let set = upstream([.rs256], isSet: true)
    let bad = ["error bad-credentials"]
    for text in [
      "", "{}", "[]", "{\"keys\":{}}", "{\"keys\":[1]}", "{\"keys\":[]}",
      "{\"keys\":[],\"keys\":[]}", vectors.pem, "{\"keys\":[{\"kty\":\"oct\",\"k\":\"AAAA\"}]}",
      "{\"keys\":[" + String(repeating: "{},", count: 64) + "{}]}",
      "{\"keys\":[]" + String(repeating: " ", count: 300_000) + "}",
    ] { #expect(codes(set, text) == bad, "\(text.prefix(40))") }
    #expect(
      codes(upstream([.es384], isSet: true), String(decoding: vectors.setText, as: UTF8.self))
        == bad)
    let rsa = try #require(vectors.jwks.keys.first { $0["kid"] == "rsa-2" })
    func text(_ keys: [[String: Any]]) throws -> String {
      String(decoding: try JSONSerialization.data(withJSONObject: ["keys": keys]), as: UTF8.self)
    }
    #expect(codes(set, try text([rsa])) == [])
    #expect(codes(set, try text([rsa, rsa])) == bad)
    var long: [String: Any] = rsa
    long["kid"] = String(repeating: "x", count: 257)
    #expect(codes(set, try text([long])) == bad)
    long["kid"] = 7
    #expect(codes(set, try text([long])) == bad)
    // A broken key beside a good one is left out, and said.
    #expect(
      codes(set, try text([rsa, ["kty": "RSA", "kid": "x", "n": "AQAB", "e": "AQAB"]]))
        == ["warning bad-credentials"])
  }

  @Test func weighsSecrets() {
    let one = upstream([.hs256], isSet: false)
    #expect(codes(one, "a test-only secret of more than thirty-two bytes") == [])
    #expect(codes(one, "short") == ["warning weak-key"])
    #expect(codes(one, "changeme") == ["error weak-key", "warning weak-key"])
    #expect(codes(one, "") == ["error bad-credentials"])
    #expect(codes(one, UpstreamVectors.all?.pem ?? "") == ["error bad-credentials"])
    let set = "{\"keys\":[{\"kty\":\"oct\",\"k\":\"c2hvcnQ\"}]}"
    #expect(codes(upstream([.hs256], isSet: true), set) == ["warning weak-key"])
  }
}
