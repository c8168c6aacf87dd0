/// Makes chosen steps of writing a file fail: the tests' rigged disk.
package final class FileFaults {
  /// A step that a disk can refuse.
  package enum Step: Hashable, Sendable, CaseIterable {
    case create, permissions, truncate, write, sync, close, inspect, rename, syncDirectory
  }

  private let step: Step?
  private let first: Int
  private let isLasting: Bool
  private let code: Int32
  /// How many steps of the chosen kind there were.
  package private(set) var count = 0
  package private(set) var hasStruck = false

  /// Lets the n-th step of that kind fail, counted from 1; nil counts steps of every kind.
  ///
  /// - Parameter isLasting: all later ones fail, too.
  package init(failing step: Step?, at first: Int, isLasting: Bool = false, code: Int32) {
    self.step = step
    self.first = first
    self.isLasting = isLasting
    self.code = code
  }

  func check(_ step: Step) throws(SystemError) {
    if let chosen = self.step, chosen != step { return }
    count += 1
    guard count == first || (isLasting && count > first) else { return }
    hasStruck = true
    throw SystemError(code: code)
  }
}
