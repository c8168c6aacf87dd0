/// The HMAC of a signer as plain words, so that a row which signs counts no reference. It is good as
/// long as its signer is.
@unsafe package struct BorrowedHMAC {
  private enum Kind: UInt8 { case sha256, sha384, sha512 }

  private let kind: Kind
  private let states: UnsafeMutableRawPointer
  package let byteCount: Int

  init?(_ engine: HMACEngine) {
    switch engine {
    case .md5, .sha1: return nil
    case .sha256(let state): unsafe (kind, states) = (.sha256, state.borrowed)
    case .sha384(let state): unsafe (kind, states) = (.sha384, state.borrowed)
    case .sha512(let state): unsafe (kind, states) = (.sha512, state.borrowed)
    }
    unsafe byteCount = engine.byteCount
  }

  /// Writes the tag of `message` to `output`, which has room for it.
  package func write(of message: Span<UInt8>, to output: UnsafeMutablePointer<UInt8>) {
    switch unsafe kind {
    case .sha256: unsafe HMACState<SHA256State>.write(states, of: message, to: output)
    case .sha384: unsafe HMACState<SHA384State>.write(states, of: message, to: output)
    case .sha512: unsafe HMACState<SHA512State>.write(states, of: message, to: output)
    }
  }
}
