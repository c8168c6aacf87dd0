import Schemas

/// Answers of a platform as text.
extension Wording {
  /// `{ status: [200, 3xx], location: "…" }`: classes of codes where all of one are there.
  package func text(_ answer: DeliveryRule.Answer) -> String {
    var parts: [String] = []
    if !answer.statuses.isEmpty {
      parts.append("status: [\(Self.statuses(answer.statuses).joined(separator: ", "))]")
    }
    for (key, pattern) in [
      ("location", answer.location), ("locationNot", answer.locationNot), ("body", answer.body),
      ("bodyNot", answer.bodyNot),
    ] {
      if let pattern { parts.append("\(key): \(Self.quoted(pattern.source))") }
    }
    return "{ \(parts.joined(separator: ", ")) }"
  }

  /// Codes in their order, whole classes as one word.
  package static func statuses(_ codes: [Int]) -> [String] {
    var words: [String] = []
    var rest = codes.sorted()[...]
    while let code = rest.first {
      let hundred = code / 100 * 100
      if rest.prefix(100).elementsEqual(hundred...hundred + 99) {
        words.append("\(code / 100)xx")
        rest = rest.dropFirst(100)
      } else {
        words.append("\(code)")
        rest = rest.dropFirst()
      }
    }
    return words
  }
}
