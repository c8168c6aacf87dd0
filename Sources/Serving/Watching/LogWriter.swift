import NIOConcurrencyHelpers
import NIOCore
import NIOPosix
import Synchronization

/// Takes lines from every thread and writes them on one of its own: a reader that does not read holds
/// up nobody but the log.
package final class LogWriter: Sendable {
  /// Bytes that wait to be written; lines beyond are dropped, and counted.
  package static let waitingBytesMax = 4 << 20
  /// How long the end waits for whoever reads.
  package static let closeSecondsMax = 2.0

  private struct Waiting {
    var bytes: [UInt8] = []
    var isWriting = false
    var dropped = 0
    var isClosed = false
  }

  private let waiting = Mutex(Waiting())
  private let pool = NIOThreadPool(numberOfThreads: 1)
  private let write: @Sendable ([UInt8]) -> Bool
  /// Lines that were dropped since the beginning.
  private let droppedCount = Atomic<Int>(0)

  /// - Parameter write: writes bytes where the log goes, and may wait; called by one thread at a time.
  ///   Returns whether they were written.
  package init(_ write: @escaping @Sendable ([UInt8]) -> Bool) {
    self.write = write
    pool.start()
  }

  package var dropped: Int { droppedCount.load(ordering: .relaxed) }

  /// Takes a line with its line end.
  package func take(_ line: [UInt8]) {
    let isFirst = waiting.withLock { waiting in
      if waiting.isClosed { return false }
      if waiting.bytes.count + line.count > Self.waitingBytesMax {
        droppedCount.add(1, ordering: .relaxed)
        return false
      }
      waiting.bytes += line
      if waiting.isWriting { return false }
      waiting.isWriting = true
      return true
    }
    if isFirst { pool.submit { _ in self.drain() } }
  }

  private func drain() {
    while let bytes = next() {
      if write(bytes) { continue }
      droppedCount.add(bytes.count { $0 == 0x0A }, ordering: .relaxed)
    }
  }

  private func next() -> [UInt8]? {
    waiting.withLock { waiting in
      if waiting.bytes.isEmpty {
        waiting.isWriting = false
        return nil
      }
      var bytes: [UInt8] = []
      swap(&bytes, &waiting.bytes)
      return bytes
    }
  }

  /// Writes what waits and ends the thread; lines that come later go nowhere. Where nobody reads what is
  /// written, it is given up after a while: it must not keep a server from ending.
  package func close(secondsMax: Double = LogWriter.closeSecondsMax) async {
    waiting.withLock { $0.isClosed = true }
    let isDone = Mutex(false)
    await withCheckedContinuation { (continuation: CheckedContinuation<Void, Never>) in
      let resume: @Sendable () -> Void = {
        let isFirst = isDone.withLock { isDone in
          defer { isDone = true }
          return !isDone
        }
        if isFirst { continuation.resume() }
      }
      let timer = MultiThreadedEventLoopGroup.singleton.any().scheduleTask(
        in: .milliseconds(Int64(secondsMax * 1_000)), resume)
      Task { [pool] in
        // Behind what has been submitted: the pool has one thread.
        try? await pool.runIfActive {}
        try? await pool.shutdownGracefully()
        timer.cancel()
        resume()
      }
    }
  }
}
