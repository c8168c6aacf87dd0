/// Work on a stream that comes in chunks: each is pulled, then processed by any worker, then committed.
/// Chunks are pulled one at a time and committed one at a time, both in the same order.
protocol ChunkedWork: AnyObject, SendableMetatype {
  /// A chunk with all that becomes of it; its storage is used again for later ones.
  associatedtype Chunk: AnyObject
  /// What one thread needs to process chunks.
  associatedtype Worker

  func makeChunk() -> Chunk
  func makeWorker() throws(RunFailure) -> Worker

  /// Pulls the next chunk, `index` of them were pulled before. Returns false at the end.
  func pull(_ index: Int, into chunk: Chunk) throws(RunFailure) -> Bool

  /// Whether it is worth another thread to process the first chunk, even if it may be the only one.
  func isLarge(_ chunk: Chunk) -> Bool

  /// Processes a chunk. What goes wrong is kept in it and thrown by `commit`. It asks `isStopped` now and
  /// then, and what it does after that is of no use.
  func process(_ chunk: Chunk, _ worker: inout Worker, isStopped: () -> Bool)

  /// Makes the chunk part of the result. `worker` belongs to the thread that commits, whoever
  /// processed the chunk.
  func commit(_ chunk: Chunk, _ worker: inout Worker) throws(RunFailure)

  /// Lets nobody wait in `process` any more: no chunk will be committed.
  func abandon()
}
