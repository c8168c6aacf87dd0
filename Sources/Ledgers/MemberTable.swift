package import Bytes

/// The members of a job in memory, for who looks up most of them: one walk through the file costs
/// less than finding a fifth of them one by one.
///
/// It shows the ledger as it was when the table was made.
package struct MemberTable: Sendable {
  /// What a member takes, with the table around it.
  package static let bytesPerMember = 80

  private struct Entry {
    let identity: KeyedDigest
    let claims: KeyedDigest
    let id: Int64
    let run: Int64
    let expiresAt: Int
    let flags: Flags
  }

  private struct Flags: OptionSet {
    let rawValue: UInt8
    static let hasClaims = Flags(rawValue: 1)
    static let isNew = Flags(rawValue: 2)
    static let isGone = Flags(rawValue: 4)
    static let expires = Flags(rawValue: 8)
  }

  private var entries: [Entry] = []
  /// Positions in `entries`, from 1; 0 is free. A power of two of them, at least a third free.
  private var slots: [UInt32]

  fileprivate init(count: Int) {
    var slotCount = 16
    while slotCount < count + count / 2 { slotCount *= 2 }
    slots = [UInt32](repeating: 0, count: slotCount)
    entries.reserveCapacity(count)
  }

  package var count: Int { entries.count }

  /// The member of that identity; nil where nobody is known.
  package subscript(identity: KeyedDigest) -> LedgerMember? {
    // Bits of a digest under a key are as good as any hash, and nobody can choose them.
    var slot = Int(truncatingIfNeeded: identity.low) & (slots.count - 1)
    while slots[slot] != 0 {
      let index = Int(slots[slot]) - 1
      if entries[index].identity == identity { return member(entries[index]) }
      slot = (slot + 1) & (slots.count - 1)
    }
    return nil
  }

  private func member(_ entry: Entry) -> LedgerMember {
    LedgerMember(
      id: entry.id, claims: entry.flags.contains(.hasClaims) ? entry.claims : nil, run: entry.run,
      change: entry.flags.contains(.isNew) ? .new : .changed,
      isGone: entry.flags.contains(.isGone),
      expiresAt: entry.flags.contains(.expires)
        ? NumericDate(secondsSinceEpoch: entry.expiresAt) : nil)
  }

  fileprivate mutating func add(_ identity: KeyedDigest, _ member: LedgerMember) {
    var flags: Flags = []
    if member.claims != nil { flags.insert(.hasClaims) }
    if member.change == .new { flags.insert(.isNew) }
    if member.isGone { flags.insert(.isGone) }
    if member.expiresAt != nil { flags.insert(.expires) }
    entries.append(
      Entry(
        identity: identity, claims: member.claims ?? KeyedDigest(high: 0, low: 0), id: member.id,
        run: member.run, expiresAt: member.expiresAt?.secondsSinceEpoch ?? 0, flags: flags))
    var slot = Int(truncatingIfNeeded: identity.low) & (slots.count - 1)
    while slots[slot] != 0 { slot = (slot + 1) & (slots.count - 1) }
    slots[slot] = UInt32(entries.count)
  }
}

extension Ledger {
  /// The members of a job, gone or not, as they are now.
  ///
  /// - Parameter membersMax: with more of them there is no table, and ``lookUp(_:of:into:)`` is to
  ///   be used; a member takes about ``MemberTable/bytesPerMember`` bytes.
  package func memberTable(
    of job: Int64, membersMax: Int
  ) throws(LedgerError) -> MemberTable? {
    precondition(membersMax < Int(UInt32.max), "A table's slots have 32 bits.")
    return try read { session in
      let count = try session.integer(
        "SELECT count(*) FROM members WHERE job_id = ?", [.integer(job)])
      guard let count, count <= Int64(membersMax) else { return nil }
      var table = MemberTable(count: Int(count))
      // The plus keeps SQLite from the index: the walk is in the order of the file.
      let sql = """
        SELECT id, claims, run_id, change, gone_run, expires_at, identity FROM members
        WHERE +job_id = ?
        """
      try session.rows(sql, [.integer(job)]) { row in
        table.add(try row.requiredDigest(6), try Self.member(row))
      }
      return table
    }
  }
}
