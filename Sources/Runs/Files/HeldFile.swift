/// An open file that several readers share.
final class HeldFile: Sendable {
  let descriptor: POSIXDescriptor

  init(_ descriptor: consuming POSIXDescriptor) { self.descriptor = descriptor }
}
