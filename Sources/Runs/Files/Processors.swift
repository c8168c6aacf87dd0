/// The processors of the machine.
package enum Processors {
  /// How many this process may use at once: those that it may run on, or as many as the time that its
  /// control group gets is worth. At least 1.
  package static var available: Int {
    let allowed =
      read("/proc/self/status").flatMap { Self.allowed(inStatus: $0) }
      ?? POSIXProcess.onlineProcessors
    return max(1, min(allowed, quota(ofGroups: groups) ?? Int.max))
  }

  /// How many processors a process may run on, by the mask in its status; nil if there is none.
  static func allowed(inStatus text: [UInt8]) -> Int? {
    let name = Array("Cpus_allowed:".utf8)
    guard let line = text.split(separator: 0x0A).first(where: { $0.starts(with: name) }) else {
      return nil
    }
    return line.dropFirst(name.count).reduce(0) {
      $0 + (Character(UnicodeScalar($1)).hexDigitValue ?? 0).nonzeroBitCount
    }
  }

  /// The texts of `cpu.max` of the process's control group and of those around it.
  private static var groups: [[UInt8]] {
    guard let text = read("/proc/self/cgroup") else { return [] }
    let line = text.split(separator: 0x0A).first { $0.starts(with: Array("0::/".utf8)) }
    guard let line else { return [] }
    var path = String(decoding: line.dropFirst(3), as: Unicode.UTF8.self)
    var texts: [[UInt8]] = []
    while true {
      if let text = read("/sys/fs/cgroup\(path)/cpu.max") { texts.append(text) }
      guard let slash = path.lastIndex(of: "/") else { return texts }
      path = String(path[..<slash])
    }
  }

  /// The least number of processors that the groups' time is worth, rounded up; nil if it is not bounded.
  /// A text has the time and the period in which it may be used, or `max` and the period.
  static func quota(ofGroups texts: [[UInt8]]) -> Int? {
    texts.compactMap { text in
      let numbers = text.split { $0 == 0x20 || $0 == 0x0A }.map {
        Int(String(decoding: $0, as: Unicode.UTF8.self))
      }
      guard numbers.count == 2, let time = numbers[0], let period = numbers[1], time > 0,
        period > 0
      else { return nil }
      return (time - 1) / period + 1
    }.min()
  }

  /// The beginning of a small file that the system makes; nil if there is none.
  private static func read(_ path: String) -> [UInt8]? {
    var text: [UInt8] = []
    guard let file = try? InputFile(path), (try? file.read(into: &text, upTo: 4_096)) != nil else {
      return nil
    }
    return text
  }
}
