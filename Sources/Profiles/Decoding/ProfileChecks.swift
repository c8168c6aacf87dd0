import Findings
import Schemas

/// Checks of the whole profile, once every name is resolved.
struct ProfileChecks {
  let context: DecodingContext
  let profile: Profile
  let reader: MappingReader

  func run() {
    checkColumns()
    checkRequired()
    checkLifetime()
    checkIdentity()
    if profile.artifacts.isEmpty && reader.has("artifacts") {
      context.report(
        .badValue, at: reader.location("artifacts"), "A profile needs at least one artifact.")
    }
    if profile.claims.properties.isEmpty && reader.has("claims") {
      context.report(
        .badValue, at: reader.location("claims"), "A profile needs at least one claim.")
    }
  }

  /// One column may feed one thing.
  private func checkColumns() {
    var feeds: [String: String] = [:]
    for (what, group) in [("claim", profile.claims), ("input", profile.inputs)] {
      for property in group.properties {
        let columns = property.from ?? (property.takesOwnColumn ? [property.name] : [])
        for column in columns {
          if column.hasPrefix("muster_") {
            context.report(
              .badValue, at: property.location,
              "The column \"\(column)\" is reserved: names that begin with muster_ are Muster's.")
          }
          if let other = feeds[column], what == "claim" || other != "claim \(property.name)" {
            context.report(
              .contradiction, at: property.location,
              "The column \"\(column)\" feeds the \(what) \"\(property.name)\" and the \(other).",
              help: "Name other columns with `from`.")
          }
          feeds[column] = "\(what) \(property.name)"
        }
      }
    }
  }

  private func checkRequired() {
    for index in profile.claims.required {
      let property = profile.claims.properties[index]
      if case .defaultValue = property.origin {
        context.report(
          .contradiction, .warning, at: property.location,
          "The claim \"\(property.name)\" is required and has a default, so it is never missing.",
          help: "Take it out of `required`, or take the default away.")
      }
    }
  }

  private func checkLifetime() {
    for property in profile.claims.properties {
      guard case .time(let time) = property.origin, time.base == .expiry else { continue }
      if profile.lifetime.defaultSeconds == nil, reader.value("lifetime")?["default"] == nil {
        context.report(
          .contradiction, at: property.location,
          "The claim \"\(property.name)\" is an expiry, and lifetime has no default.")
      }
    }
  }

  private func checkIdentity() {
    for reference in profile.identity {
      let group = reference.scope == .input ? profile.inputs : profile.claims
      let property = group.properties[reference.index]
      if property.isSecret {
        context.report(
          .contradiction, at: property.location,
          "\"\(property.name)\" names a user, so it cannot be secret.")
      }
      if property.origin?.namesNobody ?? false, property.from == nil {
        context.report(
          .contradiction, .warning, at: reader.location("identity"),
          "\"\(property.name)\" is made by Muster, so it names nobody.",
          help: "Name a claim that comes from the batch.")
      }
    }
  }
}
