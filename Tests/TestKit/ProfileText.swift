import Foundation

/// The text of a bundled profile.
package func profileText(_ name: String) -> [UInt8] {
  fileBytes("\(profilesFolder)/\(name)/profile.yaml")
}

/// The names of the bundled profiles: the folders beside each other.
package let bundledProfileNames: [String] =
  ((try? FileManager.default.contentsOfDirectory(atPath: profilesFolder)) ?? []).sorted()

/// The platforms that have golden tokens of their own, beside their cases.
package let goldenProfileNames = [
  "acadio", "bettermode", "mediaos", "proprofs", "tinydrive", "zendesk",
]

/// The folder of the checkout, found from this file's own place.
package let checkoutRoot: String = {
  let parts = #filePath.split(separator: "/")
  return "/" + parts.prefix { $0 != "Tests" }.joined(separator: "/")
}()

/// The folder of the bundled profiles.
private let profilesFolder = "\(checkoutRoot)/profiles"

/// The bytes of a file, or none where it cannot be read: the test that needs them then fails.
package func fileBytes(_ path: String) -> [UInt8] {
  FileManager.default.contents(atPath: path).map { Array($0) } ?? []
}
