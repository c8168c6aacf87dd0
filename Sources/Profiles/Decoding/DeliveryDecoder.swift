import Findings
import Schemas

/// Decodes how Muster presents tokens itself, and what answers mean.
struct DeliveryDecoder {
  let context: DecodingContext
  let names: Names

  /// - Parameter forms: the profile's artifacts, of which one is presented.
  func delivery(_ reader: MappingReader, _ forms: [ArtifactForm]) -> DeliveryRule? {
    guard let node = reader.value("delivery"),
      let inner = MappingReader(node, ProfileFormat.delivery, context)
    else { return nil }
    names.checkSource(inner, context)
    let artifact = artifact(inner, forms)
    let answers = inner.elements("success")
    let success = answers.compactMap(answer)
    if answers.isEmpty, inner.value("success")?.isSequence == true {
      context.report(
        .badValue, at: inner.location("success"),
        "A delivery needs at least one answer that means success.",
        help: "For example: success: [{ status: 2xx }]")
    }
    guard let artifact else { return nil }
    return DeliveryRule(
      artifact: artifact, success: success, redirectsMax: redirects(inner),
      source: inner.text("source") ?? "", location: node.location)
  }

  /// The name of the form that is presented.
  private func artifact(_ reader: MappingReader, _ forms: [ArtifactForm]) -> String? {
    let presentable = forms.filter { Self.isPresentable($0.kind) }
    guard let name = reader.text("artifact") else {
      if presentable.isEmpty {
        context.report(
          .contradiction, at: reader.node.location,
          "No artifact is of kind url or form, so there is nothing to present.",
          help: "Add one, or take the delivery out.")
      }
      return presentable.first?.name
    }
    guard let form = forms.first(where: { $0.name.utf8.elementsEqual(name.utf8) }) else {
      context.reportUnknown(
        .unknownName, "artifact", name, known: presentable.map(\.name),
        at: reader.location("artifact"))
      return nil
    }
    guard Self.isPresentable(form.kind) else {
      context.report(
        .contradiction, at: reader.location("artifact"),
        "The artifact \"\(name)\" is of kind \(form.kind.rawValue), and only a url or a form can be "
          + "presented.",
        help: presentable.isEmpty
          ? "Add one, or take the delivery out."
          : "Name \(presentable.map { "\"\($0.name)\"" }.joined(separator: " or ")).")
      return nil
    }
    return form.name
  }

  private static func isPresentable(_ kind: ArtifactForm.Kind) -> Bool {
    kind == .url || kind == .form
  }

  private func redirects(_ reader: MappingReader) -> Int {
    guard let count = reader.integer("redirects") else { return 0 }
    let range = ProfileFormat.redirects
    if !range.contains(count) {
      context.report(
        .badValue, at: reader.location("redirects"),
        "\(range.lowerBound) to \(range.upperBound) redirects may be followed.",
        help: "The answer to the first request is mostly enough: leave it out.")
    }
    return min(max(count, range.lowerBound), range.upperBound)
  }

  // MARK: Answers

  private func answer(_ node: YAMLNode) -> DeliveryRule.Answer? {
    guard let reader = MappingReader(node, ProfileFormat.answer, context) else { return nil }
    // A key that nobody knows is reported already.
    if node.asMapping?.isEmpty == true {
      context.report(
        .badValue, at: node.location, "This answer says nothing, so every answer would be one.",
        help: "For example: { status: 2xx }")
    }
    return DeliveryRule.Answer(
      statuses: statuses(reader), location: compilePattern(reader.value("location"), context),
      locationNot: compilePattern(reader.value("locationNot"), context),
      body: compilePattern(reader.value("body"), context),
      bodyNot: compilePattern(reader.value("bodyNot"), context))
  }

  /// Every code that is named, by itself or by its class.
  func statuses(_ reader: MappingReader) -> [Int] {
    let texts = reader.texts("status")
    if texts.isEmpty, reader.value("status")?.isSequence == true {
      context.report(
        .badValue, at: reader.location("status"), "`status` is a list with at least one code.",
        help: "For example: status: [200, 302]")
    }
    var codes: [Int] = []
    for (text, node) in texts {
      guard let named = Self.codes(text) else {
        context.report(
          .badValue, at: node.location,
          "\"\(PrintableText.shown(text))\" is no status of a final answer.",
          help: "Write a code from \(ProfileFormat.statuses.lowerBound) to "
            + "\(ProfileFormat.statuses.upperBound), or a class such as 2xx.")
        continue
      }
      if named.allSatisfy(codes.contains) {
        context.report(
          .contradiction, at: node.location, "\"\(text)\" is among those before it.",
          help: "Take it out.")
      }
      codes += named.filter { !codes.contains($0) }
    }
    return codes
  }

  /// Three digits, or a digit and `xx`.
  private static func codes(_ text: String) -> [Int]? {
    let bytes = Array(text.utf8)
    guard bytes.count == 3, let first = digit(bytes[0]) else { return nil }
    if bytes[1...].elementsEqual("xx".utf8) {
      let codes = Array(first * 100...first * 100 + 99)
      return codes.allSatisfy(ProfileFormat.statuses.contains) ? codes : nil
    }
    guard let second = digit(bytes[1]), let third = digit(bytes[2]) else { return nil }
    let code = first * 100 + second * 10 + third
    return ProfileFormat.statuses.contains(code) ? [code] : nil
  }

  private static func digit(_ byte: UInt8) -> Int? {
    (0x30...0x39).contains(byte) ? Int(byte) - 0x30 : nil
  }
}
