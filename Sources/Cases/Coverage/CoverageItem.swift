package import Profiles
import Provisioning
import Schemas
import Tokens

/// One thing that a profile says and that a case can show.
package struct CoverageItem: Sendable, Hashable {
  /// What the profile says: `rule one-of-two`, `sub maxLength 50`.
  package var subject: String
  package var side: Side

  package enum Side: String, Sendable, Hashable {
    /// A row that breaks the rule, and one to which it applies and that keeps it.
    case broken, kept
    /// A row that has the effect, and one that could have it and has not.
    case had
    case notHad = "not had"
    /// A value that is accepted, at the limit where there is a nearest one, and a refused one just
    /// beyond.
    case atLimit = "at the limit"
    case justBeyond = "just beyond"
    /// A row with the value, and one that is refused for want of it.
    case given, missing
    /// A token, or an artifact with what was signed in it, byte for byte; an artifact of a form.
    case compared
  }

  /// As `--coverage` shows it and `unreachable` names it.
  package var words: String { "\(subject): \(side.rawValue)" }
}

/// Everything that the cases of a profile should show.
package struct CoverageCatalogue {
  package private(set) var items: [CoverageItem] = []
  private let sources: ValueSources

  package init(_ profile: Profile) {
    sources = ValueSources(profile: profile)
    if profile.key.kinds.contains(.secret) { add("signature", .compared) }
    for rule in profile.rules { add("rule \(rule.id)", .broken, .kept) }
    for effect in profile.effects { add("effect \(effect.id)", .had, .notHad) }
    add(profile.lifetime)
    // The token alone is no form that could be wrong.
    for form in profile.artifacts where form.kind != .token {
      add("artifact \(form.name)", .compared)
    }
    for form in profile.artifacts where form.maxLength != nil {
      add("artifact \(form.name) maxLength", .atLimit, .justBeyond)
    }
    add(profile.inputs, prefix: "inputs.")
    add(profile.claims, prefix: "")
  }

  private mutating func add(_ subject: String, _ sides: CoverageItem.Side...) {
    for side in sides { items.append(CoverageItem(subject: subject, side: side)) }
  }

  private mutating func add(_ lifetime: Lifetime) {
    guard lifetime.defaultSeconds != nil else { return }
    for (name, seconds) in lifetime.bounds {
      add("lifetime \(name) \(seconds)", .atLimit, .justBeyond)
    }
  }

  private mutating func add(_ group: PropertyGroup, prefix: String) {
    for (index, property) in group.properties.enumerated() {
      let path = prefix + property.name
      if group.required.contains(index), !sources.isCertain(property) {
        add("\(path) required", .given, .missing)
      }
      guard sources.canVary(property) else { continue }
      for limit in property.schema.limits(at: path) {
        add(limit.words, .atLimit, .justBeyond)
      }
    }
    // Inputs and parameters have no others.
    guard prefix.isEmpty, case .schema(let schema) = group.additional else { return }
    for limit in schema.limits(at: ObservedValue.otherClaims) {
      add(limit.words, .atLimit, .justBeyond)
    }
  }
}

extension Lifetime {
  /// The bounds that a run's choice can meet.
  var bounds: [(name: String, seconds: Int)] {
    [("minimum", minimumSeconds), ("maximum", maximumSeconds), ("warnAbove", warnAboveSeconds)]
      .compactMap { name, seconds in seconds.map { (name, $0) } }
  }
}
