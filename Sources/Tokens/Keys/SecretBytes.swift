/// Bytes that must not be shown: they lie at a place of their own, which is wiped when the last
/// reference goes, and every description says `<redacted>`.
///
/// Wiping is as good as the language allows. Copies that somebody made before, for example by
/// letting the array grow or by keeping a second reference to it (copy-on-write), stay behind.
public final class SecretBytes: Sendable, CustomStringConvertible, CustomDebugStringConvertible,
  CustomReflectable
{
  private let memory: OpenSSLMemory

  /// Moves the bytes here, and overwrites the array's own if nobody else holds them.
  public init(_ bytes: consuming [UInt8]) {
    memory = OpenSSLMemory(copying: bytes.span)
    OpenSSLMemory.wipe(&bytes)
  }

  init(copying bytes: Span<UInt8>) { memory = OpenSSLMemory(copying: bytes) }

  /// Collects at most `capacity` bytes in an array that does not grow, so that no copy stays behind.
  static func collect(
    capacity: Int, _ body: (inout [UInt8]) -> Bool
  ) -> SecretBytes? {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(capacity)
    let isComplete = body(&bytes)
    let secret = SecretBytes(copying: bytes.span)
    OpenSSLMemory.wipe(&bytes)
    return isComplete ? secret : nil
  }

  /// The number of bytes.
  public var count: Int { memory.count }

  /// Lends the bytes to `body`, and returns or throws what it does.
  public func withBytes<R, E: Error>(_ body: (Span<UInt8>) throws(E) -> R) throws(E) -> R {
    try memory.withBytes(body)
  }

  public var description: String { "<redacted>" }
  public var debugDescription: String { "<redacted>" }
  public var customMirror: Mirror {
    Mirror(self, children: [(label: String?, value: Any)](), displayStyle: .class)
  }
}
