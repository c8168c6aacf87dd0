import Findings
import Profiles
import Schemas

/// The commented start of a profile, for the columns of a batch.
///
/// It passes lint and accepts the rows that it was made from. Of the batch it holds the names of
/// the columns and counts, and no value.
package struct Skeleton {
  private let name: String
  /// Where the columns come from, for people; nil where there is no batch.
  private let batch: String?
  private let survey: BatchSurvey
  private var claims: [Claim] = []
  private var lines: [String] = []

  private struct Claim {
    var name: String
    var column: String
    var evidence: ColumnEvidence
    var guess: ColumnGuess
    var isRequired: Bool
  }

  /// Names that the claims of every skeleton have.
  private static let ownClaims = ["exp"]

  /// The text of a skeleton.
  ///
  /// - Parameters:
  ///   - name: the profile's name, which ``isName(_:)`` accepts.
  ///   - batch: the batch's name, for a comment; nil for a skeleton of no batch.
  ///   - survey: what the batch shows of its columns.
  package static func text(name: String, batch: String?, survey: BatchSurvey) -> String {
    var skeleton = Skeleton(name: name, batch: batch, survey: survey)
    skeleton.write()
    return skeleton.lines.joined(separator: "\n") + "\n"
  }

  /// Whether a profile can have this name.
  package static func isName(_ text: String) -> Bool { SkeletonNames.isName(text) }

  private init(name: String, batch: String?, survey: BatchSurvey) {
    self.name = name
    self.batch = batch
    self.survey = survey
    let usable = survey.columns.filter { Self.isUsable($0.name) }
    let columns = usable.map { Wording.text($0.name) }
    let names = SkeletonNames.names(columns, taken: Self.ownClaims)
    claims = usable.indices.map { index in
      Claim(
        name: names[index], column: columns[index], evidence: usable[index],
        guess: ColumnGuess(usable[index], isJSON: survey.isJSON),
        isRequired: survey.readableCount > 0 && usable[index].valueCount == survey.readableCount)
    }
  }

  /// Columns without a name refuse the batch, and those of Muster's own feed nothing.
  private static func isUsable(_ name: [UInt8]) -> Bool {
    !name.isEmpty && !name.starts(with: Array("muster_".utf8))
  }

  // MARK: The page

  private mutating func write() {
    writeHead()
    lines += SkeletonText.tenant
    lines += SkeletonText.signature
    writeColumns()
    writeIdentity()
    writeClaims()
    lines += SkeletonText.delivery
  }

  private mutating func writeHead() {
    if let batch {
      let count = survey.rowCount
      let rows = "\(survey.hasMore ? "the first " : "")\(count) row\(count == 1 ? "" : "s")"
      comment(
        "The start of a profile, from the columns of \(PrintableText.shown(batch)) (\(rows)).",
        "Lines that ask something want an answer from the platform's document; \"…\" is for you.",
        "No value of the batch stands here. Where you add `examples`, make them up.")
      if survey.unreadableCount > 0 {
        comment("Left out: \(survey.unreadableCount) rows that cannot be read; see muster check.")
      }
      for problem in survey.headerProblems { comment("In the header: \(problem)") }
      let skipped = survey.columns.filter { $0.name.starts(with: Array("muster_".utf8)) }
      if !skipped.isEmpty {
        comment("Left out: \(skipped.count) columns that begin with muster_, which Muster writes.")
      }
    } else {
      comment(
        "The start of a profile. Lines that ask something want an answer from the platform's",
        "document; \"…\" is for you. With --from batch.csv the claims come from its columns.")
    }
    lines += [
      "muster: 1", "name: \(YAMLScalar.text(name))",
      "# What is the platform called, and what does a token do there? Then also: summary: …",
      "title: \(YAMLScalar.text(name))",
    ]
  }

  private mutating func comment(_ sentences: String..., indent: String = "") {
    for sentence in sentences {
      for line in SkeletonText.wrapped(sentence) { lines.append("\(indent)# \(line)") }
    }
  }

  private mutating func writeColumns() {
    lines += [
      "", "columns:",
      "  # May a batch bring fields that the document does not name? Then: unknown: claims (each",
      "  # becomes a claim), object (members of one claim), or ignore.",
      "  unknown: reject",
    ]
  }

  /// At most one id and one address, each there in every row and never twice.
  private mutating func writeIdentity() {
    lines.append("")
    let ranked = claims.enumerated().compactMap { index, claim -> (rank: Int, index: Int)? in
      guard claim.isRequired, claim.evidence.isUnique, !claim.guess.isSecret,
        claim.guess.types.isSubset(of: [.string, .integer]),
        let rank = SkeletonIdentity.rank(ColumnGuess.folded(claim.evidence.name))
      else { return nil }
      return (rank, index)
    }.sorted { $0 < $1 }
    guard let first = ranked.first ?? (batch == nil ? (0, -1) : nil) else {
      comment("What names a user, so that nobody is in a batch twice? Then: identity: [sub]")
      return
    }
    comment("A guess by name: is this what names a user, and may each occur once in a batch?")
    let found = first.index < 0 ? "sub" : YAMLScalar.text(claims[first.index].name)
    lines.append("identity: [\(found)]")
  }

  // MARK: Claims

  private mutating func writeClaims() {
    lines += SkeletonText.claims
    let required = claims.filter(\.isRequired).map { YAMLScalar.text($0.name) }
    if batch == nil {
      lines += SkeletonText.minimalClaims
    } else {
      if !required.isEmpty {
        comment(
          "Every row has a value for these. Does the document require them, or others too?",
          indent: "  ")
        lines += Self.flowList("required", required)
      }
      lines.append("  properties:")
      for claim in claims { write(claim) }
    }
    lines += SkeletonText.expiry
  }

  /// `required: [a, b]`, on as many lines as it takes.
  private static func flowList(_ key: String, _ items: [String]) -> [String] {
    let line = "  \(key): [\(items.joined(separator: ", "))]"
    if line.unicodeScalars.count <= SkeletonText.widthMax { return [line] }
    return ["  \(key):"] + items.map { "    - \($0)" }
  }

  private mutating func write(_ claim: Claim) {
    let filled = claim.evidence.valueCount
    if filled > 0 && filled < survey.readableCount {
      comment(
        "A value in \(filled) of \(survey.readableCount) rows. What does the platform do without one?",
        indent: "    ")
    }
    if claim.name != claim.column {
      let isOwn = Self.ownClaims.contains(claim.column)
      comment(
        isOwn
          ? "Muster makes the claim of this name itself. Does the batch have to bring it? Take "
            + "the column out, or give this claim the document's name."
          : "The column's name cannot name a claim, so this one is made up. What does the "
            + "document call it?", indent: "    ")
    }
    for question in claim.guess.questions { comment(question, indent: "    ") }
    lines.append("    \(YAMLScalar.text(claim.name)):")
    if claim.name != claim.column {
      lines.append("      from: [\(YAMLScalar.text(claim.column))]")
    }
    lines.append("      type: \(SchemaWording.text(claim.guess.types))")
    for key in claim.guess.keys { lines.append("      \(key.name): \(key.value)") }
  }
}
