/// How much the inputs of one run may be. Every limit is named in the refusal that it causes.
package struct InputLimits: Sendable, Hashable {
  /// Files that one pattern may fit. Default: 10,000.
  package var matchesMax: Int
  /// Names in directories that one pattern looks at. Default: 1,000,000.
  package var entriesMax: Int
  /// Inputs of one run. Default: 10,000.
  package var inputsMax: Int
  /// Files that are held open from the first reading to the last; others are opened anew, and
  /// refused if they are no longer the same. Default: 256.
  package var heldFilesMax: Int
  /// Bytes that one input may have that has to be copied before it is read. Default: 16 GiB.
  package var spooledBytesMax: Int
  /// Seconds that one command or query may take. Default: 3,600.
  package var commandSecondsMax: Int

  package init(
    matchesMax: Int = 10_000, entriesMax: Int = 1_000_000, inputsMax: Int = 10_000,
    heldFilesMax: Int = 256, spooledBytesMax: Int = 16 << 30, commandSecondsMax: Int = 3_600
  ) {
    self.matchesMax = matchesMax
    self.entriesMax = entriesMax
    self.inputsMax = inputsMax
    self.heldFilesMax = heldFilesMax
    self.spooledBytesMax = spooledBytesMax
    self.commandSecondsMax = commandSecondsMax
  }
}
