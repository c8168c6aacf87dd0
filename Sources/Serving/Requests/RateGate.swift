package import ServerConfigs
import Synchronization

/// How often somebody may come: a bucket of tokens for each key, which fills again with time. The table
/// is bounded, whoever comes.
///
/// Of each key only the time is kept at which its bucket is full again (the generic cell rate
/// algorithm). Keys stand in two tables, of which the older is thrown away when the newer is full or
/// when everything in it would be full again: whoever is forgotten that way begins with a full bucket.
package final class RateGate<Key: Hashable & Sendable>: Sendable {
  /// Keys in one of the two tables.
  package static var keysMax: Int { 32_768 }

  private struct Tables {
    var newer: [Key: Double] = [:]
    var older: [Key: Double] = [:]
    var turnedAt = 0.0
  }

  private let tables = Mutex(Tables())
  private let secondsEach: Double
  private let secondsFull: Double

  /// - Parameter rate: so many at once, and so many again within the time.
  package init(_ rate: Rate) {
    secondsEach = Double(rate.seconds) / Double(max(rate.count, 1))
    secondsFull = Double(rate.seconds)
  }

  /// How many keys the tables hold.
  var keyCount: Int { tables.withLock { $0.newer.count + $0.older.count } }

  /// Takes a token out of the key's bucket.
  ///
  /// - Parameter now: seconds of a clock that never jumps.
  /// - Returns: nil if there was one; else the whole seconds to wait for the next, at least 1.
  package func admit(_ key: Key, at now: Double) -> Int? {
    tables.withLock { tables in
      if tables.newer.count >= Self.keysMax || now - tables.turnedAt >= secondsFull {
        tables.older = tables.newer
        tables.newer = [:]
        tables.turnedAt = now
      }
      let full = max(tables.newer[key] ?? tables.older[key] ?? now, now)
      let next = full + secondsEach
      let wait = next - now - secondsFull
      // A hair's breadth, so that sums of fractions do not cost the last token.
      guard wait <= secondsEach * 1e-6 else { return max(1, Int(wait.rounded(.up))) }
      tables.newer[key] = next
      return nil
    }
  }
}
