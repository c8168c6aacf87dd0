/// What the process forbids itself before it touches a key, and how it takes signals.
package enum ProcessGuards {
  /// Installs the guards: no core dump and no other process's look into the memory; a closed pipe
  /// is an error, not a death; the first SIGINT, SIGTERM or SIGHUP is remembered in ``Interruption``, and
  /// the second ends the process; and as many files may be open as the system allows.
  package static func install() {
    POSIXProcess.openMissingStandardStreams()
    POSIXProcess.forbidCoreDumps()
    POSIXProcess.forbidBacktraces()
    POSIXProcess.ignoreWriteSignals()
    POSIXProcess.catchInterruptions()
    POSIXProcess.raiseFileLimit()
  }
}
