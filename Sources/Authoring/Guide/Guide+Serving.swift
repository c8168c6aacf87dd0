import Profiles

/// What a server takes from requests, and what Muster presents itself.
extension Guide {
  mutating func writeServing() {
    let inputs = profile.inputs.properties.filter { !$0.requestNames.isEmpty || $0.isPageNonce }
    guard !inputs.isEmpty || profile.delivery != nil else { return }
    section("Served and delivered by Muster")
    if !inputs.isEmpty {
      lines += [
        "What a request to `muster serve` may give, held to the same rules as a column:", "",
      ]
      let rows = inputs.map { input in
        let names = input.requestNames.map(Markdown.code).joined(separator: ", ")
        return [
          Markdown.code(input.name),
          input.isPageNonce ? "nothing: the server makes it for each page" : names,
          words.value(input),
        ]
      }
      lines += Markdown.table(["Input", "In the request", "Value"], rows)
    }
    guard let delivery = profile.delivery else { return }
    if !inputs.isEmpty { lines.append("") }
    lines.append(
      "`muster deliver` presents **\(Markdown.plain(delivery.artifact))** itself, and follows "
        + (delivery.redirectsMax == 0
          ? "no redirect." : "up to \(delivery.redirectsMax) redirects on the same host.")
        + " A token counts as delivered if the platform's answer is:")
    lines.append("")
    lines += delivery.success.map { "- \(Markdown.code(words.words.text($0)))" }
  }
}
