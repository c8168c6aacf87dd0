import Bytes
import Profiles
import Tokens

extension ArtifactRenderer {
  /// Makes the pieces of the row's container: the payload, the signature, the text.
  mutating func makePieces(
    _ container: ContainerProgram, of judge: borrowing Judge, _ token: TokenSource
  ) throws(Failure) {
    if case .pieces(let given) = token {
      pieces = given
      return
    }
    pieces = ContainerPieces()
    if let payload = container.payload {
      pieces.payload = Self.payload(payload.format, judge.claims)
      payload.encoding.append(pieces.payload, to: &pieces.encodedPayload)
    }
    let signed = try signedText(container, of: judge, token)
    switch token {
    case .text(let text):
      pieces.text = text
      pieces.signature = Array("{signature}".utf8)
      return
    case .signer(let signer):
      do throws(SigningError) {
        let raw = try signer.signature(of: signed, secretOffsets: secretOffsets)
        container.signatureEncoding.append(raw, to: &pieces.signature)
      } catch {
        throw .signing(error)
      }
    case .unsigned(let unsigned):
      container.signatureEncoding.append(unsigned.signature, to: &pieces.signature)
    case .pieces, .routed: preconditionFailure("A row has one source, and no pieces yet.")
    }
    var text: [UInt8] = []
    if let steps = container.text { try append(steps, of: judge, token, to: &text) }
    pieces.text = text
  }

  /// The text that is signed, without the secret: `secretOffsets` says where that stands.
  mutating func signedText(
    _ container: ContainerProgram, of judge: borrowing Judge, _ token: TokenSource
  ) throws(Failure) -> [UInt8] {
    secretOffsets.removeAll(keepingCapacity: true)
    var text: [UInt8] = []
    var isFirst = true
    for part in container.over {
      // A single text is needed as a whole.
      let isWhole = container.over.count == 1 || isComplete(part, judge)
      if !isWhole && container.absent == .omit { continue }
      if !isFirst { text += container.separator }
      isFirst = false
      if isWhole { try append(part, of: judge, token, to: &text) }
    }
    return text
  }

  /// The claims, which are canonical JSON, as one text.
  private static func payload(
    _ format: ContainerForm.Payload.Format, _ claims: [UInt8]
  ) -> [UInt8] {
    guard format == .query else { return claims }
    var query: [UInt8] = []
    for member in TokenReading.members(claims) {
      if !query.isEmpty { query.append(UInt8(ascii: "&")) }
      PercentEncoding.append(Array(member.name.utf8).span, to: &query)
      query.append(UInt8(ascii: "="))
      var value: [UInt8] = []
      if claims[member.value.lowerBound] == UInt8(ascii: "\"") {
        JSONReader.unescape(claims, literal: member.value, into: &value)
      } else {
        value += claims[member.value]
      }
      PercentEncoding.append(value.span, to: &query)
    }
    return query
  }
}
