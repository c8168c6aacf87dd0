import CScan

/// The memory of one worker on the direct way: allocated once, and the only place besides the readers
/// of plain rows where pointers are kept.
@safe struct DirectMemory: ~Copyable {
  /// A stretch of bytes somewhere.
  @unsafe struct Piece {
    var bytes: UnsafePointer<UInt8>
    var count: Int
  }

  /// Claims, and inputs, of one row: no more than this.
  static let rowBytesMax = 1 << 19
  /// The times of a chunk: no more than this.
  static let timeBytesMax = 1 << 12
  /// Items of one list: no more than this.
  static let itemsMax = 1_024

  let fields: UnsafeMutablePointer<scan_field>
  let pool: UnsafeMutablePointer<UInt8>
  let inputs: UnsafeMutablePointer<DirectValue>
  let claims: UnsafeMutablePointer<DirectValue>
  let columns: UnsafeMutablePointer<Int>
  let steps: UnsafeMutablePointer<DirectStep>
  let presence: UnsafeMutablePointer<PresenceStep>
  /// The rules, then the effects.
  let checks: UnsafeMutablePointer<DirectCheck>
  let ruleCount: Int
  let effectCount: Int
  let slowColumns: UnsafeMutablePointer<Int>
  let slowColumnCount: Int
  let needed: UnsafeMutablePointer<Int>
  let neededCount: Int
  let inputCount: Int
  let claimCount: Int
  let stepCount: Int
  /// The claims of the row, and its inputs, as canonical JSON.
  let claimText: UnsafeMutablePointer<UInt8>
  let inputText: UnsafeMutablePointer<UInt8>
  /// For each key its value as canonical JSON, and as plain text where it has one.
  let values: UnsafeMutablePointer<Piece>
  let texts: UnsafeMutablePointer<Piece>
  /// Texts of the row whose letters were changed.
  let folded: UnsafeMutablePointer<UInt8>
  /// The times of the chunk, as claims carry them.
  let times: UnsafeMutablePointer<UInt8>
  /// Where each item of a list ends.
  let itemEnds: UnsafeMutablePointer<Int>
  /// A bit for each key that is there.
  let present: UnsafeMutablePointer<UInt64>
  let presentWords: Int
  /// A bit for each rule and effect that the row can meet.
  let candidates: UnsafeMutablePointer<UInt64>
  let always: UnsafeMutablePointer<UInt64>
  let waiting: UnsafeMutablePointer<UInt64>
  let candidateWords: Int

  init(_ program: DirectProgram) {
    let slack = scan_slack
    let keyCount = program.claimCount + program.compiled.inputs.count
    unsafe fields = Self.zeroed(
      scan_field(bytes: nil, count: 0, kind: 0), program.columnCount + 1)
    unsafe pool = Self.copied(program.pool + Array(repeating: 0, count: slack))
    unsafe inputs = Self.copied(program.inputs)
    unsafe claims = Self.copied(program.claims)
    unsafe columns = Self.copied(program.columns)
    unsafe steps = Self.copied(program.steps)
    unsafe presence = Self.copied(program.presence)
    unsafe checks = Self.copied(program.rules + program.effects)
    ruleCount = program.rules.count
    effectCount = program.effects.count
    unsafe slowColumns = Self.copied(program.slowColumns)
    slowColumnCount = program.slowColumns.count
    unsafe needed = Self.copied(program.needed)
    neededCount = program.needed.count
    inputCount = program.inputs.count
    claimCount = program.claims.count
    stepCount = program.steps.count
    unsafe claimText = .allocate(capacity: Self.rowBytesMax + slack)
    unsafe inputText = .allocate(capacity: Self.rowBytesMax + slack)
    let nothing = unsafe Piece(bytes: UnsafePointer(pool), count: 0)
    unsafe values = Self.zeroed(nothing, keyCount + 1)
    unsafe texts = Self.zeroed(nothing, keyCount + 1)
    unsafe folded = .allocate(capacity: Self.rowBytesMax + slack)
    unsafe times = .allocate(capacity: Self.timeBytesMax + slack)
    unsafe itemEnds = Self.zeroed(0, Self.itemsMax + 1)
    presentWords = keyCount / 64 + 1
    unsafe present = Self.zeroed(0, presentWords)
    let index = program.compiled.ruleIndex
    candidateWords = index.wordCount
    unsafe candidates = Self.zeroed(0, candidateWords + 1)
    unsafe always = Self.copied(index.always)
    unsafe waiting = Self.copied(index.waiting)
  }

  private static func zeroed<Element>(
    _ value: Element, _ count: Int
  ) -> UnsafeMutablePointer<Element> {
    let memory = UnsafeMutablePointer<Element>.allocate(capacity: count)
    unsafe memory.initialize(repeating: value, count: count)
    return unsafe memory
  }

  private static func copied<Element>(_ values: [Element]) -> UnsafeMutablePointer<Element> {
    let memory = UnsafeMutablePointer<Element>.allocate(capacity: values.count + 1)
    for (index, value) in values.enumerated() { unsafe (memory + index).initialize(to: value) }
    return unsafe memory
  }

  deinit {
    unsafe fields.deallocate()
    unsafe pool.deallocate()
    unsafe inputs.deallocate()
    unsafe claims.deallocate()
    unsafe columns.deallocate()
    unsafe steps.deallocate()
    unsafe presence.deallocate()
    unsafe checks.deallocate()
    unsafe slowColumns.deallocate()
    unsafe needed.deallocate()
    unsafe claimText.deallocate()
    unsafe inputText.deallocate()
    unsafe values.deallocate()
    unsafe texts.deallocate()
    unsafe folded.deallocate()
    unsafe times.deallocate()
    unsafe itemEnds.deallocate()
    unsafe present.deallocate()
    unsafe candidates.deallocate()
    unsafe always.deallocate()
    unsafe waiting.deallocate()
  }

  // MARK: Presence

  @inline(__always)
  func isPresent(_ key: Int) -> Bool {
    unsafe present[key &>> 6] &>> UInt64(key & 63) & 1 != 0
  }

  /// Says that the key has a value, and adds what waits for it.
  @inline(__always)
  func setPresent(_ key: Int) {
    unsafe present[key &>> 6] |= 1 &<< UInt64(key & 63)
    for word in 0..<candidateWords {
      unsafe candidates[word] |= waiting[key &* candidateWords &+ word]
    }
  }

  /// Starts a row.
  @inline(__always)
  func begin() {
    for word in 0..<presentWords { unsafe present[word] = 0 }
    for word in 0..<candidateWords { unsafe candidates[word] = always[word] }
  }
}
