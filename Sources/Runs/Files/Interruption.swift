import Synchronization

/// The signal that asked the process to end, if one did.
package enum Interruption {
  /// Lock-free, so that a signal handler may write it; 0 is none.
  static let signal = Atomic<Int32>(0)

  /// The number of the signal that asked the process to end, or nil.
  package static var requested: Int32? {
    let number = signal.load(ordering: .relaxed)
    return number == 0 ? nil : number
  }
}
