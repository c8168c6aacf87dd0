import Synchronization

/// Runs chunked work in several threads, of which the calling one is the first. With one job everything
/// happens in it, and no thread is made.
///
/// Whoever has processed the chunk that is next commits it, and those behind it that are ready. The
/// first failure in the order of the chunks is the failure of all, however many jobs there are.
final class OrderedPipeline<Work: ChunkedWork>: @unchecked Sendable {
  /// A chunk on its way, and why it could not be pulled.
  private final class Slot {
    let chunk: Work.Chunk
    var index = 0
    var failure: RunFailure?

    init(_ chunk: Work.Chunk) { self.chunk = chunk }
  }

  /// How long a thread waits before it looks whether a signal wants the process to end.
  private static var waitMilliseconds: Int { 200 }

  private let work: Work
  private let jobs: Int
  private let chunksMax: Int
  private let interruption: @Sendable () -> Int32?
  private let stop = Atomic<Bool>(false)

  /// Guards `isAtEnd`, `pulled` and the work's pulling.
  private let reading = POSIXMonitor()
  private var isAtEnd = false
  private var pulled = 0

  /// Guards the rest.
  private let monitor = POSIXMonitor()
  private var free: [Slot] = []
  private var ready: [Slot?]
  private var inFlight = 0
  private var committed = 0
  /// Whether somebody is committing; the work's committing is his then.
  private var isCommitting = false
  private var failure: RunFailure?
  private var threads: [POSIXThread] = []
  private var helping = 0
  private(set) var inFlightMost = 0

  /// - Parameter jobs: how many threads work; at most twice as many chunks are in flight.
  init(_ work: Work, jobs: Int, interruption: @escaping @Sendable () -> Int32?) {
    self.work = work
    self.jobs = jobs
    self.interruption = interruption
    chunksMax = jobs == 1 ? 1 : 2 * jobs
    ready = Array(repeating: nil, count: chunksMax)
  }

  /// Does all the work with the calling thread's worker and others.
  func run(_ worker: inout Work.Worker) throws(RunFailure) {
    takePart(&worker, isCaller: true)
    join()
    if let failure { throw failure }
  }

  // MARK: Threads

  /// Starts one thread more, if there may be one.
  private func callForHelp() {
    monitor.locked {
      guard threads.count < jobs - 1, failure == nil else { return }
      guard let thread = POSIXThread({ self.help() }) else { return }
      threads.append(thread)
      helping += 1
    }
  }

  private func help() {
    do throws(RunFailure) {
      var worker = try work.makeWorker()
      takePart(&worker, isCaller: false)
    } catch {
      fail(error)
    }
    monitor.locked {
      helping -= 1
      monitor.wake()
    }
  }

  private func join() {
    monitor.lock()
    while helping > 0 {
      monitor.wait(milliseconds: Self.waitMilliseconds)
      wakeForInterruption()
    }
    monitor.unlock()
    for thread in threads { thread.join() }
  }

  /// A signal reaches the calling thread only, and another may be waiting in a system call.
  private func wakeForInterruption() {
    guard interruption() != nil else { return }
    for thread in threads { thread.interrupt() }
  }

  /// Whether what is being processed is of no use any more.
  private var isStopped: Bool {
    if stop.load(ordering: .relaxed) { return true }
    guard let signal = interruption() else { return false }
    fail(.interrupted(signal: signal))
    return true
  }

  private func fail(_ failure: RunFailure) {
    monitor.locked {
      if self.failure == nil { self.failure = failure }
      monitor.wake()
    }
    stop.store(true, ordering: .relaxed)
    work.abandon()
  }

  // MARK: Chunks

  private func takePart(_ worker: inout Work.Worker, isCaller: Bool) {
    while let slot = take(isCaller: isCaller) {
      guard pull(slot) else {
        giveBack(slot)
        return
      }
      if slot.failure == nil {
        if slot.index > 0 || work.isLarge(slot.chunk) { callForHelp() }
        work.process(slot.chunk, &worker) { isStopped }
      }
      deliver(slot, &worker)
    }
  }

  /// Takes a slot, as soon as there is room for one more chunk; nil when there is to be none.
  private func take(isCaller: Bool) -> Slot? {
    if let signal = interruption() { fail(.interrupted(signal: signal)) }
    monitor.lock()
    defer { monitor.unlock() }
    while failure == nil && inFlight == chunksMax {
      monitor.wait(milliseconds: Self.waitMilliseconds)
      if isCaller { wakeForInterruption() }
    }
    if failure != nil { return nil }
    inFlight += 1
    inFlightMost = max(inFlightMost, inFlight)
    return free.popLast() ?? Slot(work.makeChunk())
  }

  private func giveBack(_ slot: Slot) {
    monitor.locked {
      free.append(slot)
      inFlight -= 1
      monitor.wake()
    }
  }

  private func pull(_ slot: Slot) -> Bool {
    reading.lock()
    defer { reading.unlock() }
    if isAtEnd { return false }
    slot.index = pulled
    slot.failure = nil
    do throws(RunFailure) {
      isAtEnd = try !work.pull(pulled, into: slot.chunk)
    } catch {
      isAtEnd = true
      slot.failure = error
      return true
    }
    if isAtEnd { return false }
    pulled += 1
    return true
  }

  /// Hands in a chunk that has been processed, and commits what can be.
  private func deliver(_ slot: Slot, _ worker: inout Work.Worker) {
    monitor.lock()
    defer { monitor.unlock() }
    ready[slot.index % chunksMax] = slot
    if isCommitting { return }
    isCommitting = true
    while failure == nil, let next = ready[committed % chunksMax] {
      ready[committed % chunksMax] = nil
      monitor.unlock()
      let failure = commit(next, &worker)
      if let failure { fail(failure) }
      monitor.lock()
      committed += 1
      inFlight -= 1
      free.append(next)
      monitor.wake()
    }
    isCommitting = false
  }

  private func commit(_ slot: Slot, _ worker: inout Work.Worker) -> RunFailure? {
    if let failure = slot.failure { return failure }
    do throws(RunFailure) {
      try work.commit(slot.chunk, &worker)
    } catch {
      return error
    }
    return nil
  }
}
