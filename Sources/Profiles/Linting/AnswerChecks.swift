import Findings

/// Checks which answers mean that a token was taken: that errors do not, and that each can come.
struct AnswerChecks {
  let context: DecodingContext
  let profile: Profile

  func run(_ root: YAMLNode) {
    guard let node = root["delivery"], profile.delivery != nil else { return }
    if profile.identity.isEmpty {
      context.report(
        .contradiction, .warning, at: node.location,
        "Nothing names a user, so nobody can be told from another when a delivery goes on.",
        help: "Give the profile an `identity`.")
    }
    for answer in node["success"]?.asSequence ?? [] {
      guard !context.hasErrors(within: answer),
        let reader = MappingReader(answer, ProfileFormat.answer, DecodingContext())
      else { continue }
      let statuses = DeliveryDecoder(context: DecodingContext(), names: Names(documents: []))
        .statuses(reader)
      checkErrors(reader, statuses)
      checkLocation(reader, statuses)
      checkOpposites(reader)
    }
  }

  /// An error page is an answer too, and mostly without the words that somebody thought of.
  private func checkErrors(_ answer: MappingReader, _ statuses: [Int]) {
    guard !answer.has("location"), !answer.has("body") else { return }
    if statuses.isEmpty {
      context.report(
        .contradiction, .warning, at: answer.node.location,
        "Without a status, an answer of 500 means that the token was taken.",
        help: "Add a status, such as status: 2xx.")
    } else if let error = statuses.first(where: { $0 >= 400 }) {
      context.report(
        .contradiction, .warning, at: answer.location("status"),
        "An answer of \(error) is an error, and means here that the token was taken.",
        help: "Take it out, or say with `body` or `location` what such an answer has.")
    }
  }

  /// Only redirects, and 201, have a `Location` (RFC 9110, section 10.2.2).
  private func checkLocation(_ answer: MappingReader, _ statuses: [Int]) {
    guard !statuses.isEmpty, !statuses.contains(where: { $0 == 201 || $0 / 100 == 3 }) else {
      return
    }
    for key in ["location", "locationNot"] where answer.has(key) {
      context.report(
        .contradiction, .warning, at: answer.keyLocation(key),
        "Answers of this status have no Location.",
        help: "Change the status, or take `\(key)` out.")
    }
  }

  private func checkOpposites(_ answer: MappingReader) {
    for (key, other) in [("location", "locationNot"), ("body", "bodyNot")] {
      guard let text = answer.text(key), text == answer.text(other) else { continue }
      context.report(
        .contradiction, .warning, at: answer.keyLocation(other),
        "No answer is this: `\(key)` and `\(other)` are the same.",
        help: "Change one of the two.")
    }
  }
}
