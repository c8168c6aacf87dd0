import Glibc

/// What standard error is connected to.
package enum ErrorTerminal {
  /// Columns of a terminal that does not say how many it has.
  private static let columnsUnknown = 80
  /// No terminal's name is that long.
  private static let nameBytesMax = 64

  /// How many columns the terminal has now; nil where standard error is no terminal, or one that this
  /// process shares with whatever runs in its foreground.
  package static var columns: Int? {
    guard isatty(STDERR_FILENO) == 1 else { return nil }
    let foreground = tcgetpgrp(STDERR_FILENO)
    if foreground > 0 && foreground != getpgrp() { return nil }
    var size = winsize()
    let result = unsafe ioctl(STDERR_FILENO, UInt(TIOCGWINSZ), &size)
    return result == 0 && size.ws_col > 0 ? Int(size.ws_col) : columnsUnknown
  }

  /// Whether the terminal can erase a line: `TERM` names it, and not `dumb`.
  package static var canErase: Bool {
    guard let name = POSIXProcess.environment("TERM", atMost: nameBytesMax) else { return false }
    return !name.isEmpty && name != Array("dumb".utf8)
  }

  /// Whether colours are wanted: `NO_COLOR` is empty or not there (https://no-color.org).
  package static var wantsColor: Bool {
    POSIXProcess.environment("NO_COLOR", atMost: 1)?.isEmpty ?? true
  }

  /// Whether standard output goes to a terminal as well, in all likelihood the same.
  package static var isOutputToo: Bool { isatty(STDOUT_FILENO) == 1 }
}
