package import Profiles

/// Keys that mean the same wherever a file says how a profile is used: in jobs, and in what a server serves.
package enum ProfileUseKeys {
  package static let profile = KeySpec(
    "profile", .text, required: true, "A built-in profile's name, or a file.",
    example: "profile: profiles/acme.yaml")

  /// What is chosen for all rows.
  package static let choices: [KeySpec] = [
    KeySpec(
      "parameters", .namedValues, absent: "none",
      "Values of the profile's parameters, and of inputs for all rows, as `--set` gives them.",
      example: "parameters: { domain: forum.example.com }"),
    KeySpec(
      "algorithm", .term(.algorithms), absent: "the profile's first",
      "One of the profile's algorithms.", example: "algorithm: HS256"),
    KeySpec(
      "lifetime", .duration, absent: "as the profile says", "How long a token lives.",
      example: "lifetime: 5m"),
  ]

  /// How rows are read.
  package static let columns: [KeySpec] = [
    KeySpec(
      "columns", .namedText, absent: "as the profile says",
      "Columns that feed claims or inputs, by the claim, as `--map`.",
      example: "columns: { email: E-Mail }"),
    KeySpec(
      "separators", .namedText, absent: "as the profile says",
      "Separators of list cells, by the claim, as `--separator`.",
      example: "separators: { tags: \";\" }"),
    KeySpec(
      "ignoreUnknown", .boolean, absent: "`false`",
      "Leaves columns out that feed nothing, whatever the profile says about them.",
      example: "ignoreUnknown: true"),
  ]
}
