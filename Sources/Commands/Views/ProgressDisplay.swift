/// Decides when a line is due. What it draws and erases goes to `write`.
package struct ProgressDisplay {
  /// Before that, work is not long.
  private static let firstAfterSeconds = 1.0
  private static let pauseSeconds = 0.1
  private static let erasure = "\r\u{1B}[2K"

  private let noun: String
  private let hasColor: Bool
  private let uptime: @Sendable () -> Double
  private let columns: @Sendable () -> Int?
  private let write: @Sendable (String) -> Void
  private let start: Double
  private var next: Double
  private var isShown = false

  package init(
    noun: String, hasColor: Bool, uptime: @escaping @Sendable () -> Double,
    columns: @escaping @Sendable () -> Int?, write: @escaping @Sendable (String) -> Void
  ) {
    self.noun = noun
    self.hasColor = hasColor
    self.uptime = uptime
    self.columns = columns
    self.write = write
    start = uptime()
    next = start + Self.firstAfterSeconds
  }

  package mutating func update(done: Int, rejected: Int, share: Double?) {
    let now = uptime()
    guard now >= next else { return }
    next = now + Self.pauseSeconds
    let line = ProgressLine(
      done: done, rejected: rejected, share: share, seconds: now - start, noun: noun)
    guard let columns = columns(), let text = line.text(columns: columns, hasColor: hasColor)
    else { return erase() }
    write(Self.erasure + text)
    isShown = true
  }

  package mutating func erase() {
    if isShown { write(Self.erasure) }
    isShown = false
  }
}
