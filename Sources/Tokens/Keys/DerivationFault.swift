/// Why a derivation step did not work.
public enum DerivationFault: Error, Sendable, Hashable, CaseIterable {
  case notHex, notBase64, notBase64URL, noSuchPiece, notAJSONObject, noSuchMember,
    memberIsNoString, tooLong

  /// The reason as the end of a sentence.
  var words: String {
    switch self {
    case .notHex: "what it is given is not hexadecimal text"
    case .notBase64: "what it is given is not base64 with padding"
    case .notBase64URL: "what it is given is not base64url without padding"
    case .noSuchPiece: "there is no such piece"
    case .notAJSONObject: "what it is given is not a JSON object"
    case .noSuchMember: "the JSON object has no such member"
    case .memberIsNoString: "the member is not a string"
    case .tooLong: "the result is too long"
    }
  }
}
