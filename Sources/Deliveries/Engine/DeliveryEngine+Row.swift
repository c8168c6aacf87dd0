import Bytes
import Findings
import Ledgers
import Minting
import Profiles
import Provisioning
import Tokens

extension DeliveryEngine {
  /// What there is to know of a row while it is presented.
  private struct Passage {
    let row: DeliveryRow
    var machine: DeliveryStateMachine
    /// Set when it is stored that the row is going to be presented.
    var user: KeyedDigest?
    var last: PresentationOutcome?
    /// Whether the platform may have taken the row, and has not said so.
    var mayBeTaken = false

    func outcome(_ state: RowOutcome.State, _ findings: [Finding] = []) -> RowOutcome {
      RowOutcome(
        row: row, state: state, presentations: machine.presentations, status: last?.status,
        findings: findings)
    }
  }

  /// What a turn of a row came to.
  private enum Turn {
    case ended(RowOutcome)
    case again(afterSeconds: Double)
  }

  /// Presents the row until it is decided what becomes of it.
  func deliver(_ row: DeliveryRow) async -> RowEnd {
    var passage = Passage(row: row, machine: DeliveryStateMachine(settings.policy))
    do throws(DeliveryFailure) {
      while true {
        await slots.take()
        let turn: Turn
        do throws(DeliveryFailure) {
          turn = try await takeTurn(&passage)
          await slots.giveBack()
        } catch {
          await slots.giveBack()
          throw error
        }
        switch turn {
        case .ended(let outcome):
          try await store(outcome, passage)
          return .outcome(outcome)
        case .again(let seconds):
          guard await wait(seconds: seconds) else {
            let outcome = passage.outcome(.left)
            try await store(outcome, passage)
            return .outcome(outcome)
          }
        }
      }
    } catch {
      return .failure(error)
    }
  }

  /// Presents the row once, if it may be.
  private func takeTurn(_ passage: inout Passage) async throws(DeliveryFailure) -> Turn {
    guard await waitForTurn() else { return .ended(passage.outcome(.left)) }
    if passage.user == nil {
      if let outcome = try await begin(&passage) { return .ended(outcome) }
    }
    let request: DeliveryRequest
    switch try mint(passage) {
    case .request(let minted): request = minted
    case .ended(let outcome): return .ended(outcome)
    }
    passage.machine.begin(at: world.uptime())
    let exchange = await presenter.present(
      request, redirectsMax: settings.rule.redirectsMax, readsBody: settings.rule.readsBody)
    let outcome = meaning(of: exchange, from: request.url)
    passage.last = outcome
    if outcome.isUncertain { passage.mayBeTaken = true }
    note(outcome)
    let uptime = world.uptime()
    switch passage.machine.next(outcome, at: uptime, random: world.random()) {
    case .delivered: return .ended(passage.outcome(.delivered))
    case .refused:
      let finding = DeliveryFindings.refused(passage.row.stored, status: outcome.status ?? 0)
      return .ended(passage.outcome(.refused, [finding]))
    case .failed:
      let finding = DeliveryFindings.failed(
        passage.row.stored, presentations: passage.machine.presentations, outcome)
      return .ended(passage.outcome(.failed, [finding]))
    case .retry(let seconds, let pause):
      if let pause { pace.pauseAll(forSeconds: pause, at: uptime) }
      return .again(afterSeconds: seconds)
    }
  }

  // MARK: Before the first byte

  private func minters(of row: DeliveryRow) -> RowMinters {
    guard let minters = minters[row.input] else {
      preconditionFailure("There is a minter for each input that rows come from.")
    }
    return minters
  }

  /// Stores that the row is going to be presented.
  ///
  /// - Returns: what became of it, if it is not.
  private func begin(_ passage: inout Passage) async throws(DeliveryFailure) -> RowOutcome? {
    let row = passage.row
    let known = minters(of: row).scout.survey(row.stored, at: world.now(), world.entropy)
    guard known.outcome == .accepted, let memo = known.memo else {
      return passage.outcome(.rejected, known.findings)
    }
    do throws(LedgerError) {
      try await recorder.begin(
        Presenting(user: memo.identity, claims: memo.claims, row: row.stored.row))
    } catch {
      throw .ledger(error)
    }
    passage.user = memo.identity
    return nil
  }

  private enum MintedRow {
    case request(DeliveryRequest)
    case ended(RowOutcome)
  }

  /// Mints the row's token, which is sent at once, and only where it leads to the confirmed host.
  private func mint(_ passage: Passage) throws(DeliveryFailure) -> MintedRow {
    let stored = passage.row.stored
    let minter = minters(of: passage.row).minter
    for _ in 0..<Self.mintsMax {
      let minted: Minted
      do throws(SigningError) {
        minted = try minter.mint(stored, at: world.now(), world.entropy)
      } catch {
        throw .signing(error)
      }
      let artifact: MintedArtifact
      switch minted {
      case .refused(let findings): return .ended(passage.outcome(.rejected, findings))
      case .artifact(let made): artifact = made
      }
      let request: DeliveryRequest
      do throws(DeliveryURLProblem) {
        request = try DeliveryRequest(artifact.bytes, minter.compiled.artifact.kind)
        try request.url.requireSafeWay()
      } catch {
        return .ended(passage.outcome(.refused, [DeliveryFindings.badURL(stored, error)]))
      }
      guard settings.confirmed.isHost(of: request.url.origin) else {
        let finding = DeliveryFindings.otherHost(stored, request.url.origin)
        return .ended(passage.outcome(.refused, [finding]))
      }
      if isFresh(artifact) { return .request(request) }
    }
    return .ended(passage.outcome(.failed, [DeliveryFindings.tooShort(stored)]))
  }

  /// Whether the token still lives when a connection has been made as slowly as is allowed.
  private func isFresh(_ artifact: MintedArtifact) -> Bool {
    guard let end = artifact.bestBefore else { return true }
    let seconds = Int(settings.policy.connectSeconds.rounded(.up))
    return world.now().advanced(bySeconds: seconds) < end
  }

  // MARK: After the answer

  private func meaning(
    of exchange: DeliveryExchange, from url: DeliveryURL
  ) -> PresentationOutcome {
    switch exchange {
    case .unreachable: return .unreachable
    case .untrusted: return .untrusted
    case .lost: return .lost
    case .answer(let answer):
      if settings.rule.isSuccess(answer, from: url) { return .taken(status: answer.status) }
      return .answered(
        status: answer.status,
        retryAfterSeconds: answer.retryAfter.flatMap {
          RetryAfter.seconds($0, now: world.now())
        })
    }
  }

  /// Stores what became of a row. One of which it is not known whether it was taken stays as it is when all
  /// is ended early: the next run is told so.
  private func store(_ outcome: RowOutcome, _ passage: Passage) async throws(DeliveryFailure) {
    guard let user = passage.user else { return }
    let state: DeliveryState
    switch outcome.state {
    case .delivered: state = .delivered
    case .refused, .rejected: state = .refused
    case .failed: state = .failed
    case .left:
      if passage.mayBeTaken { return }
      state = .failed
    }
    do throws(LedgerError) {
      try await recorder.end(
        DeliveryOutcome(
          user: user, state: state, attempts: outcome.presentations, status: outcome.status,
          at: world.now()))
    } catch {
      throw .ledger(error)
    }
  }
}
