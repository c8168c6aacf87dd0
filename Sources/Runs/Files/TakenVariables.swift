/// Secrets that were taken out of this process's environment, so that no command that it starts gets
/// them.
package struct TakenVariables: Sendable {
  private var values: [String: [UInt8]] = [:]

  /// Takes variables of these names. No other thread may look at the environment meanwhile.
  ///
  /// - Parameter earlier: what was taken before, which stays.
  package init(after earlier: TakenVariables? = nil, _ names: [String]) {
    values = earlier?.values ?? [:]
    for name in names {
      guard
        let value = POSIXProcess.environment(name, atMost: SecretSource.keyBytesMax + 1)
      else { continue }
      values[name] = value
      POSIXProcess.forgetEnvironment(name)
    }
  }

  /// Where the secret of a variable is now.
  package func source(_ name: String) -> SecretSource { .taken(name, values[name]) }
}
