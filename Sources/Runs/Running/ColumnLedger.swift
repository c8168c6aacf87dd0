import Batches

/// The columns of a batch as they turn up. A worker reads a chunk with those that it knows; a key that
/// it does not know it may add when all chunks before have been committed, so that columns have the
/// order in which one thread would meet them.
final class ColumnLedger: @unchecked Sendable {
  /// What a chunk may be read with.
  struct View {
    /// The columns; nil if the worker's own are still all of them.
    var columns: ColumnTable?
    /// Whether the chunk is the next one to commit, so that its new keys are the next columns.
    var mayAdd: Bool
  }

  // All of it is guarded by the monitor.
  private let monitor = POSIXMonitor()
  private var columns: ColumnTable
  private var committed = 0
  private var isAbandoned = false

  init(_ columns: ColumnTable) { self.columns = columns }

  var count: Int { monitor.locked { columns.count } }

  /// Those that have turned up so far.
  var columnsNow: ColumnTable { monitor.locked { columns } }

  /// What the chunk of this index may be read with by a worker who knows so many columns.
  func view(_ index: Int, known: Int) -> View {
    monitor.locked { viewUnderLock(index, known: known) }
  }

  private func viewUnderLock(_ index: Int, known: Int) -> View {
    View(columns: columns.count == known ? nil : columns, mayAdd: committed == index)
  }

  /// The same, when there are more columns or all chunks before are committed; nil if that never comes.
  func laterView(_ index: Int, known: Int) -> View? {
    monitor.lock()
    defer { monitor.unlock() }
    while columns.count <= known && committed != index && !isAbandoned { monitor.wait() }
    if isAbandoned { return nil }
    return View(columns: columns, mayAdd: committed == index)
  }

  /// Adds the columns of the chunk that may add some: `columns` begins with those that were there.
  func publish(_ columns: ColumnTable) {
    monitor.locked {
      self.columns = columns
      monitor.wake()
    }
  }

  /// Says that one more chunk is committed.
  func advance() {
    monitor.locked {
      committed += 1
      monitor.wake()
    }
  }

  /// Lets nobody wait any more.
  func abandon() {
    monitor.locked {
      isAbandoned = true
      monitor.wake()
    }
  }
}
