import Bytes
package import Minting
package import Tokens

/// A row that only its ticket opens.
///
/// Its key comes from the ticket's own 128 bits, and from the ledger's key: a stolen ledger gives neither
/// links nor what stands in rows, even together with its key. The run's number is sealed in, so that a
/// row belongs to its run.
package enum SealedRow {
  /// - Parameter run: the number of the ticket's run.
  package static func seal(
    _ row: StoredRow, code: TicketCode, run: Int64, _ keys: TicketKeys, _ entropy: Entropy
  ) throws(SigningError) -> [UInt8] {
    let plain = row.encoded
    let context = context(run)
    return try SealedBytes.seal(
      plain.span, key: key(code, keys), context: context.span, entropy)
  }

  /// Nil unless it was sealed for this ticket and run, and is as it was.
  package static func open(
    _ sealed: [UInt8], code: TicketCode, run: Int64, _ keys: TicketKeys
  ) -> StoredRow? {
    let context = context(run)
    return SealedBytes.open(sealed.span, key: key(code, keys), context: context.span)
      .flatMap { StoredRow(encoded: $0) }
  }

  private static func key(_ code: TicketCode, _ keys: TicketKeys) -> SecretBytes {
    code.withBytes { keys.seals.key($0) }
  }

  private static func context(_ run: Int64) -> [UInt8] {
    var context = Array("muster ticket row".utf8)
    for shift in stride(from: Int64(56), through: 0, by: -8) {
      context.append(UInt8(truncatingIfNeeded: run >> shift))
    }
    return context
  }
}
