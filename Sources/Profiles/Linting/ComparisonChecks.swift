import Findings
import Schemas

/// Checks the comparisons of rules: bounds that leave nothing, and bounds that the lifetime breaks.
struct ComparisonChecks {
  let context: DecodingContext
  let profile: Profile
  let names: Names
  let reader: MappingReader

  func run() {
    for node in reader.elements("rules") {
      guard let inner = node["compare"], !context.hasErrors(within: inner),
        let compare = MappingReader(inner, ProfileFormat.compare, DecodingContext())
      else { continue }
      if let least = compare.seconds("minimum"), let most = compare.seconds("maximum"),
        least > most
      {
        context.report(
          .contradiction, at: compare.location("maximum"),
          "The maximum \(most) is less than the minimum \(least), so no value fits.",
          help: "Change one of the two.")
        continue
      }
      checkLifetime(compare)
      guard context.isThorough else { continue }
      checkItself(compare)
      checkSchema(compare)
    }
  }

  // MARK: Lifetimes

  /// A difference between the expiry and the time of issue is the lifetime.
  private func checkLifetime(_ compare: MappingReader) {
    guard let end = time(compare, "claim"), end.base == .expiry, let start = time(compare, "minus"),
      start.base == .now, let usual = profile.lifetime.defaultSeconds
    else { return }
    let shift = end.offsetSeconds - start.offsetSeconds
    let least = (profile.lifetime.minimumSeconds ?? 1) + shift
    let most = (profile.lifetime.maximumSeconds ?? Self.lifetimeMax) + shift
    for (key, isBroken, breaksAll) in [
      ("minimum", { usual + shift < $0 }, { most < $0 }),
      ("maximum", { usual + shift > $0 }, { least > $0 }),
    ] as [(String, (Int) -> Bool, (Int) -> Bool)] {
      guard let bound = compare.seconds(key), isBroken(bound) else { continue }
      if breaksAll(bound) {
        context.report(
          .contradiction, at: compare.location(key),
          "Every token breaks this rule: lifetime allows \(range(least, most)) here, and the "
            + "\(key) is \(bound).", help: "Change the bounds of lifetime, or those of the rule.")
      } else if context.isThorough {
        context.report(
          .contradiction, .warning, at: compare.location(key),
          "A token with the default lifetime breaks this rule: it has \(usual + shift) seconds "
            + "here, and the \(key) is \(bound).", help: "Change lifetime.default, or the rule.")
      }
    }
  }

  private static let lifetimeMax = 315_576_000_000

  private func range(_ least: Int, _ most: Int) -> String {
    profile.lifetime.maximumSeconds == nil
      ? "at least \(least) seconds" : "\(least) to \(most) seconds"
  }

  /// The time that a claim always holds, where Muster alone writes it, in seconds.
  private func time(_ compare: MappingReader, _ key: String) -> TimeOrigin? {
    guard let property = property(compare, key), property.from == nil,
      case .time(let time) = property.origin, case .seconds = time.form
    else { return nil }
    return time
  }

  private func property(_ compare: MappingReader, _ key: String) -> Property? {
    compare.text(key).flatMap(names.reference).flatMap(names.member)
  }

  // MARK: One claim

  private func checkItself(_ compare: MappingReader) {
    let name = compare.text("claim")
    for key in ["minus", "equals", "lessThan", "hostEquals"] where compare.text(key) == name {
      context.report(
        .contradiction, .warning, at: compare.location(key),
        "\"\(name ?? "")\" is compared with itself.", help: "Name another claim.")
    }
  }

  /// Bounds against those of the claim's own schema.
  private func checkSchema(_ compare: MappingReader) {
    guard let property = property(compare, "claim"), !property.types.isEmpty,
      let bound = ["minimum", "maximum"].first(where: compare.has)
    else { return }
    if property.types.isDisjoint(with: [.integer, .number, .string]) {
      return context.report(
        .contradiction, .warning, at: compare.location("claim"),
        "\"\(property.name)\" is of type \(property.types.words), which has no bounds.",
        help: "Name a claim that holds a number.")
    }
    guard !compare.has("minus"), property.types.isSubset(of: [.integer, .number]) else { return }
    var bounds = SchemaDescription()
    bounds.minimum = compare.seconds("minimum").map { "\($0)" }
    bounds.maximum = compare.seconds("maximum").map { "\($0)" }
    let schema = Schema(bounds)
    if Schema.haveNoCommonValue([property.schema, schema]) {
      context.report(
        .contradiction, .warning, at: compare.location(bound),
        "This rule refuses every row that has \"\(property.name)\": its schema leaves no such value.",
        help: "Change the bounds of the claim, or those of the rule.")
    } else if !["equals", "lessThan", "hostEquals"].contains(where: compare.has),
      property.schema.isWithin(schema)
    {
      context.report(
        .contradiction, .warning, at: compare.location(bound),
        "Nothing can break this rule: the schema of \"\(property.name)\" has these bounds.",
        help: "Take the rule out.")
    }
  }
}
