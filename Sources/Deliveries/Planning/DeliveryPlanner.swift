import Batches
import Bytes
package import Findings
import Ledgers
import Minting
import Profiles
import Provisioning
package import Runs
package import Tokens

/// Judges all rows of a delivery, and sends nothing.
package struct DeliveryPlanner {
  private let materials: DeliveryMaterials
  private let clock: WallClock
  private let entropy: Entropy
  private let told: DeliveryRowsFile?
  private let interruption: @Sendable () -> Int32?
  /// Told at once what a person should know before the end.
  package var notice: (Finding) -> Void = { _ in }
  /// Told of rows that were judged, those of them that were refused, and the share of the input.
  package var progress: ((Int, Int, Double?) -> Void)?

  package init(
    _ materials: DeliveryMaterials, clock: WallClock, entropy: Entropy, told: DeliveryRowsFile?,
    interruption: @escaping @Sendable () -> Int32?
  ) {
    self.materials = materials
    self.clock = clock
    self.entropy = entropy
    self.told = told
    self.interruption = interruption
  }

  // MARK: Judging

  /// - Parameters:
  ///   - lookUp: what is known of users.
  ///   - known: how many users the ledger knows as delivered.
  ///   - sendsAll: whether unchanged rows are presented, too.
  ///   - confirmed: rows that lead elsewhere are refused; nil refuses none.
  package func plan(
    _ lookUp: @escaping DeliveryLookUp, known: Int, sendsAll: Bool, confirmed: ConfirmedHost?
  ) throws(DeliveryFailure) -> DeliveryPlan {
    var plan = DeliveryPlan()
    let effects = materials.compiled.profile.effects.count
    plan.heldEffects = Array(repeating: 0, count: effects)
    let keeper = DeliveryKeeper(lookUp, materials.compiled, sendsAll: sendsAll, told: told)
    var key: [UInt8] = []
    entropy.append(16, to: &key)
    let batch = BatchMemory(key: key)
    for index in materials.inputs.inputs.indices {
      told?.input = materials.inputs.inputs[index].name
      try judge(index, keeper, batch, &plan)
      let (wanted, repeated) = keeper.takeRows()
      plan.wanted.append(wanted)
      plan.repeatedRows.append(repeated)
    }
    plan.new = keeper.new
    plan.changed = keeper.changed
    plan.unchanged = keeper.unchanged
    plan.suppressed = keeper.suppressed
    plan.repeated = keeper.repeated
    plan.destructive = keeper.destructive
    plan.effectRows = keeper.effectRows
    plan.known = known
    plan.vanished = max(0, known - keeper.seenDelivered)
    try scout(&plan, confirmed)
    return plan
  }

  private func judge(
    _ index: Int, _ keeper: DeliveryKeeper, _ batch: BatchMemory, _ plan: inout DeliveryPlan
  ) throws(DeliveryFailure) {
    guard var request = try materials.request(index) else {
      plan.outputs.append(nil)
      return
    }
    let name = materials.inputs.inputs[index].name
    let outputs = RunOutputs(request)
    plan.outputs.append(outputs)
    request.pass = JobPass(
      keeper: keeper, digester: materials.digester, batch: batch, outputs: outputs, rows: nil,
      head: ArtifactHead(isWritten: false))
    let before = (plan.rows, plan.rejected + plan.held)
    let told = progress.map { progress in
      { (report: RunReport, share: Double?) in
        progress(before.0 + report.rows, before.1 + report.rejected + report.held, share)
      }
    }
    let report: RunReport
    do {
      report = try RunController(
        clock: clock, entropy: entropy, interruption: interruption, notice: notice, progress: told
      ).run(request)
    } catch {
      if case .stopped = error, let failure = keeper.failure { throw failure }
      throw .run(error, input: name)
    }
    plan.rows += report.rows
    plan.rejected += report.rejected
    plan.held += report.held
    for effect in plan.heldEffects.indices {
      plan.heldEffects[effect] += report.heldEffects[effect]
    }
    plan.findingCount += report.findingCount
    plan.groups.merge(report.groups)
    plan.shown += report.shown.prefix(RunReport.shownFindingsMax - plan.shown.count).map {
      (name, $0)
    }
  }

  // MARK: Looking where rows lead

  /// Looks where each wanted row leads, and refuses those that lead elsewhere than was confirmed.
  private func scout(_ plan: inout DeliveryPlan, _ confirmed: ConfirmedHost?)
    throws(DeliveryFailure)
  {
    for index in plan.wanted.indices {
      plan.forms.append(plan.wanted[index].count == 0 ? nil : try materials.rowForm(index))
    }
    var stream = DeliveryStream(materials, wanted: plan.wanted, repeated: plan.repeatedRows)
    var scouts: [Minter?] = []
    for form in plan.forms { scouts.append(try form.map(scout)) }
    var wanted = plan.wanted.map { _ in RowSet() }
    var rejecter = DeliveryRejecter(materials.compiled, plan)
    while let row = try stream.next() {
      if let signal = interruption() { throw .run(.interrupted(signal: signal), input: "") }
      guard let scout = scouts[row.input] else { continue }
      if let findings = try refusal(row, scout, confirmed, &plan) {
        let name = materials.inputs.inputs[row.input].name
        for finding in findings { plan.add(finding, input: name) }
        try rejecter.reject(row, findings, input: name)
        plan.turnedAway += 1
      } else {
        wanted[row.input].insert(row.stored.row)
      }
    }
    plan.wanted = wanted
  }

  private func scout(_ form: RowForm) throws(DeliveryFailure) -> Minter {
    do {
      return try Minter(
        materials.compiled, keys: nil, form: form, digester: materials.digester, seats: 1)
    } catch {
      throw .signing(error)
    }
  }

  /// Why the row is not to be presented; nil if it is.
  private func refusal(
    _ row: DeliveryRow, _ scout: Minter, _ confirmed: ConfirmedHost?, _ plan: inout DeliveryPlan
  ) throws(DeliveryFailure) -> [Finding]? {
    let minted: Minted
    do throws(SigningError) {
      minted = try scout.mint(row.stored, at: clock.now(), entropy)
    } catch {
      throw .signing(error)
    }
    switch minted {
    case .refused(let findings): return findings
    case .artifact(let artifact):
      do throws(DeliveryURLProblem) {
        let request = try DeliveryRequest(
          artifact.bytes, materials.compiled.artifact.kind)
        try request.url.requireSafeWay()
        let origin = request.url.origin
        plan.count(origin)
        if let confirmed, !confirmed.isHost(of: origin) {
          return [DeliveryFindings.otherHost(row.stored, origin)]
        }
        return nil
      } catch {
        return [DeliveryFindings.badURL(row.stored, error)]
      }
    }
  }
}

/// Writes rows to the rejects that were accepted and came to nothing.
struct DeliveryRejecter {
  private let outputs: [RunOutputs?]
  private var readers: [(StoredRowReader, ColumnBinding)?] = []
  private var record = Record()

  init(_ compiled: CompiledProfile, _ plan: DeliveryPlan) {
    outputs = plan.outputs
    for form in plan.forms {
      guard let form else {
        readers.append(nil)
        continue
      }
      let isHeader = form.format == .csv
      var issuer = RowIssuer(
        compiled, token: .unsigned(UnsignedToken(compiled)), isHeader: isHeader)
      _ = issuer.bindHeader(form.columns, [], isHeader: isHeader)
      if !isHeader { _ = issuer.bind(form.columns, line: 1) }
      readers.append((StoredRowReader(form), issuer.judge.binding))
    }
  }

  mutating func reject(
    _ row: DeliveryRow, _ findings: [Finding], input: String
  ) throws(DeliveryFailure) {
    guard let outputs = outputs[row.input], let binding = readers[row.input]?.1 else { return }
    readers[row.input]?.0.read(row.stored, into: &record)
    do {
      try outputs.reject(record, binding, findings)
    } catch {
      throw .run(error, input: input)
    }
  }
}
