/// What a redirect leads to.
package enum RedirectTarget: Sendable, Hashable {
  /// The same scheme, host and port.
  case sameOrigin(DeliveryURL)
  /// Another place, or a text that readers take differently; never followed.
  case elsewhere
}

extension DeliveryURL {
  /// Resolves a `Location` as a browser does (WHATWG URL, 4.4: backslashes are slashes, any number of
  /// them stands before a host, a scheme without slashes is this URL's own), and gives up on whatever
  /// is unusual.
  package func resolve(location: [UInt8]) -> RedirectTarget {
    guard location.count <= Self.bytesMax else { return .elsewhere }
    var text = Self.cleaned(location)
    guard let text = Self.withoutScheme(&text, of: origin.scheme) else { return .elsewhere }
    guard text.allSatisfy(Self.isURLByte) else { return .elsewhere }
    do throws(DeliveryURLProblem) {
      let slashes = text.prefix { $0 == UInt8(ascii: "/") }.count
      if slashes >= 2 {
        let rest = text.dropFirst(slashes)
        let authority = rest.prefix { !"/?#".utf8.contains($0) }
        guard try Self.origin(origin.scheme, authority) == origin else { return .elsewhere }
        return .sameOrigin(
          DeliveryURL(origin: origin, target: try Self.target(rest.dropFirst(authority.count))))
      }
      return .sameOrigin(DeliveryURL(origin: origin, target: try resolvedTarget(text, slashes)))
    } catch {
      return .elsewhere
    }
  }

  /// Without what browsers leave out, and with slashes in place of backslashes before the query.
  private static func cleaned(_ location: [UInt8]) -> ArraySlice<UInt8> {
    var text = location[...]
    while let first = text.first, first <= 0x20 { text.removeFirst() }
    while let last = text.last, last <= 0x20 { text.removeLast() }
    text.removeAll { $0 == 0x09 || $0 == 0x0A || $0 == 0x0D }
    let end = text.firstIndex { $0 == UInt8(ascii: "?") || $0 == UInt8(ascii: "#") }
    for index in text.startIndex..<(end ?? text.endIndex)
    where text[index] == UInt8(ascii: "\\") {
      text[index] = UInt8(ascii: "/")
    }
    return text
  }

  /// What stands behind the scheme, or all of it where there is none; nil for another scheme.
  private static func withoutScheme(
    _ text: inout ArraySlice<UInt8>, of scheme: DeliveryOrigin.Scheme
  ) -> ArraySlice<UInt8>? {
    guard let colon = text.firstIndex(of: UInt8(ascii: ":")) else { return text }
    let name = text[..<colon].map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }
    let isScheme =
      (name.first.map { (0x61...0x7A).contains($0) } ?? false)
      && name.allSatisfy {
        (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || "+-.".utf8.contains($0)
      }
    guard isScheme else { return text }
    guard name.elementsEqual(scheme.rawValue.utf8) else { return nil }
    return text[(colon + 1)...]
  }

  private func resolvedTarget(
    _ text: ArraySlice<UInt8>, _ slashes: Int
  ) throws(DeliveryURLProblem) -> String {
    let own = Array(target.utf8)
    let ownPath = own.prefix { $0 != UInt8(ascii: "?") }
    let path = text.prefix { $0 != UInt8(ascii: "?") && $0 != UInt8(ascii: "#") }
    let rest = text.dropFirst(path.count)
    if path.isEmpty {
      // Only a query, or only a fragment, or nothing.
      if rest.first == UInt8(ascii: "?") { return try Self.target((ownPath + Array(rest))[...]) }
      return target
    }
    var whole = Array(path)
    if slashes == 0 {
      let folder = ownPath.lastIndex(of: UInt8(ascii: "/")).map { ownPath[...$0] } ?? []
      whole = Array(folder) + whole
    }
    return try Self.target((Self.withoutDots(whole) + Array(rest))[...])
  }

  /// Takes `.` and `..` out of a path, also where they are encoded.
  private static func withoutDots(_ path: [UInt8]) -> [UInt8] {
    var kept: [ArraySlice<UInt8>] = []
    let segments = path.dropFirst().split(
      separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
    for (index, segment) in segments.enumerated() {
      let word = String(decoding: segment, as: UTF8.self).lowercased()
        .split(separator: "%2e", omittingEmptySubsequences: false).joined(separator: ".")
      let isLast = index == segments.count - 1
      switch word {
      case ".": if isLast { kept.append([]) }
      case "..":
        _ = kept.popLast()
        if isLast { kept.append([]) }
      default: kept.append(segment)
      }
    }
    return kept.reduce(into: []) { $0 += [UInt8(ascii: "/")] + Array($1) }
  }
}
