import Findings
import Schemas

/// Decodes what refers to claims by name: lifetime, columns, identity.
struct PolicyDecoder {
  let context: DecodingContext
  let names: Names

  func lifetime(_ reader: MappingReader) -> Lifetime {
    var lifetime = Lifetime()
    guard let node = reader.value("lifetime"),
      let inner = MappingReader(node, ProfileFormat.lifetime, context)
    else { return lifetime }
    names.checkSource(inner, context)
    lifetime.claim = timed(inner, "claim")
    lifetime.defaultSeconds = positive(inner, "default")
    lifetime.minimumSeconds = positive(inner, "minimum")
    lifetime.maximumSeconds = positive(inner, "maximum")
    lifetime.warnAboveSeconds = positive(inner, "warnAbove")
    lifetime.age = age(inner)
    check(lifetime, inner)
    return lifetime
  }

  private func age(_ reader: MappingReader) -> Lifetime.Age? {
    guard let node = reader.value("age"),
      let inner = MappingReader(node, ProfileFormat.age, context)
    else { return nil }
    let claim = timed(inner, "claim")
    if inner.has("claim") && claim == nil { return nil }
    var age = Lifetime.Age(claim: claim)
    age.maximumSeconds = positive(inner, "maximum")
    if let name = inner.text("parameter") {
      age.parameter = names.parameters.index(of: name)
      if age.parameter == nil {
        context.reportUnknown(
          .unknownName, "parameter", name, known: names.parameters.names,
          at: inner.location("parameter"))
      } else if let index = age.parameter,
        names.parameters.properties[index].types != .integer
      {
        context.report(
          .contradiction, at: inner.location("parameter"),
          "The parameter \"\(name)\" holds an age in seconds, so its type is integer.")
      }
    }
    if inner.has("maximum") == inner.has("parameter") {
      context.report(
        .contradiction, at: node.location, "An age has either a maximum or a parameter.")
    }
    return age
  }

  private func check(_ lifetime: Lifetime, _ reader: MappingReader) {
    if let claim = lifetime.claim {
      let property = names.property(claim)
      guard case .time(let time) = property.origin, time.base == .expiry else {
        context.report(
          .contradiction, at: reader.location("claim"),
          "\"\(property.name)\" carries the expiry, so it needs generate: { time: expiry }.")
        return
      }
    }
    if reader.has("claim") && !reader.has("default") {
      context.report(
        .missingKey, at: reader.node.location, "A lifetime with a claim needs a default.",
        help: "For example: default: 60s")
    }
    guard let seconds = lifetime.defaultSeconds else { return }
    if let maximum = lifetime.maximumSeconds, seconds > maximum {
      context.report(
        .contradiction, at: reader.location("default"),
        "The default lifetime of \(seconds) seconds is longer than the maximum of \(maximum).",
        help: "Shorten the default, or raise the maximum.")
    }
    if let minimum = lifetime.minimumSeconds, seconds < minimum {
      context.report(
        .contradiction, at: reader.location("default"),
        "The default lifetime of \(seconds) seconds is shorter than the minimum of \(minimum).",
        help: "Lengthen the default, or lower the minimum.")
    }
  }

  private func positive(_ reader: MappingReader, _ key: String) -> Int? {
    guard let seconds = reader.seconds(key) else { return nil }
    if seconds <= 0 {
      context.report(.badValue, at: reader.location(key), "\"\(key)\" must be more than nothing.")
      return nil
    }
    return seconds
  }

  /// A claim or an input that holds a time.
  private func timed(_ reader: MappingReader, _ key: String) -> Reference? {
    guard let name = reader.text(key) else { return nil }
    let reference = names.reference(name)
    guard let reference, reference.scope != .parameter, reference.members.isEmpty else {
      context.reportUnknown(
        .unknownName, "claim", name,
        known: names.claims.names
          + names.inputs.names.map { "inputs." + $0 }, at: reader.location(key))
      return nil
    }
    return reference
  }

  private func claim(_ reader: MappingReader, _ key: String) -> Int? {
    guard let name = reader.text(key) else { return nil }
    let index = names.claims.index(of: name)
    if index == nil {
      context.reportUnknown(
        .unknownName, "claim", name, known: names.claims.names, at: reader.location(key))
    }
    return index
  }

  func columns(_ reader: MappingReader) -> ColumnPolicy {
    var policy = ColumnPolicy(unknown: .reject, into: nil, reserved: [])
    guard let node = reader.value("columns"),
      let inner = MappingReader(node, ProfileFormat.columns, context)
    else { return policy }
    names.checkSource(inner, context)
    policy.unknown = inner.choice("unknown", as: ColumnPolicy.Unknown.self) ?? .reject
    policy.into = claim(inner, "into")
    policy.reserved = inner.texts("reserved").map { Array($0.text.utf8) }
    if (policy.unknown == .object) != inner.has("into") {
      context.report(
        .contradiction, at: node.location,
        "`unknown: object` and `into` belong together: into names the object claim.")
    } else if let into = policy.into, !names.claims.properties[into].types.contains(.object) {
      context.report(
        .contradiction, at: inner.location("into"),
        "\"\(names.claims.properties[into].name)\" is no object, so columns cannot go into it.")
    }
    if policy.unknown == .claims, case .none = names.claims.additional {
      context.report(
        .contradiction, at: inner.location("unknown"),
        "Unknown columns become claims, and additionalProperties forbids further claims.")
    }
    return policy
  }

  func identity(_ reader: MappingReader) -> [Reference] {
    let found = reader.texts("identity").compactMap { (text, node) -> Reference? in
      guard let reference = names.reference(text), reference.scope != .parameter else {
        context.reportUnknown(
          .unknownName, "claim", text, known: names.paths, at: node.location)
        return nil
      }
      return reference
    }
    if reader.has("identity") && reader.texts("identity").isEmpty {
      context.report(
        .badValue, at: reader.location("identity"), "identity names at least one claim.")
    }
    return found
  }
}
