import Bytes

/// One block of a PEM text (RFC 7468).
struct PEMBlock {
  enum Role {
    case privateKey, publicKey, certificate, openSSHPrivateKey
    /// Certificate requests, parameters and the like, which are passed over.
    case other
  }

  var role: Role
  /// Whether the block says that its content is encrypted.
  var isEncrypted: Bool
  /// The content; `nil` if it is damaged.
  var der: SecretBytes?
}

/// Finds the blocks of a PEM text as people copy it: with text around it, indentation, blank lines,
/// CR LF, missing line breaks, or line breaks written as `\n`.
enum PEMReader {
  static func hasBlock(_ text: Span<UInt8>) -> Bool { ASCII.find("-----BEGIN ", in: text) != nil }

  /// All blocks, in order. A block without its last line counts as damaged.
  static func blocks(_ text: Span<UInt8>) -> [PEMBlock] {
    var blocks: [PEMBlock] = []
    var index = 0
    while blocks.count < KeyLimits.blocksMax,
      let begin = ASCII.find("-----BEGIN ", in: text, from: index)
    {
      let labelStart = begin + 11
      guard let labelEnd = ASCII.find("-----", in: text, from: labelStart),
        labelEnd - labelStart <= KeyLimits.labelBytesMax
      else {
        blocks.append(PEMBlock(role: .other, isEncrypted: false, der: nil))
        return blocks
      }
      let label = text.extracting(labelStart..<labelEnd)
      let bodyStart = labelEnd + 5
      let end = ASCII.find("-----END ", in: text, from: bodyStart)
      let next = ASCII.find("-----BEGIN ", in: text, from: bodyStart)
      guard let end, end < next ?? text.count else {
        blocks.append(PEMBlock(role: role(label), isEncrypted: false, der: nil))
        index = bodyStart
        continue
      }
      blocks.append(block(label, text.extracting(bodyStart..<end)))
      index = end + 9
    }
    return blocks
  }

  private static func role(_ label: Span<UInt8>) -> PEMBlock.Role {
    if ASCII.areEqual(label, "OPENSSH PRIVATE KEY") { return .openSSHPrivateKey }
    if ASCII.find("PRIVATE KEY", in: label) != nil { return .privateKey }
    if ASCII.find("PUBLIC KEY", in: label) != nil { return .publicKey }
    if ASCII.find("REQUEST", in: label) != nil { return .other }
    return ASCII.find("CERTIFICATE", in: label) != nil ? .certificate : .other
  }

  private static func block(_ label: Span<UInt8>, _ body: Span<UInt8>) -> PEMBlock {
    var isEncrypted = ASCII.find("ENCRYPTED", in: label) != nil
    let der = SecretBytes.collect(capacity: body.count) { der in
      var letters: [UInt8] = []
      letters.reserveCapacity(body.count)
      defer { OpenSSLMemory.wipe(&letters) }
      var start = 0
      while start < body.count {
        var end = start
        while end < body.count && body[end] != 0x0A && body[end] != 0x0D { end += 1 }
        let line = body.extracting(start..<end)
        if ASCII.find(":", in: line) != nil {
          // The headers of RFC 1421, of which only the one about encryption is still in use.
          isEncrypted = isEncrypted || ASCII.find("ENCRYPTED", in: line) != nil
        } else {
          appendLetters(of: line, to: &letters)
        }
        start = end + 1
      }
      return !letters.isEmpty && Base64.decode(letters.span, into: &der)
    }
    return PEMBlock(role: role(label), isEncrypted: isEncrypted, der: der)
  }

  /// Leaves out white space, and line breaks that were written as `\n` or `\r`.
  private static func appendLetters(of line: Span<UInt8>, to letters: inout [UInt8]) {
    var index = 0
    while index < line.count {
      let byte = line[index]
      if byte == UInt8(ascii: "\\"), index + 1 < line.count,
        line[index + 1] == UInt8(ascii: "n") || line[index + 1] == UInt8(ascii: "r")
      {
        index += 2
        continue
      }
      if !ASCII.isSpace(byte) { letters.append(byte) }
      index += 1
    }
  }
}
