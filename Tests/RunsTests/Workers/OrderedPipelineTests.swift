import Batches
import Synchronization
import Testing

@testable import Runs

/// The pipeline by itself, with numbers for chunks.
@Suite struct OrderedPipelineTests {
  /// Doubles the numbers from 0 up.
  private final class Doubling: ChunkedWork, @unchecked Sendable {
    final class Number {
      var value = 0
      var failure: RunFailure?
    }

    struct Calculator {
      var isFirst: Bool
    }

    /// What goes wrong, and with which number.
    enum Fault { case none, pull(Int), process(Int), commit(Int) }

    let count: Int
    let fault: Fault
    /// Iterations that a number takes longer the smaller it is, so that later ones are done first.
    let delay: Int
    let made = Atomic<Int>(0)
    let workers = Atomic<Int>(0)
    let pulling = Atomic<Int>(0)
    let committing = Atomic<Int>(0)
    let overlaps = Atomic<Int>(0)
    var results: [Int] = []

    init(_ count: Int, _ fault: Fault = .none, delay: Int = 0) {
      self.count = count
      self.fault = fault
      self.delay = delay
    }

    func makeChunk() -> Number {
      made.add(1, ordering: .relaxed)
      return Number()
    }

    func makeWorker() -> Calculator {
      workers.add(1, ordering: .relaxed)
      return Calculator(isFirst: false)
    }

    func pull(_ index: Int, into chunk: Number) throws(RunFailure) -> Bool {
      enter(pulling)
      defer { pulling.subtract(1, ordering: .relaxed) }
      if case .pull(index) = fault { throw .unreadable(.readFailed(code: 5)) }
      chunk.value = index
      chunk.failure = nil
      return index < count
    }

    func isLarge(_ chunk: Number) -> Bool { true }

    func process(_ chunk: Number, _ worker: inout Calculator, isStopped: () -> Bool) {
      var work = 0
      for step in 0..<(delay * (8 - chunk.value % 8)) { work &+= step }
      if work == -1 { return }
      if case .process(chunk.value) = fault { chunk.failure = .interrupted(signal: 99) }
      chunk.value *= 2
    }

    func commit(_ chunk: Number, _ worker: inout Calculator) throws(RunFailure) {
      enter(committing)
      defer { committing.subtract(1, ordering: .relaxed) }
      if let failure = chunk.failure { throw failure }
      if case .commit(chunk.value / 2) = fault { throw .unreadable(.empty) }
      results.append(chunk.value)
    }

    func abandon() {}

    private func enter(_ room: borrowing Atomic<Int>) {
      if room.add(1, ordering: .relaxed).oldValue != 0 { overlaps.add(1, ordering: .relaxed) }
    }
  }

  private func run(_ work: Doubling, jobs: Int) -> String? {
    let pipeline = OrderedPipeline(work, jobs: jobs) { nil }
    var worker = Doubling.Calculator(isFirst: true)
    var failure: String?
    do throws(RunFailure) {
      try pipeline.run(&worker)
    } catch {
      failure = "\(error)"
    }
    #expect(pipeline.inFlightMost <= (jobs == 1 ? 1 : 2 * jobs))
    #expect(work.made.load(ordering: .relaxed) <= (jobs == 1 ? 1 : 2 * jobs))
    #expect(work.workers.load(ordering: .relaxed) <= jobs - 1)
    #expect(work.overlaps.load(ordering: .relaxed) == 0)
    return failure
  }

  @Test(arguments: [1, 2, 3, 8, 256])
  func commitsInTheOrderOfPulling(jobs: Int) {
    for (count, delay) in [(0, 0), (1, 0), (2, 0), (3_000, 0), (300, 2_000)] {
      let work = Doubling(count, delay: delay)
      #expect(run(work, jobs: jobs) == nil)
      #expect(work.results == (0..<count).map { $0 * 2 })
    }
  }

  @Test(arguments: [1, 2, 3, 8])
  func endsWithTheFirstFailureInTheOrder(jobs: Int) {
    for number in [0, 1, 7, 100] {
      for fault in [Doubling.Fault.pull(number), .process(number), .commit(number)] {
        let work = Doubling(300, fault, delay: 50)
        #expect(run(work, jobs: jobs) != nil)
        #expect(work.results == (0..<number).map { $0 * 2 }, "\(fault)")
      }
    }
  }

  @Test(arguments: [1, 4])
  func endsWhenASignalWantsItTo(jobs: Int) {
    let asked = Atomic<Int>(0)
    let work = Doubling(1_000_000)
    let pipeline = OrderedPipeline(work, jobs: jobs) {
      asked.add(1, ordering: .relaxed).newValue > 100 ? 15 : nil
    }
    var worker = Doubling.Calculator(isFirst: true)
    #expect(throws: RunFailure.self) { try pipeline.run(&worker) }
    #expect(work.results.count < 1_000)
  }
}
