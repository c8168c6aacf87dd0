package import Bytes
import Findings
import Profiles

extension Judge {
  /// Notes what a column gave to a claim, an input or a member.
  ///
  /// A row has changed when what its columns give has: times, random identifiers and what the profile
  /// makes of them are others in each run.
  mutating func noteFed(_ program: ValueProgram) {
    guard compiled.memory != nil else { return }
    fed.append(UInt8(ascii: ","))
    if program.index < 0 {
      // A member; the byte keeps its path apart from the name of a claim.
      fed.append(1)
      fed += Array(program.path.utf8)
    }
    fed += program.prefix
    fed += value
  }

  /// Notes what a column gave under a name that the profile does not know.
  mutating func noteFed(further prefix: [UInt8], of object: String?) {
    guard compiled.memory != nil else { return }
    fed.append(UInt8(ascii: ","))
    if let object {
      fed.append(2)
      fed += Array(object.utf8)
    }
    fed += prefix
    fed += value
  }

  /// Refuses a row that has nothing by which a ledger could know it.
  mutating func checkIdentity() {
    guard let memory = compiled.memory, !memory.identity.contains(where: isPresent) else { return }
    // What is wrong with the value has been said.
    guard !isRejected else { return }
    let names = memory.identity.map { "\"\($0.text)\"" }.joined(separator: " or ")
    report(
      Finding(
        .missingIdentity, at: .row(row, line: line),
        "The row has no value for \(names), by which the ledger could know its user.",
        help:
          "Fill it, or name another claim or input in the job or the server's file: identity: NAME."
      ))
  }

  /// Copies what a digester needs of the row that was judged last.
  func takeValues(_ memory: RowMemory, into row: inout RowValues) {
    row.begin()
    row.fed.removeAll(keepingCapacity: true)
    row.fed += fed
    for reference in memory.references {
      let start = row.values.count
      _ = hasValues && appendJSON(of: reference, to: &row.values)
      row.ranges.append(start..<row.values.count)
    }
  }
}

/// What a worker needs to remember rows that the judge has judged.
package struct RowRecaller {
  private let memory: RowMemory
  private let digester: RowDigester
  private var row = RowValues()

  package init?(_ compiled: CompiledProfile, _ digester: RowDigester?) {
    guard let memory = compiled.memory, let digester else { return nil }
    self.memory = memory
    self.digester = digester
  }

  /// What the user counts within: the same one at two websites, each with its key, is two.
  private func scope(of judge: borrowing Judge) -> [UInt8] {
    var scope: [UInt8] = []
    _ = judge.hasValues && judge.compiled.route?.appendText(judge, to: &scope) ?? false
    return scope
  }

  /// What the ledger may know of the row that was accepted last; nil where it has no identity.
  package mutating func memo(of judge: borrowing Judge, effects: [Int]) -> RowMemo? {
    judge.takeValues(memory, into: &row)
    var bits: UInt64 = 0
    for effect in effects { bits |= 1 << UInt64(effect) }
    let scope = scope(of: judge)
    return digester.memo(of: row, scope: scope.span, effects: bits)
  }

  /// What the ledger knows the user of the row by that was judged last, whatever became of it; nil where
  /// the row does not tell.
  package mutating func identity(of judge: borrowing Judge) -> KeyedDigest? {
    judge.takeValues(memory, into: &row)
    let scope = scope(of: judge)
    return digester.identity(of: row, scope: scope.span)
  }
}
