import Findings
package import Ledgers
package import Minting
import Provisioning
package import Runs
import Tasks

/// What a delivery has come to.
package struct DeliveryTally: Sendable, Hashable {
  package var delivered = 0
  package var refused = 0
  package var failed = 0
  /// Rows that were accepted at first, and were not when it was their turn.
  package var rejected = 0
  /// Rows that nothing was decided about.
  package var left = 0
  /// Rows that were presented although an earlier run, which was killed, may have done so already.
  package var repeated = 0
  /// Presentations beside the first one of each row in this run.
  package var retries = 0

  package init() {}

  /// Rows that something was decided about.
  package var decided: Int { delivered + refused + failed + rejected }
}

/// Takes the rows of a plan to the engine, and tells of what became of them.
package final class DeliveryCourse: DeliveryDesk {
  private let materials: DeliveryMaterials
  private let told: DeliveryRowsFile?
  private var stream: DeliveryStream
  private var rejecter: DeliveryRejecter
  private let progress: ((Int, Int, Double) -> Void)?
  private let presentCount: Int
  package private(set) var plan: DeliveryPlan
  package private(set) var tally = DeliveryTally()

  /// - Parameter progress: told of rows that were decided about, of those that were not delivered, and of
  ///   the share of all.
  package init(
    _ materials: DeliveryMaterials, _ plan: DeliveryPlan, told: DeliveryRowsFile?,
    progress: ((Int, Int, Double) -> Void)?
  ) {
    self.materials = materials
    self.plan = plan
    self.told = told
    self.progress = progress
    presentCount = plan.presentCount
    stream = DeliveryStream(materials, wanted: plan.wanted, repeated: plan.repeatedRows)
    rejecter = DeliveryRejecter(materials.compiled, plan)
  }

  /// Rows of the plan that nothing was decided about.
  package var undecided: Int { presentCount - tally.decided }

  package func next() throws(DeliveryFailure) -> DeliveryRow? { try stream.next() }

  package func take(_ outcome: RowOutcome) throws(DeliveryFailure) {
    count(outcome)
    let input = materials.inputs.inputs[outcome.row.input].name
    for finding in outcome.findings { plan.add(finding, input: input) }
    if outcome.state != .delivered && outcome.state != .left {
      try rejecter.reject(outcome.row, outcome.findings, input: input)
    }
    told?.add(outcome, input: input)
    do throws(FileError) {
      try told?.flush()
    } catch {
      throw .run(.output(error), input: input)
    }
    progress?(
      tally.decided, tally.decided - tally.delivered,
      Double(tally.decided) / Double(max(presentCount, 1)))
  }

  private func count(_ outcome: RowOutcome) {
    switch outcome.state {
    case .delivered: tally.delivered += 1
    case .refused: tally.refused += 1
    case .failed: tally.failed += 1
    case .rejected: tally.rejected += 1
    case .left: tally.left += 1
    }
    if outcome.presentations > 0 {
      tally.retries += outcome.presentations - 1
      if outcome.row.isRepeated { tally.repeated += 1 }
    }
  }

  /// The minters of each input; one that no row is wanted of has none, and none is asked for.
  package func minters(
    _ make: (RowForm) throws(DeliveryFailure) -> RowMinters
  ) throws(DeliveryFailure) -> [RowMinters?] {
    var minters: [RowMinters?] = []
    for form in plan.forms {
      guard let form else {
        minters.append(nil)
        continue
      }
      minters.append(try make(form))
    }
    return minters
  }

  /// As the ledger keeps them.
  package var counts: DeliveryCounts {
    var counts = DeliveryCounts()
    counts.rows = plan.rows
    counts.delivered = tally.delivered
    counts.refused = tally.refused + plan.turnedAway
    counts.failed = tally.failed
    counts.rejected = plan.rejected + plan.held + tally.rejected
    counts.unchanged = plan.unchanged
    return counts
  }
}

extension DeliveryEngine {
  /// Presents all rows of the desk, and waits for the end in a thread that has nothing else to do.
  package func runAndWait(_ desk: any DeliveryDesk) -> DeliveryFailure? {
    let handed = HandedDesk(desk)
    return Waiting.forTask { await self.run(handed) }
  }
}

extension DeliveryPlan {
  /// Completes the outputs of all inputs; nothing more comes.
  package func close() throws(DeliveryFailure) {
    do throws(RunFailure) {
      for output in outputs { try output?.close() }
    } catch {
      throw .run(error, input: "")
    }
  }
}

extension DeliveryMaterials {
  /// Gives rejects and findings their names.
  package func finish() throws(FileError) {
    let sinks = (rejects ?? []) + (findings.map { [$0] } ?? [])
    for sink in sinks { try sink.prepare() }
    for sink in sinks { try sink.finish() }
  }

  /// Drops them.
  package func discard() {
    for sink in rejects ?? [] { sink.discard() }
    findings?.discard()
  }
}
