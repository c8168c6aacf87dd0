package import Findings
package import Profiles

/// Everything that can be said of a job beyond its shape.
package enum JobLint {
  /// Checks a job that was read, well or not.
  ///
  /// - Parameters:
  ///   - profile: the job's profile; nil where there is none: whoever looked for it says so.
  ///   - exists: whether there is a file of this path, which is resolved.
  /// - Returns: what reading found, what does not fit the profile, and what is doubtful, in the
  ///   order of the file.
  package static func check(
    _ document: JobDocument, _ profile: Profile?, exists: (String) -> Bool
  ) -> [Finding] {
    guard let root = document.root, let draft = document.draft else { return document.findings }
    let context = DecodingContext(isThorough: true)
    if let profile { ProfileFit(context: context, root: root, job: draft, profile: profile).run() }
    Doubts(context: context, root: root, job: draft).run()
    let folder = JobPaths.folder(of: document.file)
    checkFiles(root, context) { exists(JobPaths.resolve($0, in: folder)) }
    return DecodingContext.sorted(document.findings + context.findings)
  }

  /// What keeps a job from use with this profile, for whoever runs it.
  package static func errors(_ document: JobDocument, _ profile: Profile) -> [Finding] {
    check(document, profile, exists: { _ in true }).filter { $0.severity == .error }
  }

  /// Inputs may come later; a list of whom never to enrol must be there.
  private static func checkFiles(
    _ root: YAMLNode, _ context: DecodingContext, exists: (String) -> Bool
  ) {
    func isMissing(_ node: YAMLNode?) -> YAMLNode? {
      guard let node, let path = node.scalarText, !path.isEmpty, !node.asNull,
        path.utf8.first != UInt8(ascii: "~")
      else { return nil }
      return exists(path) ? nil : node
    }
    for input in root["inputs"]?.asSequence ?? [] {
      let file = input["file"].flatMap { node in
        node.scalarText.map(PathPattern.isPattern) == true ? nil : node
      }
      for node in [isMissing(file), isMissing(input["sqlite"]?["file"])] {
        guard let node else { continue }
        context.report(
          .missingFile, .warning, at: node.location, "There is no such file yet.",
          help: "It begins in the job file's folder, and has to be there when the job runs.")
      }
    }
    for suppression in root["suppression"]?.asSequence ?? [] {
      guard let node = isMissing(suppression["file"]) else { continue }
      context.report(
        .missingFile, at: node.location, "There is no such file, so nobody would be held off.",
        help: "Check the path, which begins in the job file's folder; the file may be empty.")
    }
  }
}

/// What works and is probably not meant.
struct Doubts {
  let context: DecodingContext
  let root: YAMLNode
  let job: Job

  func run() {
    checkLimits()
    checkQueries()
    checkKeys()
    checkReport()
  }

  private func warn(_ code: FindingCode, _ node: YAMLNode, _ message: String, help: String) {
    context.report(code, .warning, at: node.location, message, help: help)
  }

  /// Told where some limit is given wrongly, too? No: whoever gave one thought of them.
  private func checkLimits() {
    if let limits = root["limits"], limits.asMapping == nil || !limits.keys.isEmpty { return }
    warn(
      .noLimit, root["limits"] ?? root,
      "Nothing stops this job, whatever becomes of its inputs.",
      help: "Give it limits: { max-change: 20%, max-vanished: 5%, max-destructive: 0, "
        + "max-rejected: 1% }")
  }

  private static let readingWords = ["select", "with", "values", "table", "("]

  private func checkQueries() {
    for input in root["inputs"]?.asSequence ?? [] {
      for database in ["sqlite", "postgresql"] {
        guard let node = input[database]?["query"], let text = node.scalarText, !text.isEmpty,
          let start = text.utf8.first(where: { $0 > 0x20 })
        else { continue }
        let word =
          text.lowercased().split { !$0.isLetter && $0 != "(" }.first.map(String.init) ?? ""
        // A comment may say anything.
        if "-/".utf8.contains(start) || Self.readingWords.contains(where: word.hasPrefix) {
          continue
        }
        warn(
          .badValue, node, "This query does not begin as one that reads.",
          help: "Begin it with select or with.")
      }
    }
  }

  private func checkKeys() {
    let entries = root["keys"]?["values"]?.asMapping ?? []
    guard case .perValue(_, let keys) = job.key else { return }
    for (index, key) in keys.enumerated() {
      guard let first = keys[..<index].first(where: { $0.secret == key.secret }),
        let entry = entries.first(where: { $0.name.utf8.elementsEqual(key.value.utf8) })
      else { continue }
      warn(
        .contradiction, entry.value,
        "The key of \"\(key.value)\" is that of \"\(first.value)\" too.",
        help: "Is this a copy? Each value has a key of its own, else one key would do.")
    }
  }

  private func checkReport() {
    if let node = root["report"]?["metrics"], let path = node.scalarText, !path.isEmpty,
      !path.hasSuffix(".prom")
    {
      warn(
        .badValue, node, "A textfile collector reads files that end in .prom, and no others.",
        help: "For example: metrics: muster-{job}.prom")
    }
    if let node = root["report"]?["ping"]?["url"], node.scalarText?.hasPrefix("http://") == true {
      warn(
        .badValue, node, "This address is told to everybody on the way.",
        help: "Take https:// where the monitor has it.")
    }
  }
}
