import Batches
import Findings
import Profiles
import Schemas

/// What is refused, held back, and delivered.
extension Guide {
  mutating func writeRules() {
    guard !profile.rules.isEmpty else { return }
    section("Rules")
    lines += ["A row that breaks one is rejected, or gives a warning:", ""]
    let rows = profile.rules.map { rule in
      [
        Markdown.code(rule.id), rule.severity == .error ? "rejected" : "warning",
        Markdown.plain(rule.message),
      ]
    }
    lines += Markdown.table(["Rule", "Row", "What it says"], rows)
  }

  mutating func writeEffects() {
    guard !profile.effects.isEmpty else { return }
    section("What a token does beyond signing in")
    if profile.effects.contains(where: \.isHeld) {
      lines += [
        "Rows with an effect that is held back are not issued unless the run allows it by name:",
        "",
      ]
    }
    let rows = profile.effects.map { effect in
      [
        Markdown.code(effect.id), effect.kind.rawValue,
        effect.isHeld ? "`--allow \(effect.id)`" : "not held back",
        Markdown.code(words.words.text(effect.when)), Markdown.plain(effect.description),
      ]
    }
    lines += Markdown.table(["Effect", "Kind", "To allow it", "Where", "What happens"], rows)
  }

  mutating func writeLifetime() {
    section("How long a token lives")
    let lifetime = profile.lifetime
    if let claim = lifetime.claim {
      let name = Markdown.code(words.words.path(claim))
      let standard = Wording.durationInWords(lifetime.defaultSeconds ?? 0)
      lines.append(
        "\(standard), unless `--lifetime` says otherwise; \(name) carries the end.")
    }
    if let least = lifetime.minimumSeconds {
      lines.append("At least \(Wording.durationInWords(least)).")
    }
    if let most = lifetime.maximumSeconds {
      lines.append("At most \(Wording.durationInWords(most)).")
    }
    if let bound = lifetime.warnAboveSeconds {
      lines.append("More than \(Wording.durationInWords(bound)) gives a warning.")
    }
    if let age = lifetime.age { writeAge(age) }
    if lifetime.claim == nil && lifetime.age == nil {
      lines.append(
        "For ever: nothing says when a token ends. A run has to allow that: `--allow eternal`.")
    }
    let random = profile.claims.properties.filter {
      if case .random = $0.origin { true } else { false }
    }
    for property in random {
      lines.append(
        "\(Markdown.code(property.name)) is new in every token: where the platform remembers it, "
          + "each token works once, and a second try needs a second token.")
    }
  }

  private mutating func writeAge(_ age: Lifetime.Age) {
    let name = age.claim.map { Markdown.code(words.words.path($0)) } ?? "the time of issue"
    if let seconds = age.maximumSeconds {
      lines.append(
        "The platform counts \(Wording.durationInWords(seconds)) from \(name) by itself.")
    }
    if let index = age.parameter {
      let parameter = profile.parameters.properties[index].name
      lines.append(
        "The platform counts from \(name) by itself, as many seconds as the parameter "
          + "\(Markdown.code(parameter)) says.")
    }
  }

  // MARK: Delivery

  mutating func writeDelivery() {
    section("How it is delivered")
    for (index, form) in profile.artifacts.enumerated() {
      if index > 0 { lines.append("") }
      let isDefault = index == 0 && profile.artifacts.count > 1
      lines.append(
        "**\(Markdown.plain(form.name))**\(isDefault ? " (the default)" : ""): \(kind(form.kind)).")
      if !form.description.isEmpty { lines.append(Markdown.plain(form.description)) }
      if let most = form.maxLength { lines.append("At most \(most) characters.") }
      if !form.requires.isEmpty {
        let needed = form.requires.map { Markdown.code(words.words.path($0)) }
        lines.append("Here every row needs \(needed.joined(separator: ", ")).")
      }
      lines += [""] + Markdown.block(shape(form), "text")
      let artifact = index == 0 ? "" : " --artifact \(form.name)"
      lines += [""]
      lines += Markdown.block(
        [
          "muster issue batch.\(template.format.rawValue) \(options(form)) --key-file KEYFILE\(artifact)"
        ], "sh")
    }
  }

  private func kind(_ kind: ArtifactForm.Kind) -> String {
    switch kind {
    case .url: "a link"
    case .html: "a piece of a page"
    case .json: "a JSON answer"
    case .form: "a page that posts a form"
    case .text: "a text"
    case .token: "the token alone"
    }
  }

  /// The form with its placeholders.
  private func shape(_ form: ArtifactForm) -> [String] {
    let words = words.words
    var text =
      switch form.kind {
      case .url: form.url.map(words.text) ?? ""
      case .form: "POST \(form.url.map(words.text) ?? "")"
      case .html, .text: form.template.map(words.text) ?? ""
      case .json: form.body.map(words.text) ?? ""
      case .token: "{token}"
      }
    if !form.query.isEmpty { text += "?" + words.text(form.query) }
    if !form.fragment.isEmpty { text += "#" + words.text(form.fragment) }
    if !form.fields.isEmpty {
      text +=
        "\n"
        + form.fields.map { "\($0.name) = \(words.text($0.template))" }
        .joined(separator: "\n")
    }
    return text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
  }

  // MARK: Findings

  mutating func writeFindings() {
    section("Findings to expect")
    var places: [(code: FindingCode, where: [String])] = []
    func add(_ code: FindingCode, _ place: String) {
      if let index = places.firstIndex(where: { $0.code == code }) {
        if !places[index].where.contains(place) { places[index].where.append(place) }
      } else {
        places.append((code, [place]))
      }
    }
    for column in template.columns {
      let place = Markdown.code(column.name)
      if column.isRequired { add(.requiredClaim, place) }
      for code in codes(column.property) { add(code, place) }
    }
    for rule in profile.rules { add(.rule, Markdown.code(rule.id)) }
    for effect in profile.effects where effect.isHeld { add(.effectHeld, Markdown.code(effect.id)) }
    for reference in profile.identity {
      add(.duplicateIdentity, Markdown.code(words.words.path(reference)))
    }
    if profile.columns.unknown == .reject { add(.unknownColumn, "other columns") }
    for form in profile.artifacts where form.maxLength != nil || form.warnAboveLength != nil {
      add(.artifactTooLong, "artifact \(Markdown.code(form.name))")
    }
    let rows = places.map { place in
      [
        Markdown.code(place.code.rawValue), place.where.joined(separator: ", "),
        // Our own words, which are Markdown already.
        place.code.summary,
      ]
    }
    lines += Markdown.table(["Code", "Where", "What it says"], rows)
  }

  /// The codes of the keywords that a value can break, and of its steps.
  private func codes(_ property: Property) -> [FindingCode] {
    var codes: [FindingCode] = []
    let it = property.schema.description
    if property.types != .string { codes.append(.wrongType) }
    for text in SchemaWording.keywords(it) where text.keyword != "type" {
      if let keyword = Keyword(rawValue: text.keyword) { codes.append(keyword.findingCode) }
    }
    if it.items != nil || !it.properties.isEmpty { codes.append(contentsOf: nested(it)) }
    if property.transforms.contains(where: \.canFail) { codes.append(.transformFailed) }
    return codes
  }

  /// Those of elements and members, one level down; deeper ones say nothing that a reader expects.
  private func nested(_ it: SchemaDescription) -> [FindingCode] {
    var codes: [FindingCode] = []
    for schema in [it.items].compactMap({ $0 }) + it.properties.map(\.schema) {
      for text in SchemaWording.keywords(schema.description) where text.keyword != "type" {
        if let keyword = Keyword(rawValue: text.keyword) { codes.append(keyword.findingCode) }
      }
    }
    if case .none = it.additionalProperties { codes.append(.unknownMember) }
    return codes
  }

  // MARK: Readings

  mutating func writeReadings() {
    let readings = profile.sources.filter(\.isOwnReading)
    guard !readings.isEmpty else { return }
    section("Not stated by the platform")
    lines += ["Readings of the profile's author, which no document backs:", ""]
    lines += readings.map { note in
      let text = note.text.dropFirst("muster:".count).drop { $0 == " " }
      return "- \(subject(note)): \(Markdown.plain(String(text)))"
    }
  }

  /// The thing that a source speaks of: found again by the place where it begins.
  private func subject(_ note: SourceNote) -> String {
    let groups = [profile.claims, profile.inputs, profile.parameters]
    let names =
      groups.flatMap { places($0, "") } + profile.rules.map { ($0.location, $0.id) }
      + profile.effects.map { ($0.location, $0.id) }
      + profile.artifacts.map { ($0.location, $0.name) }
      + [profile.delivery].compactMap { $0 }.map { ($0.location, $0.artifact) }
    let name = names.first { $0.0 == note.location }?.1
    return name.map {
      "\(note.subject == "property" ? "" : "\(note.subject) ")\(Markdown.code($0))"
    }
      ?? note.subject
  }
}

extension Guide {
  /// Where the properties of a group begin, and their names; members as `claim.member`.
  private func places(_ group: PropertyGroup, _ prefix: String) -> [(SourceLocation, String)] {
    group.properties.flatMap { property in
      [(property.location, prefix + property.name)]
        + (property.members.map { places($0, prefix + property.name + ".") } ?? [])
    }
  }
}

extension Transform {
  /// Whether a value can be such that the step refuses it.
  fileprivate var canFail: Bool {
    switch self {
    case .trim, .lowercase, .uppercase, .prefix, .suffix, .replace, .split, .encodeJSON: false
    default: true
    }
  }
}
