import Bytes
import Findings
import Profiles
import Schemas

extension TokenVerifier {
  /// Verifies an artifact that holds a container. Returns whether its claims could be read.
  mutating func verify(_ artifact: [UInt8], _ container: ContainerProgram) -> Bool {
    guard let captured = captured(artifact, container) else { return false }
    var pieces = ContainerPieces()
    guard let signature = captured[.signature].flatMap(container.signatureEncoding.decoded) else {
      report(
        .notAToken, "The signature is not in \(container.signatureEncoding.rawValue).",
        help: "Look at the artifact form and the parameters of the run.")
      return false
    }
    pieces.signature = captured[.signature] ?? []
    guard let claims = claims(captured, container, &pieces) else {
      report(.notAToken, "The claims cannot be read from this artifact.")
      return false
    }
    findings += judge.judge(inputs: captured.inputs)
    findings += judge.deriveInputs()
    findings += judge.judge(claims: claims)
    check(artifact, container, pieces, signature)
    return true
  }

  /// What stands in the artifact, and in the container's text inside it.
  private mutating func captured(
    _ artifact: [UInt8], _ container: ContainerProgram
  ) -> ArtifactMatcher.Captured? {
    var matcher = ArtifactMatcher(artifact, token: [])
    guard matcher.match(compiled.artifact.steps), matcher.isAtEnd else {
      report(
        .notAToken, "The artifact does not have the form \"\(compiled.artifact.name)\".",
        help: "Choose another with --artifact, and look at the parameters of the run.")
      return nil
    }
    var captured = matcher.captured
    guard let text = captured[.text], let steps = container.text else { return captured }
    var inner = ArtifactMatcher(text, token: [])
    guard inner.match(steps), inner.isAtEnd else {
      report(.notAToken, "The token is not put together as the profile's container is.")
      return nil
    }
    captured.inputs += inner.captured.inputs
    captured.claims += inner.captured.claims
    captured.pieces += inner.captured.pieces
    return captured
  }

  /// The claims as canonical JSON: those of the payload, or those that stand apart.
  private func claims(
    _ captured: ArtifactMatcher.Captured, _ container: ContainerProgram,
    _ pieces: inout ContainerPieces
  ) -> [UInt8]? {
    guard let payload = container.payload else { return object(of: captured.claims) }
    if let encoded = captured[.encodedPayload] {
      guard let bytes = payload.encoding.decoded(encoded) else { return nil }
      pieces.payload = bytes
      pieces.encodedPayload = encoded
    } else if let bytes = captured[.payload] {
      pieces.payload = bytes
      payload.encoding.append(bytes, to: &pieces.encodedPayload)
    } else {
      return nil
    }
    switch payload.format {
    case .query: return object(ofQuery: pieces.payload)
    case .json:
      var json: [UInt8] = []
      var reader = JSONReader()
      guard (try? reader.readWhole(pieces.payload, into: &json)) != nil,
        json.first == UInt8(ascii: "{")
      else { return nil }
      return json
    }
  }

  private func object(of claims: [(index: Int, value: [UInt8], isJSON: Bool)]) -> [UInt8] {
    var json: [UInt8] = [UInt8(ascii: "{")]
    for program in compiled.claims {
      guard let found = claims.first(where: { $0.index == program.index }) else { continue }
      if json.count > 1 { json.append(UInt8(ascii: ",")) }
      json += program.prefix
      json += found.isJSON ? found.value : typed(found.value, program)
    }
    json.append(UInt8(ascii: "}"))
    return json
  }

  private func object(ofQuery query: [UInt8]) -> [UInt8]? {
    var json: [UInt8] = [UInt8(ascii: "{")]
    for pair in query.split(separator: UInt8(ascii: "&")) {
      guard let equals = pair.firstIndex(of: UInt8(ascii: "=")),
        let name = TextEncoding.percentEncode.decoded(Array(pair[..<equals])),
        let value = TextEncoding.percentEncode.decoded(Array(pair[(equals + 1)...]))
      else { return nil }
      if json.count > 1 { json.append(UInt8(ascii: ",")) }
      JSONWriter.appendString(name, to: &json)
      json.append(UInt8(ascii: ":"))
      let index = compiled.claimIndex(named: String(decoding: name, as: Unicode.UTF8.self))
      json += typed(value, index.map { compiled.claims[$0] })
    }
    json.append(UInt8(ascii: "}"))
    // Two members of one name are no object.
    var canonical: [UInt8] = []
    var reader = JSONReader()
    return (try? reader.readWhole(json, into: &canonical)) == nil ? nil : canonical
  }

  /// A text as JSON of the claim's type.
  private func typed(_ text: [UInt8], _ program: ValueProgram?) -> [UInt8] {
    var json: [UInt8] = []
    if let program, !program.types.contains(.string) {
      var reader = JSONReader()
      if (try? reader.readWhole(text, into: &json)) != nil { return json }
      json = []
    }
    JSONWriter.appendString(text, to: &json)
    return json
  }

  /// Makes the signed text and the artifact again, and compares.
  private mutating func check(
    _ artifact: [UInt8], _ container: ContainerProgram, _ given: ContainerPieces,
    _ signature: [UInt8]
  ) {
    var pieces = given
    do throws(ArtifactRenderer.Failure) {
      renderer.pieces = pieces
      let text = try renderer.signedText(container, of: judge, .pieces(pieces))
      checkSignature(signature, of: text, secretOffsets: renderer.secretOffsets)
      if let steps = container.text {
        var text: [UInt8] = []
        try renderer.append(steps, of: judge, .pieces(pieces), to: &text)
        pieces.text = text
      }
    } catch {
      if case .missing(let name) = error {
        report(.wrongForm, "The artifact lacks the value of \"\(name)\".")
      }
      return
    }
    checkForm(artifact, .pieces(pieces))
  }
}
