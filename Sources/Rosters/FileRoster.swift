import Bytes
package import Minting
import Provisioning

/// The rows of a batch, held in memory and found by what their users are known by. It never changes;
/// ``RosterReader`` makes it.
package final class FileRoster: RosterSource {
  /// How all of the rows are read: for JSON with the keys of the whole file.
  package let form: RowForm
  private let rows: RosterRows
  private let index: FingerprintTable
  private let hash: SipHash

  init(form: RowForm, rows: RosterRows, index: FingerprintTable, hash: SipHash) {
    self.form = form
    self.rows = rows
    self.index = index
    self.hash = hash
  }

  /// How many users it knows.
  package var count: Int { index.count }

  package func find(_ user: [UInt8]) -> RosterEntry? {
    // Rows are numbered from 1 on there.
    guard let number = index.row(showing: Fingerprint(hash.digest(user.span))) else { return nil }
    return RosterEntry(form: form, row: rows[number - 1])
  }
}

/// The original bytes of a batch's rows. They lie in blocks, so that no growing copies them all.
struct RosterRows: Sendable {
  private struct Place {
    var block: UInt32
    var start: UInt32
    var count: UInt32
    var row: UInt32
    var line: UInt32
  }

  /// A block takes no further row when it has this many bytes.
  private static let blockBytes = 4 << 20

  private var blocks: [[UInt8]] = [[]]
  private var places: [Place] = []

  var count: Int { places.count }

  subscript(index: Int) -> StoredRow {
    let place = places[index]
    let start = Int(place.start)
    return StoredRow(
      bytes: Array(blocks[Int(place.block)][start..<(start + Int(place.count))]),
      row: Int(place.row), line: Int(place.line))
  }

  mutating func append(_ text: Span<UInt8>, row: Int, line: Int) {
    if blocks[blocks.count - 1].count >= Self.blockBytes { blocks.append([]) }
    let block = blocks.count - 1
    places.append(
      Place(
        block: UInt32(block), start: UInt32(blocks[block].count), count: UInt32(text.count),
        row: UInt32(row), line: UInt32(line)))
    JSONWriter.appendRaw(text, to: &blocks[block])
  }
}
