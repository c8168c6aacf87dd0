import Deliveries
import Ledgers
import Minting
import Profiles
import Provisioning
import Runs
import Tokens

/// Puts a delivery's engine together, and lets it run.
struct DeliverySender {
  let command: DeliverCommand
  let compiled: CompiledProfile
  let rule: DeliveryRule
  let keys: MintingKeys
  let confirmed: ConfirmedHost
  let clock: WallClock
  let entropy: Entropy
  /// More trust roots, as PEM.
  let certificates: [UInt8]?

  /// How it ended.
  struct End {
    /// Why all was stopped, if the platform's answers did that.
    var stop: StopReason?
    /// What went wrong with us, if something did.
    var failure: CommandFailure?
  }

  private var policy: DeliveryPolicy {
    var policy = DeliveryPolicy()
    policy.refusedInRowMax = command.sending.refusedMax == 0 ? nil : command.sending.refusedMax
    // Of a life that is short, connecting may take a quarter.
    if let life = compiled.lifetimeSeconds ?? compiled.ageSeconds {
      policy.connectSeconds = min(policy.connectSeconds, max(1, Double(life) / 4))
    }
    return policy
  }

  private var world: DeliveryWorld {
    DeliveryWorld(
      now: clock.now, uptime: { SystemClock.uptimeSeconds() },
      sleep: { try? await Task.sleep(for: .seconds($0)) }, entropy: entropy,
      interruption: { Interruption.requested })
  }

  /// What presents; it is to be there before the ledger hears of a delivery.
  func client(for plan: DeliveryPlan) throws(CommandFailure) -> DeliveryClient {
    do {
      return try DeliveryClient(
        policy, host: plan.hosts.first { confirmed.isHost(of: $0.origin) }?.origin.certifiedHost,
        version: RootCommand.version,
        certificates: certificates, connections: command.sending.concurrency)
    } catch {
      throw CommandFailure(
        .noInput, "--ca \(command.sending.ca ?? ""): \(error.message)",
        help: "Give the certificate of the authority, between BEGIN and END CERTIFICATE.")
    }
  }

  /// - Returns: how it ended; what was begun is at its end then, and stored.
  func send(
    _ course: DeliveryCourse, _ materials: DeliveryMaterials, _ book: LedgerBook,
    over client: DeliveryClient
  ) throws(CommandFailure) -> End {
    let minters: [RowMinters?]
    do {
      minters = try course.minters { (form) throws(DeliveryFailure) in
        try makeMinters(form, materials)
      }
    } catch {
      throw CommandFailure(error)
    }
    let engine = DeliveryEngine(
      DeliverySettings(
        policy: policy, rule: AnswerRule(rule), confirmed: confirmed,
        concurrency: command.sending.concurrency,
        rate: command.sending.rate.flatMap { SendingRate($0) }),
      minters, client, book, world)
    let failure = engine.runAndWait(course)
    return End(stop: engine.stopReason, failure: failure.map { CommandFailure($0) })
  }

  private func makeMinters(
    _ form: RowForm, _ materials: DeliveryMaterials
  ) throws(DeliveryFailure) -> RowMinters {
    let seats = min(command.sending.concurrency, Processors.available)
    do throws(SigningError) {
      return RowMinters(
        minter: try Minter(compiled, keys: keys, form: form, seats: seats),
        scout: try Minter(
          compiled, keys: nil, form: form, digester: materials.digester, seats: 1))
    } catch {
      throw .signing(error)
    }
  }
}
