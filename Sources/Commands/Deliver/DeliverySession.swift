import Applying
import Bytes
import Deliveries
import Findings
import Jobs
import Ledgers
import Minting
import Profiles
import Provisioning
import Reports
import Runs
import Tasks
import Tokens

/// One delivery, from its profile to its summary.
struct DeliverySession {
  private let command: DeliverCommand
  private let subject: DeliverySubject
  private let clock: WallClock
  private let entropy = Entropy.system()
  private let startedAt: NumericDate

  init(_ command: DeliverCommand, _ subject: DeliverySubject, _ clock: WallClock) {
    self.command = command
    self.subject = subject
    self.clock = clock
    startedAt = clock.now()
  }

  private var outputs: OutputOptions { command.outputs }

  func run() throws(CommandFailure) -> ExitStatus {
    guard let text = command.confirm, let confirmed = ConfirmedHost(text) else {
      return try tellHost()
    }
    let name = command.name ?? "\(subject.job?.job.name ?? subject.profile.name)@\(confirmed.name)"
    return command.dryRun ? try plan(name, confirmed) : try deliver(name, confirmed)
  }

  // MARK: Without a host

  /// Says where the rows would lead, and does nothing.
  private func tellHost() throws(CommandFailure) -> ExitStatus {
    let compiled = try subject.compile(subject.options)
    let materials = try materials(compiled, subject.options, Self.anyHash, writes: false)
    let plan = try planned(
      materials, lookUp: Self.nobody, known: 0, confirmed: nil, told: nil)
    let hosts = plan.hosts.map { "\($0.origin.shown) (\(Terminal.count($0.rows, "row")))" }
    guard let first = plan.hosts.first else {
      throw CommandFailure(
        .gate, "Nothing was sent: no row leads to a host.",
        findings: plan.shown.map { FindingText($0.finding, file: $0.input) })
    }
    throw CommandFailure(
      .gate,
      "Nothing was sent: the rows would be presented to \(hosts.joined(separator: ", ")), and no host "
        + "was confirmed.",
      help: "If that is meant, run again with --confirm \(first.origin.shown).")
  }

  private static let anyHash = KeyedHash(key: [UInt8](repeating: 0, count: 32).span)

  private static var nobody: DeliveryLookUp {
    { (users) throws(LedgerError) in Array(repeating: nil, count: users.count) }
  }

  // MARK: A dry run

  private func plan(
    _ name: String, _ confirmed: ConfirmedHost
  ) throws(CommandFailure) -> ExitStatus {
    let compiled = try subject.compile(subject.options)
    let opened = try subject.ledger().openToRead(entropy)
    let materials = try materials(
      compiled, subject.options, opened?.1 ?? Self.anyHash, writes: true)
    let told = try rowsFile()
    do throws(CommandFailure) {
      var lookUp = Self.nobody
      var known = 0
      // An earlier version's ledger knows of no delivery.
      if let ledger = opened?.0, let count = try Self.known(ledger, name) {
        known = count
        lookUp = { (users) throws(LedgerError) in try ledger.deliveryStates(name, users: users) }
      }
      let plan = try planned(
        materials, lookUp: lookUp, known: known, confirmed: confirmed, told: told)
      try finish(materials, plan, told)
      let view = DeliveryView(
        subject: subject, name: name, host: command.confirm ?? "", plan: plan, limits: limits(plan),
        tally: nil, undecided: 0, stop: nil)
      let isBad = plan.rejected + plan.held + plan.turnedAway > 0
      return conclude(view, isBad ? .someRejected : .done)
    } catch {
      materials.discard()
      throw error
    }
  }

  /// How many users are known as delivered; nil where the ledger knows of no deliveries.
  private static func known(_ ledger: Ledger, _ name: String) throws(CommandFailure) -> Int? {
    do throws(LedgerError) {
      return try ledger.deliveryCounts(name)[.delivered] ?? 0
    } catch {
      if case .olderFormat = error { return nil }
      throw CommandFailure(error)
    }
  }

  // MARK: Delivering

  private func deliver(
    _ name: String, _ confirmed: ConfirmedHost
  ) throws(CommandFailure) -> ExitStatus {
    var options = subject.options
    _ = try subject.compile(options, quiet: true)
    let keys = try subject.keys()
    options.keyParts = keys.parts
    let compiled = try subject.compile(options)
    let minting = try keys.minting(compiled)
    let certificates = try certificates()
    let place = try subject.ledger()
    try JobLedger.makeFolder(of: place.path)
    try JobLedger.makeFolder(of: place.keyPath)
    let lock = try place.lock("deliver-\(name)", now: startedAt, waitSeconds: 0)
    defer { withExtendedLifetime(lock) {} }
    let (ledger, hash) = try place.openToWrite(entropy)
    let materials = try materials(compiled, options, hash, writes: true)
    let told = try rowsFile()
    do throws(CommandFailure) {
      let known = try Self.known(ledger, name) ?? 0
      let plan = try planned(
        materials,
        lookUp: { (users) throws(LedgerError) in try ledger.deliveryStates(name, users: users) },
        known: known, confirmed: confirmed, told: told)
      try passGates(plan, materials, told)
      let sender = DeliverySender(
        command: command, compiled: compiled, rule: subject.rule, keys: minting,
        confirmed: confirmed, clock: clock, entropy: entropy, certificates: certificates)
      let worker = LedgerWorker(try place.openToWrite(entropy, isAgain: true).0)
      let client = try sender.client(for: plan)
      defer { Waiting.forTask { await client.shutdown() } }
      let run: Int64
      do {
        run = try ledger.beginDelivery(
          NewDelivery(
            name: name, host: command.confirm ?? "", profileName: subject.profile.name,
            startedAt: startedAt))
      } catch {
        throw CommandFailure(error)
      }
      beginProgress("rows decided")
      let course = DeliveryCourse(materials, plan, told: told, progress: Self.progress)
      let end = try sender.send(course, materials, LedgerBook(worker, run: run), over: client)
      Progress.end()
      do {
        try ledger.finishDelivery(
          run, course.counts, isStopped: course.undecided > 0, at: clock.now())
      } catch {
        throw CommandFailure(error)
      }
      Waiting.forTask { await worker.shutdown() }
      if let failure = end.failure {
        // What was decided before is worth having, if it can still be written.
        try? finish(materials, course.plan, told)
        throw failure
      }
      try finish(materials, course.plan, told)
      return try conclude(name, course, end)
    } catch {
      Progress.end()
      materials.discard()
      throw error
    }
  }

  private func conclude(
    _ name: String, _ course: DeliveryCourse, _ end: DeliverySender.End
  ) throws(CommandFailure) -> ExitStatus {
    let view = DeliveryView(
      subject: subject, name: name, host: command.confirm ?? "", plan: course.plan,
      limits: limits(course.plan), tally: course.tally, undecided: course.undecided,
      stop: end.stop)
    if end.stop != nil { return conclude(view, .failed) }
    if let signal = Interruption.requested, course.undecided > 0 {
      return conclude(view, signal == 2 ? .interrupted : .terminated)
    }
    let (plan, tally) = (course.plan, course.tally)
    let bad =
      plan.rejected + plan.held + plan.turnedAway + tally.refused + tally.failed + tally.rejected
      + course.undecided
    return conclude(view, bad > 0 ? .someRejected : .done)
  }

  private func certificates() throws(CommandFailure) -> [UInt8]? {
    guard let path = command.sending.ca else { return nil }
    return try ProfileSource.read(path, status: .noInput)
  }

  // MARK: What all of them share

  private func materials(
    _ compiled: CompiledProfile, _ options: ProvisioningOptions, _ hash: KeyedHash, writes: Bool
  ) throws(CommandFailure) -> DeliveryMaterials {
    try subject.materials(
      compiled, options, hash, startedAt: startedAt, writes: writes, entropy: entropy)
  }

  private func planned(
    _ materials: DeliveryMaterials, lookUp: @escaping DeliveryLookUp, known: Int,
    confirmed: ConfirmedHost?, told: DeliveryRowsFile?
  ) throws(CommandFailure) -> DeliveryPlan {
    var planner = DeliveryPlanner(
      materials, clock: clock, entropy: entropy, told: told,
      interruption: { Interruption.requested })
    planner.notice = { Notices.say(FindingText($0)) }
    beginProgress("rows judged")
    defer { Progress.end() }
    if Progress.isOn {
      planner.progress = { Progress.update(done: $0, rejected: $1, share: $2) }
    }
    do {
      return try planner.plan(
        lookUp, known: known, sendsAll: command.all, confirmed: confirmed)
    } catch {
      throw CommandFailure(error)
    }
  }

  private func rowsFile() throws(CommandFailure) -> DeliveryRowsFile? {
    try OutputOptions.sink(command.rows).map { DeliveryRowsFile($0) }
  }

  private func beginProgress(_ noun: String) {
    Progress.begin(
      noun, isSilent: outputs.quiet || outputs.json, outputs: [outputs.rejects, command.rows])
  }

  private static var progress: ((Int, Int, Double) -> Void)? {
    guard Progress.isOn else { return nil }
    return { Progress.update(done: $0, rejected: $1, share: $2) }
  }

  private func limits(_ plan: DeliveryPlan) -> [JobReport.Limit] {
    var counts = JobReport.Counts()
    counts.rows = plan.rows
    counts.new = plan.new
    counts.changed = plan.changed
    counts.unchanged = plan.unchanged
    counts.rejected = plan.rejected + plan.turnedAway
    counts.held = plan.held
    counts.known = plan.known
    counts.vanished = plan.vanished
    return JobGates.limits(
      subject.limits, counts, destructive: plan.destructive, overridden: Set(command.override))
  }

  /// Stops before anything is sent where a limit says so, or where nothing leads to the host.
  private func passGates(
    _ plan: DeliveryPlan, _ materials: DeliveryMaterials, _ told: DeliveryRowsFile?
  ) throws(CommandFailure) {
    let exceeded = limits(plan).filter { $0.isExceeded && !$0.isOverridden }
    if !exceeded.isEmpty {
      // What the person needs who is to decide.
      try finish(materials, plan, told)
      throw CommandFailure(JobFailure.limits(exceeded))
    }
    if plan.turnedAway > 0, plan.presentCount == 0 {
      let hosts = plan.hosts.map(\.origin.shown).joined(separator: ", ")
      throw CommandFailure(
        .gate,
        "Nothing was sent: no row leads to \(command.confirm ?? "")"
          + (hosts.isEmpty ? "." : "; they lead to \(hosts)."),
        help: "Correct the profile's parameters, or what is confirmed.",
        findings: plan.shown.prefix(1).map { FindingText($0.finding, file: $0.input) })
    }
  }

  private func finish(
    _ materials: DeliveryMaterials, _ plan: DeliveryPlan, _ told: DeliveryRowsFile?
  ) throws(CommandFailure) {
    do throws(DeliveryFailure) {
      try plan.close()
    } catch {
      throw CommandFailure(error)
    }
    do throws(FileError) {
      try told?.finish()
      try materials.finish()
    } catch {
      throw CommandFailure(error)
    }
  }

  private func conclude(_ view: DeliveryView, _ status: ExitStatus) -> ExitStatus {
    if outputs.json {
      Terminal.say(view.json(status))
    } else if !outputs.quiet || status != .done {
      Notices.sayKept()
      Terminal.say(view.text)
    }
    return status
  }
}

extension CommandFailure {
  init(_ failure: DeliveryFailure) {
    switch failure {
    case .run(let failure, let input): self.init(failure, file: input)
    case .ledger(let error): self.init(error)
    case .signing: self.init(.failed, "Signing failed inside OpenSSL.")
    }
  }
}
