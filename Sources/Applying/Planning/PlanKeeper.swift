import Bytes
import Ledgers
import Profiles
import Provisioning
import Runs

/// What an apply would do with a row, or with a user who has none.
package enum PlannedAction: String, Sendable, CaseIterable {
  case new, changed, unchanged, suppressed, rejected, held, vanished
}

/// Hears of the rows of all inputs while they are judged, and holds them against the ledger.
final class PlanKeeper: RowKeeper {
  /// What an earlier run, which was killed, has left in the ledger.
  enum Unfinished {
    case none
    /// Its rows are done.
    case resumed(run: Int64)
    /// Its rows are to be done again.
    case restarted(run: Int64)
    /// All is done but for the names of its files, and the next apply begins with them: so many users
    /// are known then that were not before.
    case completed(run: Int64, new: Int)

    /// The run whose rows are taken as if it had not come to them.
    var run: Int64? {
      switch self {
      case .none, .completed: nil
      case .resumed(let run), .restarted(let run): run
      }
    }
  }

  /// Up to so many users the ledger is read once and held in memory, some 80 bytes each; more are looked
  /// up one by one, which takes three times as long.
  static let tableMembersMax = 1 << 20

  private let ledger: Ledger?
  private let job: LedgerJob?
  private let unfinished: Unfinished
  private let issuesAll: Bool
  /// Told what becomes of each row, where somebody wants to know.
  private let told: PlannedRows?

  private(set) var new = 0
  private(set) var changed = 0
  private(set) var unchanged = 0
  private(set) var suppressed = 0
  /// Rows to be issued that have each effect, and that have one of the destructive ones.
  private(set) var effectRows: [Int]
  private(set) var destructive = 0
  private let destructiveBits: UInt64
  /// Rows of the present input that are to be issued.
  private var wanted = RowSet()
  /// Members of the ledger whose rows were seen.
  private(set) var seen = RowSet()
  private var seenPresent = 0
  /// Why it threw.
  private(set) var failure: JobFailure?
  private var members: [LedgerMember?] = []
  private var table: MemberTable?
  private var hasLookedForTable = false

  init(
    _ ledger: Ledger?, _ job: LedgerJob?, _ compiled: CompiledProfile, _ unfinished: Unfinished,
    issuesAll: Bool, told: PlannedRows? = nil
  ) {
    self.ledger = ledger
    self.job = job
    self.unfinished = unfinished
    self.issuesAll = issuesAll
    self.told = told
    let effects = compiled.profile.effects
    effectRows = Array(repeating: 0, count: effects.count)
    var bits: UInt64 = 0
    for (index, effect) in effects.enumerated() where effect.kind == .destructive {
      bits |= 1 << UInt64(index)
    }
    destructiveBits = bits
  }

  /// Users whom the ledger knew before this run.
  var known: Int {
    let known = job?.known ?? 0
    if case .completed(_, let new) = unfinished { return known + new }
    return known
  }

  /// Those of them whom no input has.
  var vanished: Int { known - seenPresent }

  /// Returns the rows of the input that has been read, and begins with the next one.
  func takeWanted() -> RowSet {
    defer { wanted = RowSet() }
    return wanted
  }

  func keep(_ rows: [RememberedRow], refused: [RefusedRow]) throws(RunFailure) {
    do throws(JobFailure) {
      try lookUp(rows.map(\.memo.identity) + refused.compactMap(\.identity))
      var told = 0
      for (index, row) in rows.enumerated() {
        try tell(refused, &told, before: row.row)
        try decide(row, members[index])
      }
      try tell(refused, &told, before: .max)
      for member in members[rows.count...] {
        if let member { see(member) }
      }
    } catch {
      failure = error
      throw .stopped
    }
  }

  private func lookUp(_ identities: [KeyedDigest]) throws(JobFailure) {
    guard let ledger, let job else {
      members = Array(repeating: nil, count: identities.count)
      return
    }
    do throws(LedgerError) {
      if !hasLookedForTable {
        hasLookedForTable = true
        table = try ledger.memberTable(of: job.id, membersMax: Self.tableMembersMax)
      }
      guard let table else {
        try ledger.lookUp(identities, of: job.id, into: &members)
        return
      }
      members.removeAll(keepingCapacity: true)
      for identity in identities { members.append(table[identity]) }
    } catch {
      throw .ledger(error)
    }
  }

  private func decide(_ row: RememberedRow, _ member: LedgerMember?) throws(JobFailure) {
    if let member { see(member) }
    var action = PlannedAction.suppressed
    if !row.memo.isSuppressed {
      action = self.action(row, member)
      count(action)
      let isWanted = (action != .unchanged || issuesAll) && !isDone(member)
      if isWanted { wanted.insert(row.row) }
      if action != .unchanged || issuesAll { count(row.memo.effects) }
    } else {
      suppressed += 1
    }
    try tell(action, row.row)
  }

  /// Tells of the refused rows that stand before a row, from `next` on.
  private func tell(
    _ refused: [RefusedRow], _ next: inout Int, before row: Int
  ) throws(JobFailure) {
    while told != nil, next < refused.count, refused[next].row < row {
      try tell(refused[next].isHeld ? .held : .rejected, refused[next].row)
      next += 1
    }
  }

  private func tell(_ action: PlannedAction, _ row: Int) throws(JobFailure) {
    do {
      try told?.write(action, row)
    } catch {
      throw .output(error)
    }
  }

  private func action(_ row: RememberedRow, _ member: LedgerMember?) -> PlannedAction {
    guard let member, isPresent(member) else { return .new }
    if member.run == unfinished.run { return member.change == .new ? .new : .changed }
    return member.claims == row.memo.claims ? .unchanged : .changed
  }

  /// Whether the user has not vanished, or was issued anew since.
  private func isPresent(_ member: LedgerMember) -> Bool {
    guard member.isGone, case .completed(let run, _) = unfinished else { return !member.isGone }
    return member.run == run
  }

  private func isDone(_ member: LedgerMember?) -> Bool {
    guard case .resumed(let run) = unfinished else { return false }
    return member?.run == run
  }

  private func count(_ action: PlannedAction) {
    switch action {
    case .new: new += 1
    case .changed: changed += 1
    case .unchanged: unchanged += 1
    case .suppressed, .rejected, .held, .vanished: break
    }
  }

  private func count(_ effects: UInt64) {
    guard effects != 0 else { return }
    for index in effectRows.indices where effects >> UInt64(index) & 1 != 0 {
      effectRows[index] += 1
    }
    if effects & destructiveBits != 0 { destructive += 1 }
  }

  /// Notes that the user is there. One who has vanished is back when a row is issued, and not when it
  /// is refused: who is not gone any more would not be issued again.
  private func see(_ member: LedgerMember) {
    let id = Int(member.id)
    guard isPresent(member), !seen.contains(id) else { return }
    seen.insert(id)
    let isBroughtIn = member.run == unfinished.run && member.change == .new
    if !isBroughtIn { seenPresent += 1 }
  }
}
