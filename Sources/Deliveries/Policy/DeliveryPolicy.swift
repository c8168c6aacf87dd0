/// How patient a delivery is: every limit of it has its name here.
package struct DeliveryPolicy: Sendable, Hashable {
  /// How often a row is presented at most, the first time included.
  package var presentationsMax = 6
  /// How long after its first presentation a row is presented again at most.
  package var ageSecondsMax = 1_800.0
  /// The wait before the second presentation is drawn from zero to this; the next from twice as much.
  package var backoffSeconds = 1.0
  /// No wait of ours is drawn from more.
  package var backoffSecondsMax = 60.0
  /// Where the platform says that it is too fast, and not for how long to wait, everybody waits for this
  /// share of the row's own wait.
  package var sharedBackoff = 0.25
  /// A platform that asks for a longer wait (`Retry-After`) is asked again after this.
  package var retryAfterSecondsMax = 900.0
  /// How long connecting may take, with TLS. A token is not sent that lives no longer.
  package var connectSeconds = 10.0
  /// How long one presentation may take, from its start to the answer's end.
  package var answerSeconds = 30.0

  /// After so many answers in a row that say "who are you" (401, 403, 407) all is stopped.
  package var deniedInRowMax = 10
  /// After so many refusals in a row, of whatever kind, all is stopped; nil for never.
  package var refusedInRowMax: Int? = 50
  /// After so long without an answer that decides about any row, all is stopped.
  package var troubleSecondsMax = 300.0
  /// After so many connections in a row whose certificate cannot be trusted all is stopped.
  package var untrustedInRowMax = 3

  package init() {}

  /// The wait before a row is presented again: exponential, with full jitter.
  ///
  /// - Parameters:
  ///   - presentations: how many there have been, from 1 on.
  ///   - random: from 0 up to 1.
  func backoff(after presentations: Int, random: Double) -> Double {
    var most = backoffSeconds
    for _ in 1..<max(presentations, 1) where most < backoffSecondsMax { most *= 2 }
    return min(most, backoffSecondsMax) * random
  }
}
