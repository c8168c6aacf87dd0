import Findings
import Profiles

extension ProfileCompiler {
  /// Finds what decides on a row's key, where the run has several.
  mutating func chooseRoute() {
    guard let routing = options.routing else { return }
    guard let reference = reference(named: routing.field, for: "keys.by") else { return }
    guard !routing.values.isEmpty else {
      report(.missingKey, "There is no key for any value of \(routing.field) (keys.values).")
      return
    }
    guard routing.values.count <= KeyRoute.valuesMax else {
      report(
        .badValue,
        "There are keys for more than \(KeyRoute.valuesMax) values of \(routing.field) (valuesMax)."
      )
      return
    }
    var seen: Set<[UInt8]> = []
    for value in routing.values where !seen.insert(Array(value.utf8)).inserted {
      report(.duplicateKey, "There are two keys for \(routing.field) \(value) (keys.values).")
      return
    }
    parts.route = KeyRoute(reference, values: routing.values)
  }
}
