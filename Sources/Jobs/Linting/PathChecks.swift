import Bytes
import Findings
import Profiles

/// Holds the paths of a job against each other: what it writes, and what it reads.
struct PathChecks {
  let context: DecodingContext
  /// The job file's path.
  let file: String
  let root: YAMLNode

  private typealias Placeholders = [PathTemplate.Placeholder]

  /// A path that is written.
  private struct Written {
    var what: String
    var node: YAMLNode
    var placeholders: Placeholders
  }

  /// A path that is read.
  private struct Read {
    var what: String
    var path: String
  }

  func run() {
    let usable = written.filter(checkForm)
    checkInputs()
    for node in readNodes { checkReadForm(node) }
    checkRejects()
    for (index, output) in usable.enumerated() {
      let path = location(output)
      let same = usable[..<index].first { location($0).utf8.elementsEqual(path.utf8) }
      if let same {
        report(
          output, "\(output.what) and \(same.what) are one file.", "Give each a file of its own.")
      } else if let read = reads.first(where: { isOverwritten($0.path, by: path) }) {
        report(
          output, "\(output.what) would be written over \(read.what).",
          "Give it a file of its own.")
      } else if let pattern = patterns.first(where: { fits($0, path) }) {
        report(
          output,
          "The pattern \"\(pattern)\" fits \(lower(output.what)), so the next run would "
            + "read it as an input.", "Put it into another folder, or change the pattern.")
      }
    }
  }

  private func report(_ output: Written, _ message: String, _ help: String) {
    context.report(.contradiction, at: output.node.location, message, help: help)
  }

  private func lower(_ text: String) -> String { text.prefix(1).lowercased() + text.dropFirst() }

  // MARK: What is written

  private var written: [Written] {
    let usual: Placeholders = [.job, .run, .date]
    let report = root["report"]
    let places: [(String, YAMLNode?, Placeholders)] = [
      ("The output", root["output"]?["file"], usual),
      ("The file of rejects", root["rejects"], usual + [.input]),
      ("The file of findings", root["findings"], usual),
      ("The HTML report", report?["html"], usual),
      ("The JSON report", report?["json"], usual),
      ("The file of metrics", report?["metrics"], [.job]),
      ("The ledger", root["ledger"]?["file"], []),
      ("The ledger's key", root["ledger"]?["key"], []),
    ]
    return places.compactMap { what, node, placeholders in
      guard let node, node.scalarText != nil, !node.asNull else { return nil }
      return Written(what: what, node: node, placeholders: placeholders)
    }
  }

  /// Reports what no path can be; whether the rest says something.
  private func checkForm(_ output: Written) -> Bool {
    let text = output.node.scalarText ?? ""
    if text == "-" {
      context.report(
        .badValue, at: output.node.location, "A job writes files, and no standard output.",
        help: "Give a file; what it holds can be read when the run has ended.")
      return false
    }
    guard checkPath(output.node, text) else { return false }
    let template = PathTemplate(text)
    for problem in template.problems { report(problem, output) }
    for piece in template.pieces {
      guard case .placeholder(let it) = piece, !output.placeholders.contains(it) else { continue }
      context.report(
        .unknownName, at: output.node.location, "\(output.what) cannot hold {\(it.rawValue)}.",
        help: Self.known(output.placeholders))
      return false
    }
    return template.problems.isEmpty
  }

  private func report(_ problem: PathTemplate.Problem, _ output: Written) {
    switch problem {
    case .loneBrace(let at):
      context.report(
        .badValue, at: output.node.location(ofScalar: at), "A brace stands here alone.",
        help: "Write {{ or }} for a brace that means itself.")
    case .unknown(let name, let at):
      let names = output.placeholders.map(\.rawValue)
      let near = nearest(name, in: names)
      context.report(
        .unknownName, at: output.node.location(ofScalar: at), "Unknown placeholder \"{\(name)}\".",
        help: near.map { "Did you mean \"{\($0)}\"?" } ?? Self.known(output.placeholders))
    }
  }

  private static func known(_ placeholders: Placeholders) -> String {
    let names = placeholders.map { "{\($0.rawValue)}" }
    return names.isEmpty
      ? "It takes no placeholders." : "It may hold \(names.joined(separator: ", "))."
  }

  /// What is wrong with any path: nobody means it.
  private func checkPath(_ node: YAMLNode, _ text: String) -> Bool {
    let (message, help) =
      if text.isEmpty {
        ("The path is empty.", "Name a file.")
      } else if text.utf8.first == UInt8(ascii: "~") {
        (
          "Here ~ is no home folder, for no shell reads this path.",
          "Write the whole path, or one that begins in the job file's folder."
        )
      } else if text.utf8.last == UInt8(ascii: "/") {
        ("This is a folder.", "Name a file in it.")
      } else {
        ("", "")
      }
    if !message.isEmpty { context.report(.badValue, at: node.location, message, help: help) }
    return message.isEmpty
  }

  // MARK: Inputs

  private var inputs: [YAMLNode] { root["inputs"]?.asSequence ?? [] }

  /// Files and patterns of the inputs, with their places.
  private var inputFiles: [(path: String, node: YAMLNode)] {
    inputs.compactMap { input in
      guard let node = input["file"], let path = node.scalarText else { return nil }
      return (path, node)
    }
  }

  /// Patterns of the inputs.
  private var patterns: [String] { inputFiles.map(\.path).filter(PathPattern.isPattern) }

  private var folder: String { JobPaths.folder(of: file) }

  private func found(_ path: String) -> String {
    JobPaths.normalized(JobPaths.resolve(path, in: folder))
  }

  private func fits(_ pattern: String, _ path: String) -> Bool {
    PathPattern(found(pattern)).fits(path)
  }

  private func checkInputs() {
    let files = inputFiles
    for (index, input) in files.enumerated() {
      for placeholder in PathTemplate.Placeholder.allCases
      where input.path.contains("{\(placeholder.rawValue)}") {
        context.report(
          .badValue, at: input.node.location, "The path of an input has no placeholders.",
          help: "Use a pattern, such as exports/*.csv.")
      }
      let first = files.indices.first { other in
        other != index && isSameInput(files[other].path, input.path, isBefore: other < index)
      }
      guard let first else { continue }
      context.report(
        .contradiction, at: input.node.location,
        "\"\(files[first].path)\" reads this file as well, so each of its users would be there twice.",
        help: "Take one of the two out.")
    }
  }

  private func isSameInput(_ one: String, _ other: String, isBefore: Bool) -> Bool {
    if found(one).utf8.elementsEqual(found(other).utf8) { return isBefore }
    guard PathPattern.isPattern(one), !PathPattern.isPattern(other) else { return false }
    return fits(one, found(other))
  }

  private func checkRejects() {
    guard let node = root["rejects"], let text = node.scalarText, !node.asNull, !text.isEmpty,
      inputs.count > 1 || !patterns.isEmpty
    else { return }
    let template = PathTemplate(text)
    guard template.problems.isEmpty, !template.holds(.input) else { return }
    context.report(
      .contradiction, at: node.location,
      "There are several inputs, and each has rejects of its own.",
      help: "Put {input} into the path, such as rejects-{input}.csv; a pattern counts as several.")
  }

  // MARK: What is read

  /// Files that are read, but those of the inputs.
  private var sources: [(what: String, node: YAMLNode)] {
    var sources: [(String, YAMLNode?)] = [("the file with the key", root["key"]?["file"])]
    for entry in root["keys"]?["values"]?.asMapping ?? [] {
      sources.append(("the file with a key", entry.value["file"]))
    }
    for suppression in root["suppression"]?.asSequence ?? [] {
      sources.append(("a suppression file", suppression["file"]))
    }
    for input in inputs { sources.append(("a database of the inputs", input["sqlite"]?["file"])) }
    sources.append(("the file with the monitor's address", root["report"]?["ping"]?["file"]))
    return sources.compactMap { what, node in
      guard let node, node.scalarText != nil, !node.asNull else { return nil }
      return (what, node)
    }
  }

  private var readNodes: [YAMLNode] {
    sources.map(\.node) + inputFiles.map(\.node).filter { !$0.asNull }
  }

  private func checkReadForm(_ node: YAMLNode) {
    _ = checkPath(node, node.scalarText ?? "")
  }

  private var reads: [Read] {
    var reads = sources.map { Read(what: $0.what, path: found($0.node.scalarText ?? "")) }
    reads += inputFiles.filter { !PathPattern.isPattern($0.path) }
      .map { Read(what: "an input", path: found($0.path)) }
    if let profile = root["profile"]?.scalarText {
      reads.append(Read(what: "the profile", path: found(profile)))
    }
    reads.append(Read(what: "the job file itself", path: JobPaths.normalized(file)))
    return reads
  }

  private func isOverwritten(_ read: String, by written: String) -> Bool {
    read.utf8.elementsEqual(written.utf8)
  }

  /// The path with the job's name and a made-up run.
  private func location(_ output: Written) -> String {
    let paths = JobPaths(
      jobFile: file, job: root["name"]?.scalarText ?? "", run: "run-id",
      time: .init(secondsSinceEpoch: 0))
    return JobPaths.normalized(
      paths.resolve(template: output.node.scalarText ?? "", input: "input-name"))
  }
}
