import Findings
import Tokens

/// Decodes the signed text that a platform takes in the place of a JWS.
struct ContainerDecoder {
  let context: DecodingContext
  let names: Names

  func container(_ reader: MappingReader, _ key: KeyRequirement) -> ContainerForm? {
    guard let node = reader.value("container"),
      let inner = MappingReader(node, ProfileFormat.container, context),
      let signature = inner.value("signature").flatMap({
        MappingReader($0, ProfileFormat.signature, context)
      }), let algorithm = algorithm(signature, key)
    else { return nil }
    names.checkSource(inner, context)
    let payload = payload(inner)
    var form = ContainerForm(
      payload: payload, algorithm: algorithm,
      over: signature.texts("over").compactMap { template($0.node, [.payload, .secret]) },
      separator: Array((signature.text("separator") ?? "").utf8),
      absent: signature.choice("absent", as: ContainerForm.Absent.self) ?? .omit,
      signatureEncoding: signature.choice("encoding", as: TextEncoding.self) ?? .hex,
      text: inner.value("text").flatMap { template($0, [.payload, .signature]) })
    if signature.has("over") && signature.texts("over").isEmpty {
      context.report(
        .badValue, at: signature.location("over"), "A signature needs a text to sign.")
    }
    check(&form, signature, inner)
    return form
  }

  private func payload(_ reader: MappingReader) -> ContainerForm.Payload? {
    guard let node = reader.value("payload"),
      let inner = MappingReader(node, ProfileFormat.payload, context)
    else { return nil }
    return ContainerForm.Payload(
      format: inner.choice("format", as: ContainerForm.Payload.Format.self) ?? .json,
      encoding: inner.choice("encoding", as: TextEncoding.self) ?? .none)
  }

  private func algorithm(_ reader: MappingReader, _ key: KeyRequirement) -> TextAlgorithm? {
    guard let node = reader.value("algorithm"), let name = node.scalarText else { return nil }
    guard let algorithm = TextAlgorithm(name: name) else {
      context.reportUnknown(
        .badValue, "algorithm", name, known: TextAlgorithm.named.map(\.name), at: node.location)
      return nil
    }
    let wanted = algorithm.keyAlgorithm.keyKind
    if !key.kinds.contains(wanted) {
      context.report(
        .contradiction, at: node.location,
        "\(name) signs with a key of kind \"\(wanted.rawValue)\", and this profile's key is of kind "
          + "\(key.kindWords).",
        help: "Change key.kind or the algorithm.")
    }
    return algorithm
  }

  private func template(_ node: YAMLNode, _ more: TemplateDecoder.Allowed) -> Template? {
    TemplateDecoder(context: context, names: names).template(
      node, allowed: more.union([.parameters, .inputs, .claims, .keyParts]))
  }

  /// A digest proves nothing unless the secret stands in its text, and nothing else may show it.
  private func check(
    _ form: inout ContainerForm, _ signature: MappingReader, _ reader: MappingReader
  ) {
    let signed = form.over.flatMap(\.placeholders)
    switch form.algorithm {
    case .digest where !signed.contains(.secret):
      context.report(
        .contradiction, at: signature.location("over"),
        "A digest signs only a text in which {secret} stands.",
        help: "Write {secret} where the document puts the key.")
    case .signature where signed.contains(.secret):
      context.report(
        .contradiction, at: signature.location("over"),
        "\(form.algorithm.name) takes a key pair, so {secret} does not stand in the text.",
        help: "Take {secret} away.")
    case .digest, .mac, .signature: break
    }
    for case .filtered(.secret, _) in form.over.flatMap(\.segments).compactMap({ segment in
      if case .placeholder(let placeholder) = segment { placeholder } else { nil }
    }) {
      context.report(
        .contradiction, at: signature.location("over"), "The secret takes no filter here.",
        help: "Put the step into key.derivation.")
    }
    if signature.has("absent") && form.over.count == 1 {
      context.report(
        .contradiction, at: signature.location("absent"),
        "A single text is signed, and a row that lacks one of its values is rejected.",
        help: "Give the lines of `over` one by one, or take `absent` away.")
    }
    let texts = signed + (form.text?.placeholders ?? [])
    if form.payload == nil,
      texts.contains(.piece(.payload)) || texts.contains(.piece(.encodedPayload))
    {
      context.report(
        .contradiction, at: reader.node.location, "This container names a payload and has none.",
        help: "For example: payload: { format: json, encoding: base64 }")
    }
    if let text = form.text, text.placeholders.count(where: { $0 == .piece(.signature) }) != 1 {
      context.report(
        .contradiction, at: reader.location("text"), "The text holds the signature once.",
        help: "Write {signature} once.")
    }
  }
}
