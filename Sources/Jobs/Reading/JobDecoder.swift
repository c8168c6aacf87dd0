import Batches
import Bytes
import Findings
import Profiles
import Tokens

/// Decodes the whole file. What is wrong is reported and left out.
struct JobDecoder: FormDecoding {
  let context: DecodingContext
  let secrets: ClearSecrets

  func decode(_ root: YAMLNode) -> Job? {
    guard let reader = mapping(root, JobFormat.job, leaving: ["key"]) else { return nil }
    var job = Job(
      name: reader.text("name") ?? "", profile: filled(reader, "profile") ?? "",
      key: key(reader), output: output(reader))
    job.description = reader.text("description")
    job.parameters = parameters(reader)
    job.algorithm = algorithm(reader)
    job.lifetimeSeconds = lifetime(reader)
    job.artifact = filled(reader, "artifact")
    job.allowedEffects = allowed(reader)
    job.identity = filled(reader, "identity")
    job.inputs = inputs(reader)
    job.inputFormat = reader.text("format").flatMap(BatchFormat.init(rawValue:))
    job.delimiter = delimiter(reader)
    job.columns = named(reader, "columns").map { (name: $0.name, column: $0.text) }
    job.separators = named(reader, "separators").map { (name: $0.name, separator: $0.text) }
    job.ignoresUnknownColumns = reader.bool("ignoreUnknown") ?? false
    job.rejects = reader.text("rejects")
    job.findings = reader.text("findings")
    job.suppressions = suppressions(reader)
    job.limits = limits(reader)
    if let inner = part(reader, "ledger", JobFormat.ledger) {
      job.ledger.file = inner.text("file")
      job.ledger.key = inner.text("key")
    }
    job.report = report(reader)
    return job
  }

  // MARK: Choices

  private func allowed(_ reader: MappingReader) -> [String] {
    reader.texts("allow").compactMap { effect in
      guard effect.text.utf8.elementsEqual("duplicates".utf8) else { return effect.text }
      context.report(
        .contradiction, at: effect.node.location,
        "A job has one token for each user, so it cannot allow duplicates.",
        help: "Take it out; rows that name a user twice are rejected, and the run says which.")
      return nil
    }
  }

  private func delimiter(_ reader: MappingReader) -> UInt8? {
    guard let text = reader.text("delimiter") else { return nil }
    if let format = reader.text("format"), format == "json" || format == "jsonl" {
      context.report(
        .contradiction, at: reader.node.entry("delimiter")?.key.location ?? reader.node.location,
        "Only CSV has a delimiter, and the format is \(format).",
        help: "Take one of the two out.")
    }
    return text == "tab" ? 0x09 : text.utf8.count == 1 ? text.utf8.first : nil
  }

  // MARK: Results

  private func output(_ reader: MappingReader) -> Job.Output {
    guard let inner = part(reader, "output", JobFormat.output) else { return Job.Output(path: "") }
    return Job.Output(
      path: inner.text("file") ?? "",
      format: inner.choice("format", as: Job.OutputFormat.self) ?? .lines)
  }

  private func suppressions(_ reader: MappingReader) -> [Job.Suppression] {
    reader.elements("suppression").compactMap { element in
      guard let inner = mapping(element, JobFormat.suppression) else { return nil }
      let matches = inner.texts("match")
      if inner.has("match"), matches.isEmpty, let node = inner.value("match"), !node.asNull {
        context.report(
          .badValue, at: inner.location("match"), "\"match\" names nothing, so nobody is held off.",
          help: "For example: match: [email]")
      }
      return Job.Suppression(
        file: inner.text("file") ?? "", column: filled(inner, "column"),
        matches: matches.map(\.text))
    }
  }

  private func report(_ reader: MappingReader) -> Job.ReportPlaces {
    var places = Job.ReportPlaces()
    guard let inner = part(reader, "report", JobFormat.report) else { return places }
    places.html = inner.text("html")
    places.json = inner.text("json")
    places.metrics = inner.text("metrics")
    places.ping = ping(inner)
    return places
  }

  // MARK: Limits

  private func limits(_ reader: MappingReader) -> Job.Limits {
    var limits = Job.Limits()
    guard let inner = part(reader, "limits", JobFormat.limits) else { return limits }
    limits.maxChange = threshold(inner, "max-change")
    limits.maxVanished = threshold(inner, "max-vanished")
    limits.maxDestructive = threshold(inner, "max-destructive")
    limits.maxRejected = threshold(inner, "max-rejected")
    return limits
  }

  private func threshold(_ reader: MappingReader, _ key: String) -> Job.Threshold? {
    guard let text = reader.text(key), reader.value(key)?.asNull != true else { return nil }
    if let threshold = Job.Threshold(text: text) { return threshold }
    context.report(
      .badValue, at: reader.location(key), "\"\(key)\" is neither a count nor a share up to 100%.",
      help: "For example: \(key): 250, \(key): 5%, \(key): 2.5%")
    return nil
  }
}

extension Job.Threshold {
  /// Reads `250`, `20%` or `2.5%`; nil for anything else, and for more than `100%`.
  package init?(text: String) {
    var bytes = Array(text.utf8)
    func number(_ digits: ArraySlice<UInt8>) -> Int? {
      guard !digits.isEmpty, digits.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
      return Int(String(decoding: digits, as: Unicode.UTF8.self))
    }
    guard bytes.last == UInt8(ascii: "%") else {
      guard let count = number(bytes[...]) else { return nil }
      self = .count(count)
      return
    }
    bytes.removeLast()
    let parts = bytes.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    guard (1...2).contains(parts.count), let whole = number(parts[0]), whole <= 100 else {
      return nil
    }
    var hundredths = whole * 100
    if parts.count == 2 {
      guard parts[1].count <= 2, let fraction = number(parts[1]) else { return nil }
      hundredths += parts[1].count == 1 ? fraction * 10 : fraction
    }
    guard hundredths <= 10_000 else { return nil }
    self = .share(hundredths)
  }

  /// As the job file writes it.
  package var text: String {
    switch self {
    case .count(let count): return "\(count)"
    case .share(let hundredths):
      let fraction = hundredths % 100
      let whole = "\(hundredths / 100)"
      if fraction == 0 { return whole + "%" }
      if fraction % 10 == 0 { return "\(whole).\(fraction / 10)%" }
      return "\(whole).\(fraction < 10 ? "0" : "")\(fraction)%"
    }
  }
}
