import Bytes

/// Where a batch's bytes come from: appends at most that many to the buffer and returns how many;
/// 0 is the end. It may give fewer than it was asked for.
package typealias BatchSource = (_ buffer: inout [UInt8], _ countMax: Int) throws(BatchError) -> Int

/// Gives a batch's text as UTF-8, whatever its encoding and byte order mark.
package struct ByteFeed {
  private let source: BatchSource
  /// What has been read to look at the file's beginning, and not been given yet.
  private var head: [UInt8] = []
  private var transcoder: UTF16Transcoder?
  package private(set) var isAtEnd = false

  package init(source: @escaping BatchSource) {
    self.source = source
  }

  /// Looks at the first bytes: refuses what is no text, and settles the encoding.
  package mutating func open() throws(BatchError) {
    while head.count < FileSignature.longest {
      if try source(&head, FileSignature.longest - head.count) == 0 { break }
    }
    if let signature = FileSignature.recognise(head.span) { throw .compressed(signature) }
    if head.starts(with: [0xEF, 0xBB, 0xBF]) {
      head.removeSubrange(0..<3)
    } else if head.starts(with: [0xFF, 0xFE, 0x00, 0x00]) || head.starts(with: [0, 0, 0xFE, 0xFF]) {
      throw .unsupportedEncoding
    } else if head.starts(with: [0xFF, 0xFE]) || head.starts(with: [0xFE, 0xFF]) {
      transcoder = UTF16Transcoder(isBigEndian: head[0] == 0xFE)
      head.removeSubrange(0..<2)
    }
  }

  /// Appends what comes next, about `count` bytes; at the end it appends nothing and says so.
  package mutating func fill(_ buffer: inout [UInt8], count: Int) throws(BatchError) {
    guard var transcoder else {
      if try read(&buffer, count: count) == 0 { isAtEnd = true }
      return
    }
    var piece: [UInt8] = []
    if try read(&piece, count: count) == 0 {
      transcoder.finish(to: &buffer)
      isAtEnd = true
    }
    transcoder.append(piece.span, to: &buffer)
    self.transcoder = transcoder
  }

  private mutating func read(_ buffer: inout [UInt8], count: Int) throws(BatchError) -> Int {
    if head.isEmpty {
      let given = try source(&buffer, count)
      return given
    }
    let given = min(count, head.count)
    buffer.append(contentsOf: head[0..<given])
    head.removeSubrange(0..<given)
    return given
  }
}
