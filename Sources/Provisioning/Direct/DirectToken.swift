import Bytes
import CScan
import Tokens

/// Writes tokens straight into an output: the claims are encoded in place, and the signature of that
/// text is put behind it.
@safe final class DirectToken {
  /// No signature is longer: RSA with 16,384 bits.
  private static let signatureBytesMax = 2_048

  private let header: UnsafeMutablePointer<UInt8>
  private let headerPrefixCount: Int
  private let signer: Signer?
  private let hmac: BorrowedHMAC?
  private var rawSignature: [UInt8] = []
  /// Letters of a signature that is not made, where nothing signs.
  private let signatureCount: Int
  private let signature: UnsafeMutablePointer<UInt8>

  /// - Returns: nil where tokens come from elsewhere.
  init?(_ source: ArtifactRenderer.TokenSource) {
    let headerPrefix: [UInt8]
    switch source {
    case .signer(let token):
      guard let parts = token.parts else { return nil }
      (signer, headerPrefix) = parts
      unsafe hmac = parts.signer.borrowedHMAC
      signatureCount = Base64URL.encodedCount(parts.signer.signatureByteCount)
    case .unsigned(let token):
      signer = nil
      unsafe hmac = nil
      headerPrefix = token.headerPrefix
      signatureCount = token.signatureCharacters
    // Rows with keys of their own are the judge's: few platforms want that, and few rows have it.
    case .text, .pieces, .routed: return nil
    }
    let slack = scan_slack
    headerPrefixCount = headerPrefix.count
    unsafe header = .allocate(capacity: headerPrefix.count + slack)
    for (index, byte) in headerPrefix.enumerated() { unsafe header[index] = byte }
    unsafe signature = .allocate(capacity: Self.signatureBytesMax + slack)
  }

  deinit {
    unsafe signature.deallocate()
    unsafe header.deallocate()
  }

  /// The most bytes that a token of so many claims takes.
  func countMax(_ claimCount: Int) -> Int {
    headerPrefixCount + Base64URL.encodedCount(claimCount) + signatureCount + 1
  }

  /// Writes the token of the claims, which are canonical JSON, and returns its length.
  func write(
    _ claims: UnsafePointer<UInt8>, _ count: Int, to output: UnsafeMutablePointer<UInt8>
  ) throws(SigningError) -> Int {
    var end = headerPrefixCount
    unsafe scan_copy(output, header, end)
    end += unsafe scan_base64url(output + end, claims, count)
    let signingInput = unsafe UnsafeBufferPointer(start: output, count: end).span
    unsafe output[end] = UInt8(ascii: ".")
    end += 1
    if let hmac = unsafe hmac {
      unsafe hmac.write(of: signingInput, to: signature)
      return unsafe end + scan_base64url(output + end, signature, hmac.byteCount)
    }
    guard let signer else {
      for step in 0..<signatureCount { unsafe output[end + step] = UInt8(ascii: "A") }
      return end + signatureCount
    }
    try signer.sign(signingInput, into: &rawSignature)
    precondition(rawSignature.count <= Self.signatureBytesMax, "A signature needs its room.")
    for index in rawSignature.indices { unsafe signature[index] = rawSignature[index] }
    return unsafe end + scan_base64url(output + end, signature, rawSignature.count)
  }
}
