import Findings

/// Checks which column feeds what, and what names a user.
struct ColumnChecks {
  let context: DecodingContext
  let profile: Profile
  let reader: MappingReader

  func run() {
    checkColumns()
    checkIdentity()
    if context.isThorough { checkReserved() }
  }

  /// One column may feed one thing.
  private func checkColumns() {
    // By bytes: two names that differ in their normal form only are two columns.
    var feeds: [[UInt8]: String] = [:]
    for (what, group) in [("claim", profile.claims), ("input", profile.inputs)] {
      for property in group.properties {
        let columns = property.from ?? (property.takesOwnColumn ? [property.name] : [])
        for column in columns {
          if column.hasPrefix("muster_") {
            context.report(
              .badValue, at: property.location,
              "The column \"\(column)\" is reserved: names that begin with muster_ are Muster's.")
          }
          let key = Array(column.utf8)
          if let other = feeds[key], what == "claim" || other != "claim \(property.name)" {
            context.report(
              .contradiction, at: property.location,
              "The column \"\(column)\" feeds the \(what) \"\(property.name)\" and the \(other).",
              help: "Name other columns with `from`.")
          }
          feeds[key] = "\(what) \(property.name)"
        }
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

  /// Names that may not be passed through, where nothing is.
  private func checkReserved() {
    guard let node = reader.value("columns")?.entry("reserved"),
      profile.columns.unknown == .reject || profile.columns.unknown == .ignore
    else { return }
    context.report(
      .contradiction, .warning, at: node.key.location,
      "No unknown column is passed through, so `reserved` says nothing.", help: "Take it out.")
  }
}
