package import Profiles
import Schemas
import Tokens

/// A page for whoever runs batches against a platform, from its profile alone.
package struct Guide {
  let profile: Profile
  let template: TemplateRow
  let words: GuideWords
  /// The profile as `--profile` takes it: a name, or a file.
  let nameOrFile: String
  var lines: [String] = []

  /// The page in Markdown, with a line break at its end.
  ///
  /// - Parameters:
  ///   - nameOrFile: what commands on the page give to `--profile`.
  ///   - template: the CSV template, made of the same profile.
  package static func markdown(
    _ profile: Profile, nameOrFile: String, template: TemplateRow
  ) -> String {
    var guide = Guide(
      profile: profile, template: template, words: GuideWords(words: Wording(profile)),
      nameOrFile: nameOrFile)
    guide.write()
    return guide.lines.joined(separator: "\n") + "\n"
  }

  private mutating func write() {
    writeHead()
    writeParameters()
    writeKey()
    writeColumns()
    writeRules()
    writeEffects()
    writeLifetime()
    writeDelivery()
    writeServing()
    writeTemplate()
    writeFindings()
    writeReadings()
  }

  mutating func section(_ title: String) { lines += ["", "## \(title)", ""] }

  private mutating func writeHead() {
    lines.append("# \(Markdown.plain(profile.title))")
    lines.append("")
    lines.append(
      "How to run batches with Muster's profile \(Markdown.code(profile.name)). This page is made "
        + "from the profile alone, with `muster profile docs`.")
    if !profile.summary.isEmpty { lines += ["", Markdown.plain(profile.summary)] }
    lines += ["", "What the profile was written from:", ""]
    lines += profile.documents.map { document in
      "- \(Markdown.code(document.id)): \(Markdown.link(document.title, document.url))"
    }
  }

  // MARK: Parameters and key

  private mutating func writeParameters() {
    section("Set for each run")
    guard !profile.parameters.properties.isEmpty else {
      lines.append("Nothing: the profile has no parameters.")
      return
    }
    lines += ["With `--set NAME=VALUE`:", ""]
    let rows = profile.parameters.properties.enumerated().map { index, property in
      [
        Markdown.code(property.name),
        profile.parameters.required.contains(index) && property.origin == nil ? "yes" : "no",
        words.value(property), example(property), otherwise(property),
        Markdown.plain(property.description),
      ]
    }
    lines += Markdown.table(
      ["Name", "Needed", "Value", "Example", "Otherwise", "What it is"], rows)
  }

  private func example(_ property: Property) -> String {
    property.examples.first.map(Markdown.code) ?? ""
  }

  /// What stands in for a value that nobody gives, and what cell makes it an empty one.
  func otherwise(_ property: Property) -> String {
    var parts: [String] = []
    if let origin = property.origin {
      let condition = property.when.map { " where \(Markdown.code(words.words.text($0)))" } ?? ""
      parts.append(words.origin(origin, of: property) + condition)
    }
    if let clear = property.clear {
      let value = Markdown.code(Wording.text(clear.value))
      parts.append("\(Markdown.code(Wording.text(clear.marker))) gives \(value)")
    }
    return parts.joined(separator: "; ")
  }

  private mutating func writeKey() {
    section("The key")
    let key = profile.key
    lines.append("\(words.key(key.kinds)), \(words.derivation(key.derivation)).")
    if let container = profile.container { write(container) } else { writeToken() }
    for part in key.parts {
      lines.append(
        "Its part \(Markdown.code(part.name)), which is no secret, is \(words.derivation(part.steps))."
      )
    }
    if let bytes = key.shortBelow {
      lines.append("A key of fewer than \(bytes) bytes gives a warning.")
    }
    if !key.doubtful.isEmpty {
      lines += ["", "Keys that are probably a mistake:", ""]
      lines += key.doubtful.map {
        "- matching \(Markdown.code($0.pattern.source)): \(Markdown.plain($0.message))"
      }
    }
  }

  private mutating func writeToken() {
    let algorithms = profile.algorithms.map { Markdown.code($0.rawValue) }
    lines.append(
      "Tokens are signed with \(algorithms.first ?? "")"
        + (algorithms.count > 1
          ? "; `--algorithm` takes \(algorithms.dropFirst().joined(separator: ", ")) too." : "."))
    let header = profile.token.header.map { member in
      Markdown.code("\(member.name): \(words.words.text(member.value))")
    }
    lines.append("The token's header has \(header.joined(separator: ", ")).")
  }

  /// What is signed in the place of a JWS.
  private mutating func write(_ container: ContainerForm) {
    let over = container.over.map { Markdown.code(words.words.text($0)) }
    var joint =
      over.count > 1 ? ", joined by \(Markdown.code(Wording.text(container.separator)))" : ""
    if container.absent == .empty { joint += ", with an empty text for one that lacks a value" }
    if let payload = container.payload {
      let encoding = payload.encoding == .none ? "" : ", encoded as \(payload.encoding.rawValue)"
      let format = payload.format == .json ? "a JSON object" : "a query string"
      lines.append("The claims are written as \(format)\(encoding): `{encodedPayload}`.")
    }
    lines.append(
      "Signed with \(Markdown.code(container.algorithm.name)) is \(over.joined(separator: ", "))"
        + "\(joint); the signature is written as \(container.signatureEncoding.rawValue).")
    if let text = container.text {
      lines.append("What `{token}` stands for is \(Markdown.code(words.words.text(text))).")
    }
  }
}
