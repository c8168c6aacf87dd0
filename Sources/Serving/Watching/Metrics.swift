package import ServerConfigs
import Synchronization

/// A number that only grows, or one that goes up and down.
final class Tally: Sendable {
  private let number = Atomic<Int>(0)

  var value: Int { number.load(ordering: .relaxed) }
  func add(_ count: Int = 1) { number.add(count, ordering: .relaxed) }

  static func row(_ count: Int) -> [Tally] { (0..<count).map { _ in Tally() } }
}

/// How long requests took: counts below each bound, and the sum.
final class Histogram: Sendable {
  /// In microseconds, so that sums are whole numbers.
  static let boundsMicroseconds = [
    250, 500, 1_000, 2_500, 5_000, 10_000, 25_000, 50_000, 100_000, 250_000, 500_000, 1_000_000,
    2_500_000, 5_000_000, 10_000_000,
  ]

  /// How many fell into each; the last is for what is above all bounds.
  let counts = Tally.row(boundsMicroseconds.count + 1)
  let sumMicroseconds = Tally()

  func observe(_ seconds: Double) {
    let microseconds = Int(min(max(seconds, 0), 1_000_000) * 1_000_000)
    let place = Self.boundsMicroseconds.firstIndex { microseconds <= $0 }
    counts[place ?? Self.boundsMicroseconds.count].add()
    sumMicroseconds.add(microseconds)
  }
}

/// What a server counts. Made once; counting allocates nothing.
package final class Metrics: Sendable {
  static let statusClasses = ["1xx", "2xx", "3xx", "4xx", "5xx"]

  /// By route, then by class of status.
  let requests: [[Tally]] = ServedRoute.allCases.map { _ in Tally.row(statusClasses.count) }
  let durations: [Histogram] = ServedRoute.allCases.map { _ in Histogram() }
  /// By mount, then by what was offered.
  let minted: [[Tally]]
  let refused = Tally.row(Refusal.allCases.count)
  let rateLimited = Tally.row(RateLimited.allCases.count)
  let tickets = Tally.row(TicketOutcome.allCases.count)
  let inFlight = Tally()
  let connections = Tally()
  /// Names of the mounts, in their order.
  let mountNames: [String]

  package enum RateLimited: String, Sendable, CaseIterable { case address, ticket }

  package init(mountNames: [String]) {
    self.mountNames = mountNames
    minted = mountNames.map { _ in Tally.row(Mount.Offer.allCases.count) }
  }

  package func countMinted(_ mount: String, _ offer: Mount.Offer) {
    guard let index = mountNames.firstIndex(where: { $0.utf8.elementsEqual(mount.utf8) }),
      let place = Mount.Offer.allCases.firstIndex(of: offer)
    else { return }
    minted[index][place].add()
  }

  package func count(_ outcome: TicketOutcome) { tickets[outcome.rawValue].add() }

  package func count(_ limited: RateLimited) {
    rateLimited[limited == .address ? 0 : 1].add()
  }

  func count(_ refusal: Refusal) { refused[refusal.index].add() }

  func count(_ route: ServedRoute, status: Int, seconds: Double) {
    let statusClass = min(max(status / 100, 1), Self.statusClasses.count) - 1
    requests[route.rawValue][statusClass].add()
    durations[route.rawValue].observe(seconds)
  }
}
