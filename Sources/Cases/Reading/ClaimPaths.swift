import Profiles
import Schemas

/// Which claims, and members of them, a token of a profile can have.
struct ClaimPaths {
  private let profile: Profile

  init(_ profile: Profile) { self.profile = profile }

  /// Whether a token can have what these names lead to. A name may itself hold the points at which
  /// a path was taken apart.
  func canHave(_ names: [String]) -> Bool {
    canHave(names[...], in: profile.claims, isOpen: takesOthers)
  }

  /// Whether unknown columns become claims, or members of one: to look where they came is no mistake.
  private var takesOthers: Bool { [.claims, .object].contains(profile.columns.unknown) }

  /// The names that RFC 7519 section 4.1 registers: that a platform has none of them is worth a case.
  static let registered = ["iss", "sub", "aud", "exp", "nbf", "iat", "jti"]

  /// All that are listed, as paths; members are as deep as the profile, which is bounded.
  var all: [String] { Self.paths(profile.claims, below: "") }

  private static func paths(_ group: PropertyGroup, below prefix: String) -> [String] {
    group.properties.flatMap { property in
      [prefix + property.name]
        + (property.members.map { paths($0, below: "\(prefix)\(property.name).") } ?? [])
    }
  }

  private func canHave(
    _ names: ArraySlice<String>, in group: PropertyGroup, isOpen: Bool
  ) -> Bool {
    var isListed = false
    for count in stride(from: names.count, to: 0, by: -1) {
      let name = names.prefix(count).joined(separator: ".")
      guard let index = group.index(of: name) else { continue }
      isListed = true
      let rest = names.dropFirst(count)
      if rest.isEmpty || canHaveMember(rest, group.properties[index]) { return true }
    }
    // A claim that a parameter names may have any name.
    return !isListed && (isOpen || group.properties.contains { $0.claimName != nil })
  }

  private func canHaveMember(_ names: ArraySlice<String>, _ property: Property) -> Bool {
    guard property.types.contains(.object) else { return false }
    guard let members = property.members else { return true }
    var isOpen = !property.schema.description.patternProperties.isEmpty
    switch members.additional {
    case .none: break
    case .any, .schema: isOpen = true
    }
    return canHave(names, in: members, isOpen: isOpen)
  }
}
