package import Bytes
package import Ledgers
import Profiles
import Provisioning
import Runs

/// What a delivery would do with a row.
package enum DeliveryDecision: String, Sendable, CaseIterable {
  case new, changed, unchanged, suppressed, rejected, held
}

/// What is known of users under the delivery's name, in their order; nil of whom nothing is known.
package typealias DeliveryLookUp =
  ([KeyedDigest]) throws(LedgerError) -> [DeliveryRecord?]

/// Hears of the rows of all inputs while they are judged, and holds them against what was delivered.
final class DeliveryKeeper: RowKeeper {
  private let lookUp: DeliveryLookUp
  private let sendsAll: Bool
  private let told: DeliveryRowsFile?
  private let destructiveBits: UInt64

  private(set) var new = 0
  private(set) var changed = 0
  private(set) var unchanged = 0
  private(set) var suppressed = 0
  private(set) var repeated = 0
  private(set) var destructive = 0
  private(set) var effectRows: [Int]
  /// Users among the rows whom the ledger knows as delivered.
  private(set) var seenDelivered = 0
  /// Rows of the present input.
  private var wanted = RowSet()
  private var repeatedRows = RowSet()
  /// Why it threw.
  private(set) var failure: DeliveryFailure?

  init(
    _ lookUp: @escaping DeliveryLookUp, _ compiled: CompiledProfile, sendsAll: Bool,
    told: DeliveryRowsFile?
  ) {
    self.lookUp = lookUp
    self.sendsAll = sendsAll
    self.told = told
    let effects = compiled.profile.effects
    effectRows = Array(repeating: 0, count: effects.count)
    var bits: UInt64 = 0
    for (index, effect) in effects.enumerated() where effect.kind == .destructive {
      bits |= 1 << UInt64(index)
    }
    destructiveBits = bits
  }

  /// Returns the rows of the input that has been read, and begins with the next one.
  func takeRows() -> (wanted: RowSet, repeated: RowSet) {
    defer { (wanted, repeatedRows) = (RowSet(), RowSet()) }
    return (wanted, repeatedRows)
  }

  func keep(_ rows: [RememberedRow], refused: [RefusedRow]) throws(RunFailure) {
    do throws(LedgerError) {
      let users = rows.map(\.memo.identity) + refused.compactMap(\.identity)
      let records = try lookUp(users)
      var known = rows.count
      var refused = refused[...]
      for (index, row) in rows.enumerated() {
        while let first = refused.first, first.row < row.row {
          tell(first, records, &known)
          refused.removeFirst()
        }
        decide(row, records[index])
      }
      for row in refused { tell(row, records, &known) }
    } catch {
      failure = .ledger(error)
      throw .stopped
    }
    do throws(FileError) {
      try told?.flush()
    } catch {
      failure = .run(.output(error), input: "")
      throw .stopped
    }
  }

  private func tell(_ row: RefusedRow, _ records: [DeliveryRecord?], _ known: inout Int) {
    var record: DeliveryRecord?
    if row.identity != nil {
      record = records[known]
      known += 1
    }
    if record?.state == .delivered { seenDelivered += 1 }
    told?.add(row.row, row.isHeld ? .held : .rejected, record)
  }

  private func decide(_ row: RememberedRow, _ record: DeliveryRecord?) {
    let isDelivered = record?.state == .delivered
    if isDelivered { seenDelivered += 1 }
    if row.memo.isSuppressed {
      suppressed += 1
      told?.add(row.row, .suppressed, record)
      return
    }
    var decision = DeliveryDecision.new
    if isDelivered { decision = record?.claims == row.memo.claims ? .unchanged : .changed }
    switch decision {
    case .changed: changed += 1
    case .unchanged: unchanged += 1
    default: new += 1
    }
    told?.add(row.row, decision, record)
    guard decision != .unchanged || sendsAll else { return }
    wanted.insert(row.row)
    if record?.state == .presenting {
      repeated += 1
      repeatedRows.insert(row.row)
    }
    for index in effectRows.indices where row.memo.effects >> UInt64(index) & 1 != 0 {
      effectRows[index] += 1
    }
    if row.memo.effects & destructiveBits != 0 { destructive += 1 }
  }
}
