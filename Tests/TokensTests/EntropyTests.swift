import Testing
import Tokens

struct EntropyTests {
  private func draw(_ entropy: Entropy, _ counts: [Int]) -> [UInt8] {
    var output: [UInt8] = []
    for count in counts { entropy.append(count, to: &output) }
    return output
  }

  /// The first words of SplitMix64 with the seed 1234567, as its authors publish them.
  @Test func givesTheSameBytesForTheSameSeed() {
    let expected: [UInt64] = [
      6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423,
    ]
    let drawn = draw(.seeded(1_234_567), [24])
    let littleEndian = expected.flatMap { word -> [UInt8] in
      (0..<8).map { (place: UInt64) in UInt8(truncatingIfNeeded: word >> (8 * place)) }
    }
    #expect(drawn == littleEndian)
    #expect(draw(.seeded(7), [5000]) == draw(.seeded(7), [1, 16, 4079, 0, 900, 4]))
    #expect(draw(.seeded(7), [16]) != draw(.seeded(8), [16]))
  }

  @Test func sharesOneSourceAmongCopies() {
    let entropy = Entropy.seeded(7)
    let copy = entropy
    #expect(draw(entropy, [8]) + draw(copy, [8]) == draw(.seeded(7), [16]))
  }

  @Test func appendsFromTheSystemWithoutRepeating() {
    let entropy = Entropy.system()
    var seen: Set<[UInt8]> = []
    for _ in 0..<20_000 {
      var output: [UInt8] = [1, 2, 3]
      entropy.append(16, to: &output)
      #expect(output.count == 19 && output.prefix(3) == [1, 2, 3])
      seen.insert(Array(output.dropFirst(3)))
    }
    #expect(seen.count == 20_000)
    #expect(draw(.system(), [16]) != draw(.system(), [16]))
  }

  @Test func servesManyTasksWithoutRepeating() async {
    let entropy = Entropy.system()
    let all = await withTaskGroup(of: [[UInt8]].self) { group in
      for _ in 0..<4 {
        group.addTask {
          (0..<2000).map { _ in
            var output: [UInt8] = []
            entropy.append(16, to: &output)
            return output
          }
        }
      }
      return await group.reduce(into: []) { $0 += $1 }
    }
    #expect(Set(all).count == 8000)
  }
}
