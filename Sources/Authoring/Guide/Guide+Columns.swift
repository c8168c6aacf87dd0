import Batches
import Profiles
import Schemas

/// What the batch brings, what Muster makes, and the template.
extension Guide {
  mutating func writeColumns() {
    section("Columns of the batch")
    lines += [
      "The first line of a CSV file names the columns; in JSON they are the keys of each object. "
        + "An empty cell is the same as none.", "",
    ]
    let rows = template.columns.map { column -> [String] in
      let names = [column.name] + column.aliases
      return [
        names.map(Markdown.code).joined(separator: " or "), column.isRequired ? "yes" : "no",
        words.value(column.property), otherwise(column.property), about(column),
      ]
    }
    if rows.isEmpty {
      lines.append("None is needed.")
    } else {
      lines += Markdown.table(["Column", "Needed", "Value", "Otherwise", "What it is"], rows)
    }
    writeMade()
    lines += ["", unknownColumns]
    if !profile.identity.isEmpty {
      let names = profile.identity.map { Markdown.code(words.words.path($0)) }
      lines += [
        "",
        "A batch names nobody twice: \(names.joined(separator: ", ")) may hold each value once.",
      ]
    }
  }

  private func about(_ column: TemplateRow.Column) -> String {
    var parts: [String] = []
    if !column.property.description.isEmpty {
      parts.append(Markdown.plain(column.property.description))
    }
    if column.isInput {
      parts.append("No claim: it stands beside the token. One for all rows: `--set`.")
    } else if column.name != column.path {
      parts.append("The claim \(Markdown.code(column.path)).")
    }
    if let name = column.property.claimName {
      parts.append("In the token it is called \(Markdown.code(words.words.text(name))).")
    }
    if column.cell == TemplateRow.blank { parts.append("No example could be made up.") }
    if column.property.isSecret { parts.append("**Secret:** shown nowhere but in the token.") }
    return parts.joined(separator: " ")
  }

  /// Claims and inputs that no column feeds.
  private mutating func writeMade() {
    var rows: [[String]] = []
    for (group, prefix) in [(profile.claims, ""), (profile.inputs, "inputs.")] {
      for property in group.properties { rows += made(property, prefix) }
    }
    guard !rows.isEmpty else { return }
    lines += ["", "Muster makes these itself; no column feeds them:", ""]
    lines += Markdown.table(["Claim", "Value", "What it is"], rows)
  }

  /// What Muster makes of a value and of the members inside it.
  private func made(_ property: Property, _ prefix: String) -> [[String]] {
    guard property.isFixed, let origin = property.origin else {
      let members = property.members?.properties ?? []
      return members.flatMap { made($0, "\(prefix)\(property.name).") }
    }
    var text = words.origin(origin, of: property)
    if let when = property.when {
      text += ", where \(Markdown.code(words.words.text(when)))"
    }
    let about = property.description.isEmpty ? "" : Markdown.plain(property.description)
    return [[Markdown.code(prefix + property.name), text, about]]
  }

  private var unknownColumns: String {
    let columns = profile.columns
    let reserved = columns.reserved.map { Markdown.code(Wording.text($0)) }
    let except =
      reserved.isEmpty ? "" : " These names are refused: \(reserved.joined(separator: ", "))."
    switch columns.unknown {
    case .reject: return "Other columns are refused; `--ignore-unknown` leaves them out."
    case .ignore: return "Other columns are left out."
    case .claims:
      var text = "Every other column becomes a claim of its name"
      if case .schema(let schema) = profile.claims.additional {
        text += " (\(words.value(schema.description)))"
      }
      return text + "; `--ignore-unknown` leaves them out.\(except)"
    case .object:
      let into = columns.into.map { profile.claims.properties[$0].name } ?? ""
      return
        "Every other column becomes a member of the claim \(Markdown.code(into)); "
        + "`--ignore-unknown` leaves them out.\(except)"
    }
  }

  // MARK: Template

  mutating func writeTemplate() {
    section("A file to start from")
    let format = template.format.rawValue
    var batch = Wording.text(template.batch)
    if batch.last == "\n" { batch.removeLast() }
    if template.columns.isEmpty {
      lines += ["No column is needed: each empty object gives a token.", ""]
    }
    lines += Markdown.block(
      batch.split(separator: "\n", omittingEmptySubsequences: false).map(String.init), format)
    lines.append("")
    let blanks = template.columns.filter { $0.cell == TemplateRow.blank }
    if !blanks.isEmpty {
      let names = blanks.map { Markdown.code($0.name) }.joined(separator: ", ")
      lines.append(
        "The values are made up. Where \(Markdown.code(TemplateRow.blank)) stands (\(names)), "
          + "nothing could be made up that fits: put a value of your own.")
    }
    if template.problems.isEmpty {
      lines.append(
        template.columns.isEmpty
          ? "This accepts it:"
          : "The values are made up, and this accepts the row (cells that are empty may be filled):"
      )
    } else {
      lines += ["The row is not accepted as it stands:", ""]
      lines += template.problems.map { "- \(Markdown.plain($0))" }
      lines += ["", "Once it is corrected, this accepts it:"]
    }
    lines +=
      [""]
      + Markdown.block(["muster check batch.\(format) \(options(profile.artifacts.first))"], "sh")
  }

  /// The profile and the parameters that this form needs, as a shell takes them.
  func options(_ form: ArtifactForm?) -> String {
    let parameters = TemplateRow.exampleParameters(profile, form).map { name, value in
      " --set \(Shell.quoted("\(name)=\(value)"))"
    }
    let eternal =
      profile.lifetime.claim == nil && profile.lifetime.age == nil ? " --allow eternal" : ""
    return "--profile \(Shell.quoted(nameOrFile))\(parameters.joined())\(eternal)"
  }
}

/// Words of a command line.
enum Shell {
  /// In single quotes where a shell would read anything else in it.
  static func quoted(_ word: String) -> String {
    let isPlain = word.utf8.allSatisfy { byte in
      (0x61...0x7A).contains(byte) || (0x41...0x5A).contains(byte) || (0x30...0x39).contains(byte)
        || "-_=./:,@+".utf8.contains(byte)
    }
    if isPlain && !word.isEmpty { return word }
    let pieces = word.split(separator: "'", omittingEmptySubsequences: false)
    return "'" + pieces.joined(separator: "'\\''") + "'"
  }
}
