/// The profiles of the folder `profiles`, as the build has put them into the binary: found without
/// any path, and read only when one is named.
package enum BundledProfiles {
  /// Their names, in the order of the alphabet.
  package static var names: [String] { embeddedNames }

  /// The text of a profile; nil where there is none of this name.
  package static func text(_ name: String) -> String? { embeddedText("\(name)/profile.yaml") }

  /// The text of a profile's cases; nil where it has none.
  package static func cases(_ name: String) -> String? { embeddedText("\(name)/cases.yaml") }

  /// The text of a test key beside the cases; nil where there is none of this name.
  package static func testKey(_ file: String, of name: String) -> String? {
    file.hasPrefix("test-") ? embeddedText("\(name)/\(file)") : nil
  }
}
