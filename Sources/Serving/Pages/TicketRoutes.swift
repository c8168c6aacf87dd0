import Bytes
import HTTPTypes
package import Hummingbird
import HummingbirdCore
import Ledgers
import Logging
import Minting
import Provisioning
package import ServerConfigs
package import Tickets
import Tokens

/// `/t/{ticket}`: a page with a button at GET, and the platform at POST.
///
/// GET and HEAD count nothing and mint nothing, however often: programs that look into mail open every
/// link. Nothing that is answered, thrown or logged here says which ticket it was.
package struct TicketRoutes: Sendable {
  /// What a form without fields sends is nothing; a little more is read before it is refused.
  static let bodyBytesMax = 1_024

  private let desk: MintDesk
  private let mounts: ServedMounts
  private let tickets: TicketDesk
  private let texts: TicketPages
  private let ownOrigin: String
  private let gate: RateGate<Fingerprint>
  private let hash: SipHash

  package init(
    _ config: ServerConfig, _ mounts: ServedMounts, _ tickets: TicketDesk, _ desk: MintDesk
  ) {
    self.desk = desk
    self.mounts = mounts
    self.tickets = tickets
    texts = config.tickets
    ownOrigin = config.publicURL.origin
    gate = RateGate(config.limits.perTicket)
    var key: [UInt8] = []
    desk.world.entropy.append(16, to: &key)
    hash = SipHash(key: key)
  }

  /// Adds the address.
  package func add(to router: some RouterMethods<ServingContext>) {
    MethodTable.add(
      to: router, "t/{ticket}", .ticket,
      [
        (.get, { _, context in await look(context) }),
        (.head, { _, context in await look(context) }),
        (.post, { request, context in await use(request, context) }),
      ])
  }

  // MARK: Looking

  private func look(_ context: ServingContext) async -> Response {
    guard let code = code(context) else { return page(.unknown, context, .unknown) }
    do throws(TicketDeskError) {
      switch try await tickets.look(code, at: desk.world.now()) {
      case .ready(let ticket): return button(ticket, context)
      case .unknown: return page(.unknown, context, .unknown)
      case .expired: return page(.unknown, context, .expired)
      case .notYet(let ticket): return page(.notYet(from: ticket.notBefore), context, .notYet)
      case .used: return page(.used, context, .used)
      case .revoked: return page(.revoked, context, .revoked)
      }
    } catch {
      return trouble(error, context)
    }
  }

  private func button(_ ticket: LedgerTicket, _ context: ServingContext) -> Response {
    guard let compiled = mount(of: ticket, context)?.compiled(for: .tickets) else {
      return page(.unknown, context, .unknown)
    }
    context.notes.note(.page)
    return PageAnswer.make(
      .ready(until: ticket.notAfter, once: ticket.usesMax == 1), texts,
      formAction: compiled.ticketFormAction)
  }

  // MARK: Using

  private func use(_ request: Request, _ context: ServingContext) async -> Response {
    if isForeign(request) {
      refuse(.foreignOrigin, context)
      return PageAnswer.make(.foreign, texts)
    }
    guard let code = code(context) else { return turnAway(.unknown, context, .unknown, .unknown) }
    if let seconds = gate.admit(fingerprint(context), at: desk.world.uptimeSeconds()) {
      desk.metrics.count(Metrics.RateLimited.ticket)
      refuse(.tooManyRequests, context)
      return PageAnswer.make(.tooMany(seconds: seconds), texts)
    }
    do throws(Refused) {
      guard try await request.bytes(upTo: Self.bodyBytesMax).isEmpty else {
        throw Refused(.badRequest)
      }
    } catch {
      refuse(error.refusal, context)
      return PageAnswer.make(error, reference: context.id, texts)
    }
    do throws(TicketDeskError) {
      switch try await tickets.redeem(code, at: desk.world.now()) {
      case .ready(let opened): return await handOver(opened, context)
      case .unknown: return turnAway(.unknown, context, .unknown, .unknown)
      case .expired: return turnAway(.unknown, context, .expired, .expired)
      case .notYet(let ticket):
        return turnAway(.notYet(from: ticket.notBefore), context, .notYet, .notYet)
      case .used: return turnAway(.used, context, .used, .used)
      case .revoked: return turnAway(.revoked, context, .revoked, .revoked)
      }
    } catch {
      return trouble(error, context)
    }
  }

  /// Mints, and sends the person on; a use that comes to nothing is given back.
  private func handOver(_ opened: OpenedTicket, _ context: ServingContext) async -> Response {
    guard let mount = mount(of: opened.ticket, context) else {
      // The page of the ticket says the same; trying again does not help.
      _ = await giveBack(opened, context)
      return turnAway(.unknown, context, .unknown, .unknown)
    }
    do throws(Refused) {
      let nonce = newNonce()
      let values = mount.pageNonces(for: .tickets).map {
        RequestValue(input: $0, text: Array(nonce.utf8))
      }
      let given = try desk.mint(
        mount, for: .tickets, form: opened.form, opened.row, values, context)
      let response = try given.handover(
        title: texts.title, nonce: nonce, next: mount.mount.continueURL)
      tickets.keepUse(of: opened)
      desk.metrics.count(opened.isRepeat ? TicketOutcome.repeated : .granted)
      return response
    } catch {
      desk.metrics.count(TicketOutcome.refused)
      refuse(error.refusal, context)
      let isReturned = await giveBack(opened, context)
      return PageAnswer.make(.trouble(reference: context.id, isReturned: isReturned), texts)
    }
  }

  private func giveBack(_ opened: OpenedTicket, _ context: ServingContext) async -> Bool {
    do throws(TicketDeskError) {
      return try await tickets.returnUse(of: opened)
    } catch {
      context.logger.error(
        "A ticket's use could not be given back.",
        metadata: ["ticketRun": .stringConvertible(opened.ticket.run)])
      return false
    }
  }

  /// 128 bits (CSP Level 3, 7.1).
  private func newNonce() -> String {
    var random: [UInt8] = []
    desk.world.entropy.append(16, to: &random)
    var text: [UInt8] = []
    Base64URL.append(random.span, to: &text)
    return String(decoding: text, as: Unicode.UTF8.self)
  }

  // MARK: Requests

  private func code(_ context: ServingContext) -> TicketCode? {
    TicketCode(Array((context.coreContext.parameters["ticket"] ?? "").utf8).span)
  }

  private func fingerprint(_ context: ServingContext) -> Fingerprint {
    let text = Array((context.coreContext.parameters["ticket"] ?? "").utf8)
    return Fingerprint(hash.digest(text.span))
  }

  /// Whether another site's page sends it. Browsers say so (Fetch Metadata); of older ones the origin is
  /// looked at, which is `null` for a page that names no referrer, as ours.
  private func isForeign(_ request: Request) -> Bool {
    let sites = request.headers[values: .secFetchSite]
    if !sites.isEmpty { return sites.contains { $0 != "same-origin" && $0 != "none" } }
    return request.headers[values: .origin].contains {
      $0 != "null" && !$0.utf8.elementsEqual(ownOrigin.utf8)
    }
  }

  private func mount(of ticket: LedgerTicket, _ context: ServingContext) -> ServedMount? {
    guard let mount = mounts.find(ticket.mount), mount.offers(.tickets) else {
      context.logger.error(
        "A ticket is for a mount that offers none.",
        metadata: ["ticketRun": .stringConvertible(ticket.run)])
      return nil
    }
    context.notes.note(mount: mount.mount.name)
    return mount
  }

  // MARK: Answers

  private func refuse(_ refusal: Refusal, _ context: ServingContext) {
    context.notes.note(refusal)
    desk.metrics.count(refusal)
  }

  private func page(
    _ page: TicketPage, _ context: ServingContext, _ outcome: Outcome
  ) -> Response {
    context.notes.note(outcome)
    return PageAnswer.make(page, texts)
  }

  private func turnAway(
    _ page: TicketPage, _ context: ServingContext, _ outcome: Outcome, _ ticket: TicketOutcome
  ) -> Response {
    desk.metrics.count(ticket)
    return self.page(page, context, outcome)
  }

  private func trouble(_ error: TicketDeskError, _ context: ServingContext) -> Response {
    switch error {
    case .ledger(.busy), .ledger(.closed), .ledger(.locked):
      refuse(.unavailable, context)
      return PageAnswer.make(.busy, texts)
    case .ledger(.diskFull(let path)), .ledger(.missing(let path)):
      // Nothing has been stored, and whoever runs the server can mend it.
      context.logger.error(
        "The ledger cannot be used: its disk is full, or it was taken away.",
        metadata: ["ledger": .string(path)])
      refuse(.unavailable, context)
      return PageAnswer.make(.busy, texts)
    case .ledger(let error):
      context.logger.error("The ledger failed.", metadata: ["reason": .string(error.message)])
      refuse(.internalTrouble, context)
      // What the ledger could not store has not happened.
      return PageAnswer.make(.trouble(reference: context.id, isReturned: true), texts)
    case .damaged(let run):
      context.logger.error(
        "What the ledger has of a ticket is not what was issued.",
        metadata: ["ticketRun": .stringConvertible(run)])
      refuse(.internalTrouble, context)
      return PageAnswer.make(.trouble(reference: context.id, isReturned: false), texts)
    }
  }
}
