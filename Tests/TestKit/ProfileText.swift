import Glibc

/// The text of a bundled profile, found from this file's own place.
package func profileText(_ name: String, filePath: String = #filePath) -> [UInt8] {
  let parts = filePath.split(separator: "/")
  let root = "/" + parts.prefix { $0 != "Tests" }.joined(separator: "/")
  return fileBytes("\(root)/profiles/\(name)/profile.yaml")
}

/// The names of the bundled profiles.
package let bundledProfileNames = [
  "acadio", "bettermode", "mediaos", "proprofs", "tinydrive", "zendesk",
]

/// The bytes of a file, or none where it cannot be read: the test that needs them then fails.
package func fileBytes(_ path: String) -> [UInt8] {
  guard let file = unsafe fopen(path, "rb") else { return [] }
  defer { unsafe fclose(file) }
  var bytes: [UInt8] = []
  while true {
    let byte = unsafe getc(file)
    if byte == EOF { return bytes }
    bytes.append(UInt8(truncatingIfNeeded: byte))
  }
}
