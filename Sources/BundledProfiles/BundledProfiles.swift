/// The profiles of the folder `profiles`, as the build has put them into the binary: found without
/// any path, and read only when one is named.
package enum BundledProfiles {
  /// Their names, in the order of the alphabet.
  package static var names: [String] { embeddedNames }

  /// The text of a profile; nil where there is none of this name.
  package static func text(_ name: String) -> String? { embeddedText(name) }
}
