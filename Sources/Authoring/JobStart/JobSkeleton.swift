package import Profiles
import Schemas
import Tokens

/// The commented start of a job file, for one profile. It passes lint; what is made up says so.
package struct JobSkeleton {
  private let profile: Profile
  private var lines: [String] = []

  /// The text of a start.
  ///
  /// - Parameters:
  ///   - name: the job's name, a name of the language.
  ///   - profile: the profile.
  ///   - profileName: how the job file names it: built in, or a file as seen from the job's folder.
  ///   - input: a file as seen from the job's folder; nil for a pattern to begin with.
  package static func text(
    name: String, profile: Profile, profileName: String, input: String?
  ) -> String {
    var skeleton = JobSkeleton(profile: profile)
    skeleton.writeHead(name, profileName)
    skeleton.writeParameters()
    skeleton.writeChoices()
    skeleton.writeInputs(input)
    skeleton.writeKey(name)
    skeleton.writeOutputs(isSeveral: input == nil)
    skeleton.lines += Self.safety
    return skeleton.lines.joined(separator: "\n") + "\n"
  }

  private init(profile: Profile) { self.profile = profile }

  private mutating func comment(_ text: String, indent: String = "") {
    for line in SkeletonText.wrapped(text) { lines.append("\(indent)# \(line)") }
  }

  // MARK: The page

  private mutating func writeHead(_ name: String, _ profileName: String) {
    lines += [
      "# A job: what should be, night after night. Paths begin in this file's folder.",
      "muster: 1",
      "# The ledger knows the job by this name: under another one, everybody is new to it.",
      "name: \(YAMLScalar.text(name))",
      "# What is it there for? Then: description: …",
    ]
    comment(profile.title)
    lines.append(
      "profile: \(isPlainPath(profileName) ? profileName : YAMLScalar.quoted(profileName))")
  }

  private mutating func writeParameters() {
    guard !profile.parameters.properties.isEmpty else { return }
    let set = TemplateRow.exampleParameters(profile, profile.artifacts.first)
    lines.append("")
    comment("Values of your own platform. Those that stand here are made up: put in yours.")
    // A mapping without an entry would be no mapping.
    lines.append(set.isEmpty ? "# parameters:" : "parameters:")
    for property in profile.parameters.properties {
      if !property.description.isEmpty { comment(property.description, indent: "  ") }
      if let value = set.first(where: { $0.name.utf8.elementsEqual(property.name.utf8) })?.value {
        lines.append("  \(YAMLScalar.text(property.name)): \(scalar(value))")
      } else {
        let example = property.examples.first.map(scalar) ?? "…"
        comment("Optional: \(YAMLScalar.text(property.name)): \(example)", indent: "  ")
      }
    }
  }

  private mutating func writeChoices() {
    lines.append("")
    writeLifetime()
    if profile.artifacts.count > 1, let first = profile.artifacts.first {
      let others = profile.artifacts.dropFirst().map(\.name).joined(separator: ", ")
      comment("Users get the form \(first.name). Another? Then: artifact: …, one of \(others)")
    }
    if profile.algorithms.count > 1, profile.container == nil, let first = profile.algorithms.first
    {
      let others = profile.algorithms.dropFirst().map(\.rawValue).joined(separator: ", ")
      comment(
        "Tokens are signed with \(first.rawValue). Another? Then: algorithm: …, one of \(others)")
    }
    writeAllowed()
    writeIdentity()
  }

  private mutating func writeLifetime() {
    let lifetime = profile.lifetime
    guard let seconds = lifetime.defaultSeconds else { return }
    var words = "A token lives \(seconds) seconds"
    if let most = lifetime.maximumSeconds { words += ", and \(most) at most" }
    comment("\(words). Does whoever delivers them need longer? Then: lifetime: …")
  }

  private mutating func writeAllowed() {
    let lifetime = profile.lifetime
    let age = lifetime.age.map { $0.maximumSeconds != nil } ?? false
    let isEternal = lifetime.defaultSeconds == nil && !age
    let held = profile.effects.filter(\.isHeld)
    if !held.isEmpty {
      comment("Rows with these effects are held back. Are some meant? Then: allow: [NAME, …]")
      for effect in held { comment("- \(effect.id): \(effect.description)", indent: "  ") }
    }
    guard isEternal else { return }
    comment("Nothing ends these tokens, which has to be allowed. Is that meant?")
    lines.append("allow: [eternal]")
  }

  private mutating func writeIdentity() {
    if let first = profile.identity.first {
      let names = profile.identity.map(\.text).joined(separator: ", then ")
      comment(
        "The ledger knows a user by \(names). Something that changes less? Then: identity: …, "
          + "instead of \(first.text)")
      return
    }
    if let likely = likelyIdentity {
      comment("What names a user, and never changes? This is a guess.")
      lines.append("identity: \(YAMLScalar.text(likely))")
    } else {
      comment(
        "Nothing in this profile names a user. Copy it, give it an input that does, and name that "
          + "here; until then lint says that there is none.")
      lines.append("identity: inputs.user")
    }
  }

  /// The first claim or input that comes from the row: one of an id's type before others, a
  /// required one before others; nil where Muster makes all of them.
  private var likelyIdentity: String? {
    let groups = [(profile.claims, ""), (profile.inputs, "inputs.")]
    let all = groups.flatMap { group, prefix in
      (group.required + group.properties.indices).map { index in
        (property: group.properties[index], path: prefix + group.properties[index].name)
      }
    }
    let brought = all.filter { $0.property.origin?.namesNobody != true }
    let plain = brought.first { $0.property.types.isSubset(of: [.string, .integer]) }
    if let likely = plain ?? brought.first { return likely.path }
    return all.first { $0.property.from != nil }?.path
  }

  private mutating func writeInputs(_ input: String?) {
    lines += [
      "",
      "# Where do rows come from? All inputs together are one batch: nobody is in two of them.",
      "inputs:",
      "  - file: \(path(input ?? "exports/*.csv"))",
      "  # - stdin: true",
      "  # - command: \"zcat exports/members.csv.gz\"",
      "  # - sqlite: { file: crm.db, query: \"select … from …\" }",
      "  # - postgresql: { connection: \"service=crm\", query: \"select … from …\" }",
      "# Do columns have other names than claims? Then: columns: { CLAIM: COLUMN }",
      "# Are there columns that are nobody's business? Then: ignoreUnknown: true",
      "",
      "# Who must never be enrolled again? One value on each line of a file:",
      "# suppression:",
      "#   - { file: unsubscribed.txt, match: [\(profile.identity.first?.text ?? likelyIdentity ?? "email")] }",
    ]
  }

  private mutating func writeKey(_ name: String) {
    lines += [
      "",
      "# The key, by reference; make the file readable by you alone. Others: environment: NAME, or",
      "# command: … (such as a vault's). Several, by a value of the row:",
      "# keys: { field: CLAIM, values: { \"7\": { file: seven.key }, \"9\": { file: nine.key } } }",
      "key:",
      "  file: \(path("\(name).key"))",
    ]
  }

  private mutating func writeOutputs(isSeveral: Bool) {
    let isOneLine =
      profile.artifacts.first.map { form in
        !(form.template?.segments ?? []).contains { segment in
          guard case .literal(let bytes) = segment else { return false }
          return bytes.contains(0x0A) || bytes.contains(0x0D)
        }
      } ?? true
    lines += ["", "output:"]
    if isOneLine {
      lines += [
        "  file: \"out/{job}-{run}.txt\"",
        "  # One artifact on each line. With row and identity? Then: format: csv, or jsonl",
      ]
    } else {
      lines += [
        "  file: \"out/{job}-{run}.jsonl\"", "  # An artifact has several lines.",
        "  format: jsonl",
      ]
    }
    lines += [
      "rejects: \"out/{job}-{run}-rejects\(isSeveral ? "-{input}" : "").csv\"",
      "findings: \"out/{job}-{run}-findings.jsonl\"",
    ]
  }

  private static let safety = [
    "",
    "# More than this, and nothing is signed. A count, or a share; raise them when you know better.",
    "limits:",
    "  # New and changed users, of those that the ledger knows.",
    "  max-change: 20%",
    "  # Users that the ledger knows and no input has.",
    "  max-vanished: 5%",
    "  # Rows with a destructive effect.",
    "  max-destructive: 0",
    "  max-rejected: 1%",
    "",
    "# A ledger of its own? Then: ledger: { file: state/ledger.db }",
    "# Who looks at it in the morning?",
    "# report:",
    "#   html: \"out/{job}.html\"",
    "#   metrics: \"/var/lib/node_exporter/muster-{job}.prom\"",
    "#   ping: { environment: PING_URL }",
  ]

  // MARK: Scalars

  private func isPlainPath(_ text: String) -> Bool {
    let isLetter = text.utf8.first.map { (0x61...0x7A).contains($0 | 0x20) } ?? false
    let isOther = text.utf8.allSatisfy { byte in
      (0x61...0x7A).contains(byte | 0x20) || (0x30...0x39).contains(byte)
        || "-_./*".utf8.contains(byte)
    }
    return isLetter && isOther
  }

  private func path(_ text: String) -> String {
    isPlainPath(text) && text.utf8.contains(UInt8(ascii: ".")) ? text : YAMLScalar.quoted(text)
  }

  /// A value as YAML: plain where it is a host or the like.
  private func scalar(_ value: String) -> String {
    isPlainPath(value) && value.utf8.contains(UInt8(ascii: ".")) && !value.hasSuffix(".")
      ? value : YAMLScalar.text(value)
  }
}
