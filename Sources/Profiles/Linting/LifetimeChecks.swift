import Findings

/// Checks the lifetime against itself and against the claims that carry it.
struct LifetimeChecks {
  let context: DecodingContext
  let profile: Profile
  let reader: MappingReader

  func run() {
    checkExpiries()
    guard let node = reader.value("lifetime"),
      let lifetime = MappingReader(node, ProfileFormat.lifetime, DecodingContext())
    else { return }
    if let least = profile.lifetime.minimumSeconds, let most = profile.lifetime.maximumSeconds,
      least > most
    {
      context.report(
        .contradiction, at: lifetime.location("maximum"),
        "The maximum of \(most) seconds is less than the minimum of \(least), so no lifetime fits.",
        help: "Change one of the two.")
    }
    if context.isThorough {
      checkWarning(lifetime)
      checkUse(lifetime)
    }
  }

  /// An expiry needs a lifetime.
  private func checkExpiries() {
    guard profile.lifetime.defaultSeconds == nil, reader.value("lifetime")?["default"] == nil else {
      return
    }
    for (what, group) in [("input", profile.inputs), ("claim", profile.claims)] {
      for property in group.properties {
        guard case .time(let time) = property.origin, time.base != .now else { continue }
        context.report(
          .contradiction, at: property.location,
          "The \(what) \"\(property.name)\" needs a lifetime, and lifetime has no default.",
          help: "For example: lifetime: { default: 60s }")
      }
    }
  }

  private func checkWarning(_ lifetime: MappingReader) {
    guard let high = profile.lifetime.warnAboveSeconds, let most = profile.lifetime.maximumSeconds,
      high >= most
    else { return }
    context.report(
      .contradiction, .warning, at: lifetime.location("warnAbove"),
      "Nothing is ever warned of: a lifetime above \(high) seconds is more than the maximum of "
        + "\(most), and refused.", help: "Take a smaller warnAbove, or take it out.")
  }

  /// Lengths of a lifetime that no value carries.
  private func checkUse(_ lifetime: MappingReader) {
    guard !lifetime.has("claim") else { return }
    var isCarried = false
    FormatWalk { node, spec in
      guard spec.id == ProfileFormat.generate.id, let time = node["time"]?.scalarText else {
        return
      }
      if time != TimeOrigin.Base.now.rawValue { isCarried = true }
    }.run(reader.node)
    guard !isCarried else { return }
    for key in ["default", "minimum", "maximum", "warnAbove"] where lifetime.has(key) {
      context.report(
        .contradiction, .warning, at: lifetime.keyLocation(key),
        "No claim carries an expiry, so `\(key)` says nothing.",
        help: "Name the claim with `claim`, or take `\(key)` out.")
    }
  }
}
