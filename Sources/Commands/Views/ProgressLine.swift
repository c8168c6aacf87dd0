/// One line about work that goes on: the share done, rows, their rate, rejected ones, the time left.
package struct ProgressLine: Sendable {
  package var done: Int
  package var rejected: Int
  /// How much of the input that was, from 0 to 1; nil if nobody knows.
  package var share: Double?
  package var seconds: Double
  /// What is counted: `rows`.
  package var noun: String

  package init(done: Int, rejected: Int, share: Double?, seconds: Double, noun: String) {
    self.done = done
    self.rejected = rejected
    self.share = share.map { min(max($0, 0), 1) }
    self.seconds = seconds
    self.noun = noun
  }

  private static let barCells = 20
  private static let separator = "  "

  /// A part of the line; the one with the highest rank goes first where the room is short.
  private struct Part {
    var text: String
    var columns: Int
    var rank: Int

    init(_ text: String, rank: Int) {
      self.text = text
      columns = text.unicodeScalars.count
      self.rank = rank
    }
  }

  /// The line, one column shorter than the terminal at most; nil where nothing has room.
  package func text(columns: Int, hasColor: Bool) -> String? {
    var parts = self.parts(hasColor: hasColor)
    func width() -> Int {
      parts.reduce(0) { $0 + $1.columns } + Self.separator.utf8.count * (parts.count - 1)
    }
    while !parts.isEmpty, width() > columns - 1 {
      let last = parts.indices.max { parts[$0].rank < parts[$1].rank }
      if let last { parts.remove(at: last) }
    }
    return parts.isEmpty ? nil : parts.map(\.text).joined(separator: Self.separator)
  }

  private func parts(hasColor: Bool) -> [Part] {
    func colored(_ part: Part, _ code: Int) -> Part {
      var part = part
      if hasColor { part.text = "\u{1B}[\(code)m\(part.text)\u{1B}[0m" }
      return part
    }
    var parts: [Part] = []
    if let share {
      // Rounded down: all is done when all is done.
      let percent = String(Int(share * 100))
      parts.append(
        Part(String(repeating: " ", count: max(0, 3 - percent.utf8.count)) + percent + "%", rank: 0)
      )
      let filled = Int(share * Double(Self.barCells))
      let bar =
        String(repeating: "█", count: filled)
        + String(repeating: "░", count: Self.barCells - filled)
      parts.append(colored(Part(bar, rank: 5), 36))
    }
    parts.append(Part("\(Self.number(done)) \(noun)", rank: 1))
    if let rate { parts.append(Part("\(Self.number(rate))/s", rank: 4)) }
    if rejected > 0 {
      parts.append(colored(Part("\(Self.number(rejected)) rejected", rank: 2), 33))
    }
    if let secondsLeft { parts.append(Part("\(Self.time(secondsLeft)) left", rank: 3)) }
    return parts
  }

  private var rate: Int? {
    guard seconds > 0 else { return nil }
    return Int(exactly: (Double(done) / seconds).rounded())
  }

  private var secondsLeft: Int? {
    guard let share, share > 0, share < 1 else { return nil }
    return Int(exactly: (seconds * (1 - share) / share).rounded(.up))
  }

  /// `0:07`, `12:34`, `1:02:03`.
  private static func time(_ seconds: Int) -> String {
    func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    let (hours, minutes) = (seconds / 3_600, seconds % 3_600 / 60)
    return hours > 0
      ? "\(hours):\(two(minutes)):\(two(seconds % 60))" : "\(minutes):\(two(seconds % 60))"
  }

  /// With a comma between thousands.
  private static func number(_ number: Int) -> String {
    let digits = Array(String(number))
    var text = ""
    for (index, digit) in digits.enumerated() {
      if index > 0, (digits.count - index) % 3 == 0 { text += "," }
      text.append(digit)
    }
    return text
  }
}
