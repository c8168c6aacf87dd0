import Synchronization

/// Where random bytes come from. It is handed down, so that tests and profile cases can fix it.
///
/// Copies share one source. It may be used from several threads; workers that draw for every row are
/// better off with one each.
public struct Entropy: Sendable {
  private let source: EntropySource
  /// What a seeded source was made from.
  private let seed: UInt64?

  private init(_ source: EntropySource, seed: UInt64? = nil) {
    self.source = source
    self.seed = seed
  }

  /// The system's random source (OpenSSL's generator, seeded by the kernel), drawn in blocks so that
  /// a few bytes per row are no system call. Stops the process if the system has no randomness:
  /// a token identifier that can be guessed must not be written.
  public static func system() -> Entropy { Entropy(EntropySource(.system)) }

  /// The same bytes for the same seed, in every process and version. For tests and the cases of
  /// profiles, and never for what is given out: whoever knows the seed knows every byte.
  public static func seeded(_ seed: UInt64) -> Entropy {
    Entropy(EntropySource(.seeded(SplitMix64(seed: seed))), seed: seed)
  }

  /// A source for one of several workers: its own, unless it is seeded.
  package func forWorker() -> Entropy { seed == nil ? .system() : self }

  /// A source for one row: this one, unless it is seeded. Then it depends on the seed and the row
  /// alone, so that it does not matter which worker draws first.
  package func forRow(_ row: Int) -> Entropy {
    guard let seed else { return self }
    var mixer = SplitMix64(seed: seed, number: row)
    return .seeded(mixer.next())
  }

  /// Appends `count` random bytes.
  public func append(_ count: Int, to output: inout [UInt8]) { source.append(count, to: &output) }
}

/// The shared part: a block of random bytes and how far it is used up.
private final class EntropySource: Sendable {
  static let blockByteCount = 4096

  enum Kind {
    case system
    case seeded(SplitMix64)
  }

  private struct State {
    var kind: Kind
    var block: [UInt8] = []
    var next = 0

    mutating func refill() {
      next = 0
      if block.isEmpty { block = [UInt8](repeating: 0, count: EntropySource.blockByteCount) }
      switch kind {
      case .system:
        let failure = OpenSSLRandom.fill(&block)
        precondition(failure == nil, "The system's random source failed.")
      case .seeded(var generator):
        for index in block.indices where index % 8 == 0 {
          var word = generator.next()
          for offset in 0..<8 {
            block[index + offset] = UInt8(truncatingIfNeeded: word)
            word >>= 8
          }
        }
        kind = .seeded(generator)
      }
    }

    mutating func append(_ count: Int, to output: inout [UInt8]) {
      var left = count
      while left > 0 {
        if next == block.count { refill() }
        let take = min(left, block.count - next)
        for index in next..<next + take {
          output.append(block[index])
          // A byte that was given out is of no use to whoever reads this memory later.
          block[index] = 0
        }
        next += take
        left -= take
      }
    }
  }

  private let state: Mutex<State>

  init(_ kind: Kind) { state = Mutex(State(kind: kind)) }

  func append(_ count: Int, to output: inout [UInt8]) {
    state.withLock { $0.append(count, to: &output) }
  }
}
