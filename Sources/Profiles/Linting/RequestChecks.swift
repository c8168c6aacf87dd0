import Findings
import Schemas

/// Checks what requests to a server may give: that it is clear what each name means, and that nothing
/// harmful can come in.
struct RequestChecks {
  let context: DecodingContext
  let profile: Profile
  let names: Names
  let reader: MappingReader

  func run() {
    checkNonces()
    checkNames()
    checkIdentity()
    for property in profile.inputs.properties where !property.requestNames.isEmpty {
      if !checkTarget(property), context.isThorough { checkOpen(property) }
      checkBase(property)
    }
  }

  /// The value of a key of an input.
  private func node(_ property: Property, _ key: String) -> YAMLNode? {
    reader.node["inputs"]?["properties"]?[property.name]?[key]
  }

  private func place(_ property: Property) -> SourceLocation {
    node(property, "request")?.location ?? property.location
  }

  // MARK: One meaning each

  private func checkNonces() {
    let nonces = profile.inputs.properties.filter(\.isPageNonce)
    for other in nonces.dropFirst() {
      context.report(
        .contradiction, at: node(other, "nonce")?.location ?? other.location,
        "A page has one nonce, and \"\(nonces[0].name)\" is it already.",
        help: "Take one of the two out; an input may stand in several places.")
    }
  }

  private func checkNames() {
    var known: [[UInt8]: String] = [:]
    for property in profile.inputs.properties {
      let node = node(property, "request")
      for name in property.requestNames {
        if let other = known.updateValue(property.name, forKey: Array(name.utf8)) {
          let nodes = node?.asSequence ?? []
          context.report(
            .contradiction,
            at: nodes.first { $0.scalarText == name }?.location ?? place(property),
            "The request's \"\(name)\" gives the input \"\(other)\" already.",
            help: "One name gives one input; where both want the value, one takes it with "
              + "value: \"{\(other)}\".")
        }
      }
    }
  }

  /// Whoever asks is known before the request is read, and stays who they are.
  private func checkIdentity() {
    guard let first = profile.identity.first, isFromRequest(first) else { return }
    context.report(
      .unsafeRequest, at: reader.location("identity"),
      "A request may give \"\(names.property(first).name)\", so it cannot say first who the user is.",
      help: "Put a claim before it that comes from the batch, or take `request` out.")
  }

  private func isFromRequest(_ reference: Reference) -> Bool {
    let property = names.property(reference)
    if !property.requestNames.isEmpty { return true }
    // An origin names what stands above it, so this ends.
    return (property.origin?.placeholders ?? []).contains { placeholder in
      guard let inner = placeholder.reference else { return false }
      return isFromRequest(inner)
    }
  }

  // MARK: What may come in

  /// Texts that lead a browser off the site, or run a script: WHATWG URL, sections 4.4 and 4.5.
  private static let leads = [
    "//evil.example/", "//evil", "//EVIL", "//1", "/\\evil.example/", "/\\evil",
    "\\\\evil.example/",
    "/\t/evil.example/",
    "\t//evil.example/", "javascript:alert(1)", "JavaScript:alert", "data:,x",
  ]

  /// A place to go to takes nothing that leads elsewhere than it seems.
  ///
  /// - Returns: whether something was reported.
  private func checkTarget(_ property: Property) -> Bool {
    guard isTarget(property),
      let lead = Self.leads.first(where: { property.schema.accepts($0) })
    else { return false }
    context.report(
      .unsafeRequest, at: place(property),
      "\"\(property.name)\" says where the browser goes next, and a request may give "
        + "\"\(PrintableText.shown(lead))\".",
      help: "Give it format: relative-path, or https-url where the platform wants a whole address.")
    return true
  }

  /// Whether its name, or a name that it has in a request or a link, is that of a place to go to.
  private func isTarget(_ property: Property) -> Bool {
    var words = [property.name] + property.requestNames
    for form in profile.artifacts {
      for pair in form.query + form.fragment + form.fields
      where pair.template.placeholders.contains(where: { isInput($0, property) }) {
        words.append(pair.name)
      }
    }
    return words.map(DeliveryChecks.word).contains { word in
      DeliveryChecks.targetNames.contains(word)
        || ["uri", "url", "path"].contains(where: word.hasSuffix)
    }
  }

  private func isInput(_ placeholder: Placeholder, _ property: Property) -> Bool {
    guard let reference = placeholder.reference, reference.scope == .input else { return false }
    return profile.inputs.properties[reference.index].name.utf8.elementsEqual(property.name.utf8)
  }

  private func checkOpen(_ property: Property) {
    let items = property.schema.description.items
    if property.schema.hasConstraint || (property.types == .array && items?.hasConstraint == true) {
      return
    }
    context.report(
      .unsafeRequest, .warning, at: place(property),
      "A request may give \"\(property.name)\", and nothing says what it may be.",
      help: "Give it a format, a pattern or an enum.")
  }

  /// A pattern that a batch's own rows are held to is too little where anybody may write the value.
  private func checkBase(_ property: Property) {
    for form in profile.artifacts {
      guard case .placeholder(.path(let reference)) = form.url?.segments.first,
        isInput(.path(reference), property), !names.isHostHeld(reference),
        property.schema.description.enumeration == nil, property.schema.description.const == nil
      else { continue }
      context.report(
        .unsafeRequest, at: place(property),
        "The token of the artifact \"\(form.name)\" goes where the request says.",
        help: "Take `request` out; or hold the host with a rule compare: { claim: inputs."
          + "\(property.name), hostEquals: parameters.NAME }, or an enum.")
    }
  }
}
