package import Batches
package import Bytes
import CScan
import Profiles
import Schemas
package import Tokens

/// Issues plain rows: from the chunk's bytes straight into the output, without a copy of the record,
/// an allocation or a look-up by name. One per worker.
///
/// It issues what the slow way would issue, byte for byte, or leaves the row to it.
@safe package struct DirectIssuer: ~Copyable {
  /// What became of the row at the position.
  package enum Outcome { case issued, slow, full }

  let program: DirectProgram
  let memory: DirectMemory
  let token: DirectToken
  /// Where random identifiers come from.
  package var entropy: Entropy
  // The reader of each format: the batch uses that of its own.
  private let isCSV: Bool
  private var csv: PlainCSVReader
  private var json: PlainJSONReader
  var validator = SchemaValidator()
  package let columnCount: Int
  /// An artifact that is longer is the slow way's: it is refused, or warned of.
  let lengthMax: Int
  /// Whether the row that is read has no byte beyond ASCII.
  var isASCII = true
  /// Where the times of the chunk stand, and the blocks of claims that only they change.
  var timeRanges: [Range<Int>] = []
  var blockRanges: [Range<Int>] = []
  let schemas: [Schema]
  var random: [UInt8] = []
  var work: [UInt8] = []
  var claimCount = 0
  /// How much of the row's changed texts there is.
  var foldedCount = 0

  /// How often each effect stood in a row that was issued.
  package private(set) var effectCounts: [Int]
  /// Until when the artifacts can be used; nil where nothing bounds it.
  package private(set) var bestBefore: NumericDate?
  private var isDead = false
  /// Effects of the row, until it is certain that it is issued.
  var effects: [Int] = []
  /// Whether a ledger wants to know rows, and what it gets to know of the last one.
  let isRemembering: Bool
  var row = RowValues()

  /// - Returns: nil where the profile, the columns or the format need the slow way for every row.
  package init?(
    _ compiled: CompiledProfile, _ binding: ColumnBinding, _ reader: borrowing ChunkReader,
    token: ArtifactRenderer.TokenSource, entropy: Entropy
  ) {
    let limits = reader.limits
    let table = reader.columns
    guard table.count > 0,
      let program = DirectCompiler.compile(compiled, binding, columnCount: table.count),
      let token = DirectToken(token)
    else { return nil }
    self.program = program
    self.token = token
    self.entropy = entropy
    memory = DirectMemory(program)
    columnCount = program.columnCount
    schemas = program.schemas
    isRemembering = compiled.memory != nil
    let artifact = compiled.artifact
    lengthMax = min(artifact.maxLength ?? Int.max, artifact.warnAboveLength ?? Int.max)
    isCSV = reader.format == .csv
    csv = PlainCSVReader(
      delimiter: reader.dialect.delimiter, fieldBytesMax: limits.fieldBytesMax)
    json = PlainJSONReader(
      isCSV ? ColumnTable() : table, isArray: reader.format == .json, limits: limits)
    effectCounts = Array(repeating: 0, count: program.effects.count)
  }

  /// Begins with another chunk.
  package mutating func beginChunk() { csv.begin() }

  /// Begins with another time of issue.
  package mutating func begin(_ context: IssueContext) {
    let lifetime = program.compiled.profile.lifetime
    let expiry = lifetime.claim == nil ? nil : context.expiresAt
    let age = program.compiled.ageSeconds.map { context.issuedAt.advanced(bySeconds: $0) }
    bestBefore = [expiry, age].compactMap(\.self).min()
    // At the end of the writable dates there is no time left to live.
    isDead = bestBefore.map { $0 <= context.issuedAt } ?? false
    timeRanges.removeAll(keepingCapacity: true)
    blockRanges.removeAll(keepingCapacity: true)
    var texts: [UInt8] = []
    for time in context.times {
      timeRanges.append(texts.count..<(texts.count + time.count))
      texts += time
    }
    for block in program.blocks {
      let start = texts.count
      for claim in block {
        texts += program.bytes(claim.prefix)
        if claim.origin == .time {
          texts += context.times[claim.made]
        } else {
          texts += program.bytes(claim.fixed)
        }
      }
      blockRanges.append(start..<texts.count)
    }
    // They are short; where they are not, rows go the slow way.
    if texts.count > DirectMemory.timeBytesMax { isDead = true }
    guard !isDead else { return }
    for (index, byte) in texts.enumerated() { unsafe memory.times[index] = byte }
  }

  /// Physical lines that the last row took.
  package var lines: Int { isCSV ? 1 : json.lines }

  /// Gives the value of what may be there once, as canonical JSON; nil where the row has none.
  package func withUniqueValue<Result>(
    _ index: Int, _ body: (Span<UInt8>) -> Result
  ) -> Result? {
    let key = program.unique[index]
    guard memory.isPresent(key) else { return nil }
    let piece = unsafe memory.values[key]
    return unsafe body(UnsafeBufferPointer(start: piece.bytes, count: piece.count).span)
  }

  /// Adds the counts of the effects to others, and forgets them.
  package mutating func takeEffectCounts(into counts: inout [Int]) {
    for index in effectCounts.indices where effectCounts[index] > 0 {
      counts[index] += effectCounts[index]
      effectCounts[index] = 0
    }
  }

  /// Issues the row at `position`, if it is plain, and moves behind it.
  ///
  /// - Parameters:
  ///   - text: the chunk, behind whose end ``scan_slack`` bytes may be read.
  ///   - output: where the line goes; `room` bytes, of which the last ``scan_slack`` stay unused.
  ///   - written: the bytes written, which grow by the artifact and a line feed.
  /// - Returns: `slow` where the row is to be judged the slow way, `full` where there is no room.
  package mutating func issue(
    _ text: UnsafePointer<UInt8>, _ count: Int, at position: inout Int,
    _ output: UnsafeMutablePointer<UInt8>, room: Int, written: inout Int
  ) throws(SigningError) -> Outcome {
    var end = position
    if isDead { return .slow }
    guard unsafe read(text, count, &end) else { return .slow }
    memory.begin()
    foldedCount = 0
    effects.removeAll(keepingCapacity: true)
    if isRemembering { row.fed.removeAll(keepingCapacity: true) }
    guard isPlainRow(), writeInputs(), writeClaims(), hasIdentity, keepsRules(), findEffects()
    else {
      return .slow
    }
    let outcome = unsafe try render(output, room: room, written: &written)
    guard outcome == .issued else { return outcome }
    for effect in effects { effectCounts[effect] += 1 }
    position = end
    return .issued
  }

  private mutating func read(
    _ text: UnsafePointer<UInt8>, _ count: Int, _ position: inout Int
  ) -> Bool {
    if isCSV {
      let isRead = unsafe csv.next(
        text, count, at: &position, columns: columnCount, into: memory.fields)
      isASCII = csv.isASCII
      return isRead
    }
    let isRead = unsafe json.next(text, count, at: &position, into: memory.fields)
    isASCII = json.isASCII
    return isRead
  }

  private func isPlainRow() -> Bool {
    for index in 0..<memory.slowColumnCount
    where unsafe memory.fields[memory.slowColumns[index]].kind != 0 { return false }
    return true
  }

  // MARK: Values

  private mutating func writeInputs() -> Bool {
    var end = 0
    for index in 0..<memory.inputCount {
      let value = unsafe memory.inputs + index
      var isFed = false
      let output = unsafe memory.inputText + end
      let count = unsafe make(value, output, room: DirectMemory.rowBytesMax - end, &isFed)
      guard count >= 0 else { return false }
      if isFed && isRemembering && count > 0 {
        let prefix = unsafe value.pointee.prefix
        unsafe keepFed(memory.pool + prefix.start, prefix.count)
        unsafe keepFed(output, count)
      }
      end += count
    }
    return true
  }

  /// Writes the claims: each as `,"name":value`, and the first comma becomes the opening brace.
  private mutating func writeClaims() -> Bool {
    let output = unsafe memory.claimText
    var end = 0
    if isRemembering { row.fed.append(0) }
    for index in 0..<memory.claimCount {
      let value = unsafe memory.claims + index
      let prefix = unsafe value.pointee.prefix
      guard end + prefix.count < DirectMemory.rowBytesMax else { return false }
      unsafe scan_copy(output + end, memory.pool + prefix.start, prefix.count)
      let start = end + prefix.count
      var isFed = false
      let room = DirectMemory.rowBytesMax - start
      let count = unsafe make(value, output + start, room: room, &isFed)
      guard count >= 0 else { return false }
      if isFed && isRemembering && count > 0 {
        unsafe keepFed(output + end, start + count - end)
      }
      if count > 0 { end = start + count }
    }
    if end == 0 { end = 1 }
    unsafe output[0] = UInt8(ascii: "{")
    unsafe output[end] = UInt8(ascii: "}")
    claimCount = end + 1
    return true
  }
}
