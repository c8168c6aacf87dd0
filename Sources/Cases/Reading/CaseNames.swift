import Findings
import Profiles

/// Holds the names in a cases file against the profile. Names that a run would refuse itself, such
/// as a parameter's, are left to the run: cases try them out.
struct CaseNames {
  let context: DecodingContext
  let profile: Profile

  func check(_ file: CaseFile) {
    for it in file.cases {
      check(it.options.keyParts ?? [])
      for expectation in it.expectations ?? [] {
        for effect in expectation.effects ?? [] {
          require(
            effect.name, in: profile.effects.map(\.id), "effect of the profile", effect.location)
        }
        for finding in expectation.findings { check(finding) }
        check(claimsOf: expectation)
      }
    }
  }

  private func check(_ parts: [CaseOptions.Named]) {
    for part in parts {
      require(part.name, in: profile.key.parts.map(\.name), "part of the key", part.location)
    }
  }

  /// A name that no token can have is absent for ever, and would say nothing.
  private func check(claimsOf expectation: Expectation) {
    let claims = ClaimPaths(profile)
    for absent in expectation.claimsAbsent {
      let names = absent.name.split(separator: ".", omittingEmptySubsequences: false)
      guard !ClaimPaths.registered.contains(absent.name), !claims.canHave(names.map(String.init))
      else { continue }
      report(absent.name, claims, absent.location)
    }
    for path in expectation.includedPaths where !claims.canHave(path.names) {
      // Told at the name with which it begins, and not again for what is below.
      let above = Array(path.names.dropLast())
      guard above.isEmpty || claims.canHave(above) else { continue }
      report(path.names.joined(separator: "."), claims, path.location)
    }
  }

  private func report(_ path: String, _ claims: ClaimPaths, _ location: SourceLocation) {
    context.reportUnknown(
      .unknownName, "claim of the profile", path, known: claims.all, at: location)
  }

  private func check(_ finding: ExpectedFinding) {
    guard let rule = finding.rule else { return }
    switch finding.code {
    case .rule: require(rule, in: profile.rules.map(\.id), "rule of the profile", finding.location)
    case .effectHeld:
      require(rule, in: profile.effects.map(\.id), "effect of the profile", finding.location)
    default:
      context.report(
        .contradiction, at: finding.location,
        "A finding \"\(finding.code.rawValue)\" comes from no rule.",
        help: "Take \"rule\" out.")
    }
  }

  private func require(
    _ name: String, in known: [String], _ what: String, _ location: SourceLocation
  ) {
    guard !known.contains(where: { $0.utf8.elementsEqual(name.utf8) }) else { return }
    context.reportUnknown(.unknownName, what, name, known: known, at: location)
  }
}
