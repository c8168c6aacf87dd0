import Bytes
package import Findings
import Profiles

/// The values that may occur once in a batch: identities, and identifiers that the batch brings along.
/// Each worker takes their fingerprints from its rows; ``SeenValues`` holds them against each other.
package struct UniqueValues: Sendable {
  private let references: [Reference]
  private let hash: SipHash
  /// What decides on a row's key: users with different keys are different users.
  private let route: KeyRoute?
  /// Whether the value, by its index, counts within what the route says, and not everywhere.
  private let isScoped: [Bool]

  /// - Parameter key: 16 random bytes; another key in each run keeps hostile batches from choosing
  ///   values that collide.
  package init(_ compiled: CompiledProfile, key: [UInt8]) {
    precondition(key.count == 16, "A SipHash key has 16 bytes.")
    references = compiled.uniqueValues
    hash = SipHash(key: key)
    let route = compiled.route
    self.route = route
    // An identifier of a token that comes twice is a mistake wherever it goes.
    isScoped = references.map { route != nil && compiled.isUser($0) }
  }

  /// How many there are in a row.
  package var count: Int { references.count }

  package func fingerprint(_ value: Span<UInt8>) -> Fingerprint {
    Fingerprint(hash.digest(value))
  }

  /// Appends those of the row that `judge` has just accepted, as many as ``count`` says; nil for a value
  /// that the row does not have.
  package func append(_ judge: borrowing Judge, to fingerprints: inout [Fingerprint?]) {
    for (index, reference) in references.enumerated() {
      let range = judge.location(of: reference)
      guard !range.isEmpty else {
        fingerprints.append(nil)
        continue
      }
      let value = (reference.scope == .input ? judge.inputs : judge.claims)[range]
      guard isScoped[index] else {
        fingerprints.append(fingerprint(value.span))
        continue
      }
      var text: [UInt8] = []
      _ = route?.appendText(judge, to: &text)
      // No text has this byte.
      text.append(0xFF)
      text += value
      fingerprints.append(fingerprint(text.span))
    }
  }

  /// What to say of the row that `judge` has just accepted, and that repeats the value of this index.
  package func finding(
    _ judge: borrowing Judge, _ repetition: SeenValues.Repetition, at place: Finding.Place
  ) -> Finding {
    let reference = references[repetition.index]
    let program = judge.compiled.program(reference)
    let isIdentity = judge.compiled.profile.identity.contains(reference)
    let range = judge.location(of: reference)
    let value = (reference.scope == .input ? judge.inputs : judge.claims)[range]
    return Finding(
      isIdentity ? .duplicateIdentity : .duplicateValue, at: place,
      "The \(reference.scope == .input ? "input" : "claim") \"\(reference.text)\" has the same value "
        + "as in row \(repetition.first)\(repetition.input.map { " of \($0)" } ?? "")"
        + (isScoped[repetition.index] ? " for the same \(route?.reference.text ?? "")." : "."),
      help: isIdentity
        ? "One user, one row: merge the two rows, or remove one."
        : "Leave it empty, so that Muster makes one.",
      column: judge.binding.columns[program.slot].first.map { judge.binding.name($0) },
      claim: reference.text,
      excerpt: program.isSecret ? Judge.redaction : Excerpt.make(value.span))
  }
}

extension CompiledProfile {
  /// Whether a unique value stands for a user, and not for a token.
  fileprivate func isUser(_ reference: Reference) -> Bool {
    guard reference.scope == .claim, reference.members.isEmpty,
      !profile.identity.contains(reference),
      case .random = profile.claims.properties[reference.index].origin
    else { return true }
    return false
  }
}
