package import Bytes
package import Ledgers
package import Minting
package import Tokens

/// What the ledger's key is to rosters that are in it. Tasks may share it.
///
/// Rows are sealed with keys that come from the ledger's key and the user: a ledger that is stolen
/// without its key says neither who is in a roster nor what stands in rows. With its key it says both,
/// because a server has to find a user by a name alone.
package struct RosterKeys: Sendable {
  private let users: KeyedHash
  private let rosters: KeyedHash
  private let seals: KeyedHash

  /// - Parameter key: the ledger's.
  package init(_ key: KeyedHash) {
    users = key.derived(Array("roster user".utf8).span)
    rosters = key.derived(Array("roster".utf8).span)
    seals = key.derived(Array("roster seal".utf8).span)
  }

  /// What a user is found by in a roster.
  ///
  /// - Parameter identity: the text of what the user is known by; compared byte by byte.
  package func user(_ identity: [UInt8], roster name: String) -> KeyedDigest {
    users.digest(Self.text(Array(name.utf8), identity).span)
  }

  /// Stands for a roster's name and the form of its rows: whoever can write into the ledger and does not
  /// have its key can give a roster neither another name nor other columns.
  package func proof(_ roster: Int64, name: String, form: [UInt8]) -> KeyedDigest {
    rosters.digest(Self.text(Self.bytes(roster) + Array(name.utf8), form).span)
  }

  /// Seals a user's row of a roster.
  package func seal(
    _ row: StoredRow, user: KeyedDigest, roster: Int64, _ entropy: Entropy
  ) throws(SigningError) -> [UInt8] {
    let plain = row.encoded
    let context = Self.bytes(roster)
    return try SealedBytes.seal(
      plain.span, key: seals.key(user.bytes.span), context: context.span, entropy)
  }

  /// Opens what the ledger found of a user; nil unless row and form are as they were loaded.
  package func open(
    _ found: LedgerRosterRow, user: KeyedDigest
  ) -> (row: StoredRow, form: RowForm)? {
    let roster = found.roster
    let context = Self.bytes(roster.id)
    guard proof(roster.id, name: roster.name, form: roster.form) == roster.proof,
      let form = RowForm(encoded: roster.form),
      let row = SealedBytes.open(
        found.sealed.span, key: seals.key(user.bytes.span), context: context.span
      ).flatMap({ StoredRow(encoded: $0) })
    else { return nil }
    return (row, form)
  }

  private static func bytes(_ number: Int64) -> [UInt8] {
    stride(from: Int64(56), through: 0, by: -8).map { UInt8(truncatingIfNeeded: number >> $0) }
  }

  /// Two texts as one: with the length of the first in front, so that no two pairs have one text.
  private static func text(_ first: [UInt8], _ second: [UInt8]) -> [UInt8] {
    bytes(Int64(first.count)) + first + second
  }
}
