extension ProfileFormat {
  package static let delivery = MappingSpec(
    "delivery",
    "How Muster itself presents a token, for platforms that create or update the user when the URL "
      + "is visited, and which answers mean that it was taken. Left out where only the user's own "
      + "browser can do that.",
    [
      KeySpec(
        "artifact", .name, absent: "the first form of kind `url` or `form`",
        "The form that is presented: a `url` is visited (GET), a `form` is posted.",
        example: "artifact: url"),
      KeySpec(
        "success", .list("answer"), required: true,
        "The token was taken if the platform's last answer is one of these.",
        example: "success: [{ status: 2xx }, { status: [302, 303], location: \"/home$\" }]"),
      KeySpec(
        "redirects", .integer, absent: "0",
        "How many redirects are followed, \(redirects.lowerBound) to \(redirects.upperBound), on the "
          + "same scheme, host and port only. The answer behind the last one that is followed counts.",
        example: "redirects: 1"),
      KeySpec(
        "source", .text, "Where the platform says so.", example: "source: \"guide: Answers\""),
    ])

  package static let answer = MappingSpec(
    "answer",
    "An answer of the platform. All that is given here holds; patterns are regular expressions as "
      + "in `pattern`, found anywhere unless anchored.",
    [
      KeySpec(
        "status", .texts, absent: "any",
        "Status codes, or classes of them: \(statuses.lowerBound) to \(statuses.upperBound), `2xx` to "
          + "`5xx`.",
        example: "status: [2xx, 302]"),
      KeySpec(
        "location", .text,
        "Found in its header `Location`, as it was sent; an answer without one is none of these.",
        example: "location: \"/welcome\""),
      KeySpec(
        "locationNot", .text, "Not found in its `Location`, where it has one.",
        example: "locationNot: \"[?&]error=\""),
      KeySpec(
        "body", .text, "Found in the first 64 KiB of its body.", example: "body: \"signed in\""),
      KeySpec(
        "bodyNot", .text, "Not found there.", example: "bodyNot: \"(expired|invalid)\""),
    ], choices: [.atLeastOne(["status", "location", "locationNot", "body", "bodyNot"])])

  /// How many redirects a delivery may follow.
  static let redirects = 0...10
  /// The codes of final answers (RFC 9110, section 15).
  static let statuses = 200...599
}
