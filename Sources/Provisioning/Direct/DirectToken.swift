import Bytes
import CScan
import Tokens

/// Writes tokens straight into an output: the claims are encoded in place, and the signature of that
/// text is put behind it.
@safe final class DirectToken {
  /// No signature is longer: RSA with 16,384 bits.
  private static let signatureBytesMax = 2_048

  private let headerPrefix: [UInt8]
  private let signer: Signer?
  /// Letters of a signature that is not made, where nothing signs.
  private let signatureCount: Int
  private let signature: UnsafeMutablePointer<UInt8>

  /// - Returns: nil where tokens come from elsewhere.
  init?(_ source: ArtifactRenderer.TokenSource) {
    switch source {
    case .signer(let token):
      guard let parts = token.parts else { return nil }
      (signer, headerPrefix) = parts
      signatureCount = Base64URL.encodedCount(parts.signer.signatureByteCount)
    case .unsigned(let token):
      signer = nil
      headerPrefix = token.headerPrefix
      signatureCount = token.signatureCharacters
    case .text, .pieces: return nil
    }
    let slack = scan_slack
    unsafe signature = .allocate(capacity: Self.signatureBytesMax + slack)
  }

  deinit { unsafe signature.deallocate() }

  /// The most bytes that a token of so many claims takes.
  func countMax(_ claimCount: Int) -> Int {
    headerPrefix.count + Base64URL.encodedCount(claimCount) + signatureCount + 1
  }

  /// Writes the token of the claims, which are canonical JSON, and returns its length.
  func write(
    _ claims: UnsafePointer<UInt8>, _ count: Int, to output: UnsafeMutablePointer<UInt8>
  ) throws(SigningError) -> Int {
    var end = 0
    while end < headerPrefix.count {
      unsafe output[end] = headerPrefix[end]
      end += 1
    }
    end += unsafe Int(scan_base64url(output + end, claims, count))
    guard let signer else {
      unsafe output[end] = UInt8(ascii: ".")
      for step in 0..<signatureCount { unsafe output[end + 1 + step] = UInt8(ascii: "A") }
      return end + 1 + signatureCount
    }
    let signingInput = unsafe UnsafeBufferPointer(start: output, count: end).span
    let count = unsafe try signer.sign(signingInput, to: signature, room: Self.signatureBytesMax)
    unsafe output[end] = UInt8(ascii: ".")
    return unsafe end + 1 + Int(scan_base64url(output + end + 1, signature, count))
  }
}
