package import Bytes
package import Findings
import Profiles
package import Tokens

/// Verifies artifacts against the profile that they should have come from: form, signature,
/// header, claims, rules and lifetime. Says everything that is wrong, not the first thing.
package struct TokenVerifier {
  /// Seconds by which two clocks may differ.
  package static let leewaySeconds = 60

  /// What was found out about one artifact.
  package struct Result: Sendable {
    package var findings: [Finding]
    package var expiresAt: NumericDate?
    package var bestBefore: NumericDate?
    package var isValid: Bool { !findings.contains { $0.severity == .error } }
  }

  private enum Engine {
    case token(Verifier)
    case text(TextVerifier)
  }

  let compiled: CompiledProfile
  private let engine: Engine
  var judge: Judge
  var renderer = ArtifactRenderer()
  var findings: [Finding] = []
  let beginnings: [Beginning]
  /// The header of the last token in which nothing was wrong.
  private var goodHeader: [UInt8] = []
  private var place = Finding.Place.row(0, line: 0)

  package init(_ compiled: CompiledProfile, key: VerificationKey) throws(SigningError) {
    self.compiled = compiled
    if let container = compiled.container {
      engine = .text(try TextVerifier(key: key, algorithm: container.algorithm))
    } else {
      engine = .token(try Verifier(key: key))
    }
    judge = Judge(compiled, isHeader: false)
    beginnings = Self.beginnings(compiled)
  }

  /// Verifies one artifact.
  ///
  /// - Parameters:
  ///   - artifact: its text, as it was issued.
  ///   - row: its number and line, for findings.
  ///   - now: the time against which its lifetime is held.
  package mutating func verify(
    _ artifact: [UInt8], row: Int, line: Int, now: NumericDate
  ) -> Result {
    findings = []
    place = .row(row, line: line)
    judge.setRow(row, line: line)
    var result = Result(findings: [])
    if let container = compiled.container {
      if verify(artifact, container) {
        (result.expiresAt, result.bestBefore) = checkLifetime(now)
      }
      return finished(result)
    }
    guard let token = findToken(artifact) else { return finished(result) }
    let (reading, message) = TokenReading.read(token)
    guard let reading else {
      report(.notAToken, "This is no token. \(message)")
      return finished(result)
    }
    // Tokens of one run have one header.
    if reading.header != goodHeader {
      let count = findings.count
      checkHeader(reading.header)
      if findings.count == count { goodHeader = reading.header }
    }
    checkSignature(token, reading)
    // Inputs first: rules may name them.
    var matcher = ArtifactMatcher(artifact, token: token)
    _ = matcher.match(compiled.artifact.steps)
    findings += judge.judge(inputs: matcher.captured.inputs)
    findings += judge.judge(claims: reading.claims)
    checkForm(artifact, .text(token))
    (result.expiresAt, result.bestBefore) = checkLifetime(now)
    return finished(result)
  }

  private func finished(_ result: Result) -> Result {
    var result = result
    result.findings = findings
    return result
  }

  mutating func report(
    _ code: FindingCode, _ message: String, severity: Severity = .error, help: String? = nil,
    claim: String? = nil
  ) {
    findings.append(
      Finding(code, severity, at: place, message, help: help, claim: claim))
  }

  // MARK: Form

  /// The token inside an artifact: the first run of token characters that has a JOSE header.
  private mutating func findToken(_ artifact: [UInt8]) -> [UInt8]? {
    if compiled.artifact.kind == .token { return artifact }
    if let token = TokenReading.find(in: artifact) { return token }
    if TokenReading.hasUnsecured(artifact) {
      report(
        .badSignature, "The token has no signature at all (alg none).",
        help: "Nobody should accept it; anybody can have made it.")
      return nil
    }
    report(
      .notAToken, "No token was found in this artifact.",
      help: "The artifact form is \"\(compiled.artifact.name)\"; choose another with --artifact.")
    return nil
  }

  /// Renders the artifact again around the token, and compares byte by byte.
  mutating func checkForm(_ artifact: [UInt8], _ token: ArtifactRenderer.TokenSource) {
    var expected: [UInt8] = []
    do {
      try renderer.append(compiled.artifact, of: judge, token: token, to: &expected)
    } catch {
      switch error {
      case .missing(let name): report(.wrongForm, "The artifact lacks the value of \"\(name)\".")
      case .tooLong(let bytes, let max):
        report(.artifactTooLong, "The artifact is \(bytes) characters long; at most \(max) work.")
      case .signing, .noKey: break
      }
      return
    }
    guard expected != artifact else { return }
    let same = zip(expected, artifact).prefix { $0 == $1 }.count
    let wanted = Excerpt.make(Array(expected[same...]).span)
    let found = Excerpt.make(Array(artifact[same...]).span)
    report(
      .wrongForm,
      "The artifact differs from the form \"\(compiled.artifact.name)\" at character \(same + 1): "
        + "it has \"\(found)\" where \"\(wanted)\" belongs.",
      help: "Look at the parameters of the run, such as the domain.")
  }

  // MARK: Header and signature

  private mutating func checkHeader(_ header: [UInt8]) {
    let found = TokenReading.members(header)
    let wanted = TokenReading.members(compiled.header)
    for member in wanted {
      let value = TokenReading.text(compiled.header, member.value)
      guard let other = found.first(where: { $0.name.utf8.elementsEqual(member.name.utf8) }) else {
        report(.badHeader, "The header lacks \"\(member.name)\", which should be \"\(value)\".")
        continue
      }
      let given = TokenReading.text(header, other.value)
      if given.utf8.elementsEqual(value.utf8) { continue }
      if member.name == "alg" {
        report(
          .wrongAlgorithm,
          "The header says alg \"\(Excerpt.make(Array(given.utf8).span))\"; this "
            + "profile and key use \(value).")
      } else {
        report(
          .badHeader,
          "The header's \"\(member.name)\" is "
            + "\"\(Excerpt.make(Array(given.utf8).span))\" and should be \"\(value)\".")
      }
    }
    for member in found where !wanted.contains(where: { $0.name == member.name }) {
      let isCritical = member.name == "crit" || member.name == "b64"
      report(
        .badHeader,
        "The header has \"\(Excerpt.make(Array(member.name.utf8).span))\", which the profile does "
          + "not have.", severity: isCritical ? .error : .warning)
    }
  }

  private mutating func checkSignature(_ token: [UInt8], _ reading: TokenReading) {
    guard case .token(let verifier) = engine else { return }
    let isGood = verifier.isValid(
      signature: reading.signature.span, of: token.span.extracting(reading.signingInput))
    if !isGood { reportSignature() }
  }

  /// Checks the signature of a container over the text that it is made of.
  mutating func checkSignature(_ signature: [UInt8], of text: [UInt8], secretOffsets: [Int]) {
    guard case .text(let verifier) = engine else { return }
    let isGood = verifier.isValid(
      signature: signature.span, of: text.span, secretOffsets: secretOffsets)
    if !isGood { reportSignature() }
  }

  private mutating func reportSignature() {
    report(
      .badSignature, "The signature does not fit the key.",
      help: "Either the key is another one, or the token was changed after it was signed.")
  }
}
