/// What the profile "bettermode" asks, as far as ASCII goes; other addresses get the same treatment by
/// bytes, which is enough for the generated batches (the driver compares what comes out).
func claims(of cells: [[UInt8]], _ issuedAt: Int, _ expiresAt: Int) -> Claims? {
  let sub = trimmed(cells[0][...])
  let name = trimmed(cells[1][...])
  let email = trimmed(cells[2][...])
  let picture = trimmed(cells[4][...])
  guard !sub.isEmpty, !name.isEmpty, isMail(email), picture.isEmpty || isWebURL(picture) else {
    return nil
  }
  var result = Claims(
    sub: text(sub), name: text(name), email: text(email), iat: issuedAt, exp: expiresAt)
  guard result.sub.utf16.count <= 50, result.email.utf16.count <= 200 else { return nil }
  if !cells[3].isEmpty { result.tagline = text(cells[3][...]) }
  if !picture.isEmpty { result.picture = text(picture) }
  if !cells[5].isEmpty {
    let pieces = cells[5].split(separator: 44, omittingEmptySubsequences: false).map(trimmed)
    let list = pieces.map(text)
    guard !pieces.contains(where: \.isEmpty), Set(list).count == list.count else { return nil }
    result.spaceIds = list
  }
  if !cells[6].isEmpty { result.team = text(cells[6][...]) }
  return result
}

func text(_ bytes: ArraySlice<UInt8>) -> String { String(decoding: bytes, as: UTF8.self) }

func trimmed(_ text: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
  func isBlank(_ byte: UInt8) -> Bool { byte == 32 || (9...13).contains(byte) }
  var text = text
  while let first = text.first, isBlank(first) { text.removeFirst() }
  while let last = text.last, isBlank(last) { text.removeLast() }
  return text
}

func isLetterOrDigit(_ byte: UInt8) -> Bool {
  (48...57).contains(byte) || (97...122).contains(byte | 0x20)
}

func isMail(_ text: ArraySlice<UInt8>) -> Bool {
  guard text.count <= 254, let at = text.firstIndex(of: 64), at > text.startIndex,
    at - text.startIndex <= 64
  else { return false }
  var isAfterAtom = false
  for byte in text[..<at] {
    if byte == 46 {
      guard isAfterAtom else { return false }
      isAfterAtom = false
    } else {
      guard isLetterOrDigit(byte) || byte >= 0x80 || "!#$%&'*+-/=?^_`{|}~".utf8.contains(byte)
      else { return false }
      isAfterAtom = true
    }
  }
  return isAfterAtom && isHost(text[(at + 1)...], labelsMin: 2)
}

func isHost(_ host: ArraySlice<UInt8>, labelsMin: Int) -> Bool {
  let labels = host.split(separator: 46, omittingEmptySubsequences: false)
  guard labels.count >= labelsMin, host.count <= 253, let last = labels.last?.first else {
    return false
  }
  return !(48...57).contains(last)
    && labels.allSatisfy { label in
      !label.isEmpty && label.count <= 63 && label.first != 45 && label.last != 45
        && label.allSatisfy { isLetterOrDigit($0) || $0 == 45 || $0 >= 0x80 }
    }
}

func isWebURL(_ text: ArraySlice<UInt8>) -> Bool {
  let schemes = ["https://", "http://"]
  guard let scheme = schemes.first(where: { text.starts(with: $0.utf8) }) else { return false }
  let rest = text.dropFirst(scheme.utf8.count)
  let end = rest.firstIndex { $0 == 47 || $0 == 63 || $0 == 35 } ?? rest.endIndex
  return isHost(rest[..<end], labelsMin: 1)
    && rest[end...].allSatisfy { $0 > 0x20 && $0 != 0x7F && !"\\\"'`<>".utf8.contains($0) }
}
