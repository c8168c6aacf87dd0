import Schemas
import Testing

/// A regular expression as the slow twin understands it.
private indirect enum Expression {
  case scalar(Unicode.Scalar)
  case any
  case oneOf([ClosedRange<Unicode.Scalar>], isInverted: Bool)
  case begin, end
  case sequence([Expression])
  case choice([Expression])
  case repetition(Expression, Int, Int?, isLazy: Bool)

  var source: String {
    switch self {
    case .scalar(let scalar): return scalar == "$" ? "\\$" : String(Character(scalar))
    case .any: return "."
    case .oneOf(let ranges, let isInverted):
      let members = ranges.map { "\\u{\(String($0.lowerBound.value, radix: 16))}-\($0.upperBound)" }
      return "[\(isInverted ? "^" : "")\(members.joined())]"
    case .begin: return "^"
    case .end: return "$"
    case .sequence(let parts): return parts.map(\.source).joined()
    case .choice(let branches): return "(?:\(branches.map(\.source).joined(separator: "|")))"
    case .repetition(let part, let low, let high, let isLazy):
      let bounds = high.map { low == $0 ? "{\(low)}" : "{\(low),\($0)}" } ?? "{\(low),}"
      return "(\(part.source))\(bounds)\(isLazy ? "?" : "")"
    }
  }

  /// Every place where a match from `start` may end, by trying everything.
  func ends(_ text: [Unicode.Scalar], _ start: Int) -> Set<Int> {
    let next = start < text.count ? text[start] : nil
    switch self {
    case .scalar(let scalar): return next == scalar ? [start + 1] : []
    case .any:
      guard let next, !["\n", "\r", "\u{2028}", "\u{2029}"].contains(next) else { return [] }
      return [start + 1]
    case .oneOf(let ranges, let isInverted):
      guard let next else { return [] }
      return ranges.contains { $0.contains(next) } != isInverted ? [start + 1] : []
    case .begin: return start == 0 ? [start] : []
    case .end: return start == text.count ? [start] : []
    case .sequence(let parts):
      return parts.reduce([start]) { places, part in
        Set(places.flatMap { part.ends(text, $0) })
      }
    case .choice(let branches): return Set(branches.flatMap { $0.ends(text, start) })
    case .repetition(let part, let low, let high, _):
      var places: Set<Int> = [start]
      for _ in 0..<low { places = Set(places.flatMap { part.ends(text, $0) }) }
      for _ in low..<(high ?? low + text.count + 1) {
        places.formUnion(places.flatMap { part.ends(text, $0) })
      }
      return places
    }
  }
}

/// SplitMix64: the same numbers for the same seed, everywhere.
private struct SeededGenerator: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
    return mixed ^ mixed >> 31
  }

  mutating func pick<T>(_ choices: [T]) -> T {
    choices[Int.random(in: 0..<choices.count, using: &self)]
  }

  mutating func scalar() -> Unicode.Scalar {
    pick([
      "a", "a", "b", "b", "$", "\n", "\u{7F}", "\u{80}", "é", "\u{7FF}", "\u{800}", "€", "\u{2028}",
      "\u{D7FF}", "\u{E000}", "\u{FFFF}", "\u{10000}", "😀", "\u{10FFFF}",
    ])
  }

  mutating func expression(_ depth: Int) -> Expression {
    guard depth > 0 else { return leaf() }
    switch Int.random(in: 0..<8, using: &self) {
    case 0...2: return .sequence((0..<pick([0, 1, 2, 2, 3])).map { _ in expression(depth - 1) })
    case 3, 4: return .choice((0..<pick([1, 2, 2, 3])).map { _ in expression(depth - 1) })
    case 5, 6:
      let low = pick([0, 0, 0, 1, 1, 2])
      let high = pick([nil, nil, low, low + 1, low + 2])
      return .repetition(expression(depth - 1), low, high, isLazy: pick([true, false]))
    default: return leaf()
    }
  }

  private mutating func leaf() -> Expression {
    switch Int.random(in: 0..<12, using: &self) {
    case 0: return .any
    case 1: return .begin
    case 2: return .end
    case 3, 4:
      let ranges = (0..<pick([1, 1, 2])).map { _ in
        let pair = [scalar(), scalar()].sorted()
        // A bare "-" or "]" never comes up: every end is one of scalar()'s.
        return pair[0]...pair[1]
      }
      return .oneOf(ranges, isInverted: pick([true, false]))
    default: return .scalar(scalar())
    }
  }
}

@Suite struct PatternTwinTests {
  @Test(arguments: [1, 2, 3, UInt64.random(in: 0...UInt64.max)])
  func agreesWithAMatcherThatTriesEverything(seed: UInt64) throws {
    print("pattern twin seed: \(seed)")
    var random = SeededGenerator(state: seed)
    var scratch = PatternScratch()
    for _ in 0..<400 {
      let expression = random.expression(4)
      let pattern = try Pattern(expression.source)
      for _ in 0..<12 {
        let text = (0..<random.pick([0, 1, 2, 3, 5, 7])).map { _ in random.scalar() }
        let string = String(String.UnicodeScalarView(text))
        let bytes = Array(string.utf8)
        let expected = (0...text.count).contains { !expression.ends(text, $0).isEmpty }
        #expect(
          pattern.matches(bytes.span, scratch: &scratch) == expected,
          "seed \(seed): \(expression.source.debugDescription) on \(string.debugDescription)")
      }
    }
  }

  @Test(
    .timeLimit(.minutes(1)),
    arguments: [
      ("(a+)+$", "a", "a", true), ("(a+)+$", "a", "!", false), ("^(a+)+$", "a", "!", false),
      ("(a*)*b", "a", "b", true), ("(a*)*b", "a", "c", false), ("(a|a)*c", "a", "b", false),
      ("(a{1,50}){1,50}", "a", "", true), ("^(a{1,50}){1,50}$", "a", "", false),
      ("(a{1,50}){1,50}$", "a", "b", false), ("(x+x+)+y", "x", "", false),
      ("^(([a-z])+.)+[A-Z]([a-z])+$", "a", "", false), ("(.*)*(.*)*(.*)*=", "é", "", false),
    ])
  func takesLinearTimeOnOneHundredKilobytes(
    _ source: String, _ unit: String, _ tail: String, _ expected: Bool
  ) throws {
    let pattern = try Pattern(source)
    var scratch = PatternScratch()
    let bytes = Array((String(repeating: unit, count: 100_000 / unit.utf8.count) + tail).utf8)
    #expect(pattern.matches(bytes.span, scratch: &scratch) == expected)
  }

  /// The deterministic automaton of this pattern has 2^13 states, more than a table holds.
  @Test func goesOnWithoutATableOnceItIsFull() throws {
    let pattern = try Pattern("a[ab]{12}$")
    var scratch = PatternScratch()
    var random = SeededGenerator(state: 7)
    for round in 0..<4 {
      var text = (0..<30_000).map { _ in random.pick([UInt8(ascii: "a"), UInt8(ascii: "b")]) }
      text[text.count - 13] = UInt8(ascii: round % 2 == 0 ? "a" : "b")
      #expect(pattern.matches(text.span, scratch: &scratch) == (round % 2 == 0))
      let short = Array("abbbbbbbbbbbb".utf8)
      #expect(pattern.matches(short.span, scratch: &scratch))
    }
  }

  @Test func remembersMorePatternsThanItHasRoomFor() throws {
    var scratch = PatternScratch()
    let patterns = try (0..<600).map { try Pattern("^x\($0)$") }
    for _ in 0..<2 {
      for (index, pattern) in patterns.enumerated() {
        let yes = Array("x\(index)".utf8)
        let no = Array("x\(index + 1)".utf8)
        #expect(pattern.matches(yes.span, scratch: &scratch))
        #expect(!pattern.matches(no.span, scratch: &scratch))
      }
    }
  }
}
