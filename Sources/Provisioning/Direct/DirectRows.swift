package import Batches
import Bytes
import CScan
package import Tokens

/// What a burst of plain rows became.
package struct DirectRows {
  /// One row that was issued.
  package struct Row {
    /// Where it stood in the chunk, and how many rows and lines of the burst stood before it.
    package var position: Int
    package var line: Int
    /// Where its artifact, with the line end, ends in the output.
    package var artifactEnd: Int
  }

  package fileprivate(set) var rows: [Row] = []
  package fileprivate(set) var fingerprints: [Fingerprint?] = []
  /// What a ledger may know of each row.
  package fileprivate(set) var memos: [RowMemo] = []
  package fileprivate(set) var count = 0
  package fileprivate(set) var lines = 0
  /// Behind the last row.
  package fileprivate(set) var position = 0

  package init() {}

  fileprivate mutating func begin(at position: Int) {
    rows.removeAll(keepingCapacity: true)
    fingerprints.removeAll(keepingCapacity: true)
    memos.removeAll(keepingCapacity: true)
    count = 0
    lines = 0
    self.position = position
  }
}

extension DirectIssuer {
  /// Room that is asked for each row of a burst; a row that needs more is issued the slow way.
  private static let roomPerRow = 1_024
  private static let roomMin = 1 << 17

  /// Issues the plain rows from a place on, up to the first that is none.
  ///
  /// - Parameters:
  ///   - chunk: the chunk, whose storage reaches ``BatchChunk/slack`` bytes further than its records.
  ///   - place: where the first row stands.
  ///   - rowsMax: rows to issue at most.
  ///   - values: what may be there once in a batch.
  ///   - digester: makes what a ledger knows rows by; nil where there is no ledger.
  ///   - output: gets each artifact and a line feed.
  ///   - rows: what was issued.
  package mutating func issueRows(
    _ chunk: borrowing BatchChunk, from place: ChunkReader.Place, upTo rowsMax: Int,
    _ values: UniqueValues, _ digester: RowDigester?, _ entropy: Entropy,
    to output: inout [UInt8], _ rows: inout DirectRows
  ) throws(SigningError) {
    rows.begin(at: place.position)
    let room = max(Self.roomPerRow * rowsMax, Self.roomMin)
    let outputStart = output.count
    var failure: SigningError?
    output.append(addingCapacity: room) { span in
      unsafe span.withUnsafeMutableBufferPointer { buffer, written in
        guard let start = buffer.baseAddress else { return }
        do throws(SigningError) {
          unsafe try issueRows(
            chunk, place, rowsMax, values, digester, entropy, start, room, &written, outputStart,
            &rows)
        } catch {
          failure = error
        }
      }
    }
    if let failure { throw failure }
  }

  private mutating func issueRows(
    _ chunk: borrowing BatchChunk, _ place: ChunkReader.Place, _ rowsMax: Int,
    _ values: UniqueValues, _ digester: RowDigester?, _ entropy: Entropy,
    _ output: UnsafeMutablePointer<UInt8>, _ room: Int, _ written: inout Int, _ outputStart: Int,
    _ rows: inout DirectRows
  ) throws(SigningError) {
    let bytes = chunk.bytes
    let end = chunk.range.upperBound
    let hasRandom = !program.randoms.isEmpty
    let result = unsafe bytes.withUnsafeBufferPointer { buffer -> Result<Void, SigningError> in
      guard let text = buffer.baseAddress else { return .success(()) }
      do throws(SigningError) {
        while rows.count < rowsMax {
          let position = rows.position
          if hasRandom { self.entropy = entropy.forRow(place.row + rows.count + 1) }
          let outcome = unsafe try issue(
            text, end, at: &rows.position, output, room: room, written: &written)
          guard outcome == .issued else { break }
          if values.count > 0 {
            rows.rows.append(
              DirectRows.Row(
                position: position, line: rows.lines, artifactEnd: outputStart + written))
            for index in 0..<values.count {
              rows.fingerprints.append(withUniqueValue(index) { values.fingerprint($0) })
            }
          }
          if let digester, let memo = self.memo(digester) { rows.memos.append(memo) }
          rows.count += 1
          rows.lines += lines
        }
        return .success(())
      } catch {
        return .failure(error)
      }
    }
    try result.get()
  }
}
