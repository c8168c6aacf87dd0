package import Findings
package import Profiles
import Schemas
package import Tokens

/// What a profile says about a key, beyond what makes it usable.
package enum KeyFindings {
  /// Pieces of the key that templates name and that are no secrets, in the profile's order.
  package static func parts(
    of material: SecretBytes, _ requirement: KeyRequirement
  ) throws(KeyError) -> [[UInt8]] {
    var parts: [[UInt8]] = []
    for part in requirement.parts {
      let piece = try KeyStep.apply(part.steps, to: material)
      parts.append(piece.withBytes { span in span.indices.map { span[$0] } })
    }
    return parts
  }

  /// The same for several keys, each with the value that it stands for: what a profile writes it writes
  /// for all rows alike, so all must have the same parts.
  ///
  /// - Returns: the parts, or the finding that refuses the keys.
  package static func parts(
    of materials: [(value: String, material: SecretBytes)], _ requirement: KeyRequirement
  ) throws(KeyError) -> (parts: [[UInt8]], finding: Finding?) {
    guard let first = materials.first else { return ([], nil) }
    let parts = try parts(of: first.material, requirement)
    for other in materials.dropFirst() {
      let others = try Self.parts(of: other.material, requirement)
      guard let index = parts.indices.first(where: { parts[$0] != others[$0] }) else { continue }
      let finding = Finding(
        .keyPartsDiffer, at: .run,
        "The part \"\(requirement.parts[index].name)\" of the key for \(first.value) is another than "
          + "that of the key for \(other.value), and the profile writes it for all rows alike.",
        help: "Use one job for each key.")
      return (parts, finding)
    }
    return (parts, nil)
  }

  /// What is doubtful about a key: short, or not what the platform's console shows.
  package static func findings(
    of material: SecretBytes, _ key: SigningKey, _ requirement: KeyRequirement
  ) -> [Finding] {
    var findings: [Finding] = []
    if let least = requirement.shortBelow, key.algorithm.keyKind == .secret,
      key.bitCount < least * 8
    {
      findings.append(
        Finding(
          .weakKey, .warning, at: .run,
          "The secret is \(key.bitCount / 8) bytes long; at least \(least) are good.",
          help: "A short secret can be guessed from one token; ask the platform for a longer one."))
    }
    // How short is too short is the platform's to say; the other doubts are everybody's.
    for doubt in key.doubts where doubt != .shorterThanHash {
      findings.append(Finding(.doubtfulKey, .warning, at: .run, doubt.message))
    }
    for doubtful in requirement.doubtful where isDoubtful(material, doubtful) {
      findings.append(Finding(.doubtfulKey, .warning, at: .run, doubtful.message))
    }
    return findings
  }

  private static func isDoubtful(_ material: SecretBytes, _ doubtful: DoubtfulKey) -> Bool {
    var scratch = PatternScratch()
    return material.withBytes { span in
      var count = span.count
      while count > 0 && (span[count - 1] == 0x0A || span[count - 1] == 0x0D) { count -= 1 }
      return doubtful.pattern.matches(span.extracting(0..<count), scratch: &scratch)
    }
  }
}
