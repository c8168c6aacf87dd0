package import Bytes
package import Ledgers
package import Tokens

/// What the ledger's key is to tickets: four keyed hashes, each for one kind of text. Tasks may share it.
package struct TicketKeys: Sendable {
  private let codes: KeyedHash
  private let users: KeyedHash
  private let runs: KeyedHash
  /// Gives the keys that rows are sealed with.
  let seals: KeyedHash

  /// - Parameter key: the ledger's.
  package init(_ key: KeyedHash) {
    codes = key.derived(Array("ticket code".utf8).span)
    users = key.derived(Array("ticket user".utf8).span)
    runs = key.derived(Array("ticket run".utf8).span)
    seals = key.derived(Array("ticket seal".utf8).span)
  }

  /// What a ticket is found by. Every code costs the same, known or not, and who does not have the key
  /// cannot say which digest a code has: how long the index takes tells nothing about codes.
  package func hash(_ code: TicketCode) -> KeyedDigest {
    code.withBytes { codes.digest($0) }
  }

  /// What a user's tickets are found by.
  ///
  /// - Parameter identity: the text of what the user is known by.
  package func user(_ identity: [UInt8]) -> KeyedDigest { users.digest(identity.span) }

  /// Stands for what is said of a run and of its form. Whoever can write into the ledger and does not
  /// have its key cannot move tickets to another mount, give them another window, or swap columns.
  package func proof(_ run: Int64, _ facts: NewTicketRun, form: [UInt8]) -> KeyedDigest {
    var text: [UInt8] = []
    func add(_ number: Int) {
      for shift in stride(from: 56, through: 0, by: -8) {
        text.append(UInt8(truncatingIfNeeded: number >> shift))
      }
    }
    add(Int(run))
    add(facts.createdAt.secondsSinceEpoch)
    add(facts.notBefore.secondsSinceEpoch)
    add(facts.notAfter.secondsSinceEpoch)
    add(facts.usesMax)
    for part in [Array(facts.mount.utf8), Array(facts.purpose.utf8), form] {
      // With its length in front, so that no two sets of facts have one text.
      add(part.count)
      text += part
    }
    return runs.digest(text.span)
  }
}
