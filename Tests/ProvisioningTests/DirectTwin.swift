import Batches
import Bytes
import CScan
import Findings
import Profiles
import Provisioning
import Testing
import Tokens

/// An optional may not hold what cannot be copied and be changed in place.
private final class Direct {
  var way: DirectIssuer

  init?(_ way: consuming DirectIssuer?) {
    guard let way else { return nil }
    self.way = way
  }
}

/// The direct way beside the slow one, on each record that the tests read: whatever it issues, the
/// slow way issues too, byte for byte.
struct DirectTwin {
  private var judge: Judge
  private var renderer = ArtifactRenderer()
  private var direct: Direct?
  private var columnCount = -1
  private let compiled: CompiledProfile
  private let token: ArtifactRenderer.TokenSource
  private let format: BatchFormat
  private let digester: RowDigester?
  private var recaller: RowRecaller?
  private static let fixed: [Algorithm] = [
    .hs256, .hs384, .hs512, .rs256, .rs384, .rs512, .edDSA,
  ]
  /// Rows that were issued without the slow way, and those that the slow way accepts in silence.
  private(set) var issued = 0
  private(set) var acceptable = 0

  init(_ compiled: CompiledProfile, _ format: BatchFormat, _ key: SigningKey) throws {
    self.compiled = compiled
    // An element of an array is read as a line.
    self.format = format == .csv ? .csv : .jsonl
    // PSS and ECDSA never sign twice alike.
    let isFixed = compiled.container != nil || Self.fixed.contains(compiled.algorithm)
    token =
      isFixed
      ? .signer(try TokenSigner(compiled, key: key)) : .unsigned(UnsignedToken(compiled))
    judge = Judge(compiled, isHeader: format == .csv)
    let key = KeyedHash(key: [UInt8](repeating: 7, count: 32).span)
    digester = compiled.memory.map {
      RowDigester($0, key: key, contract: [1]) { $1.count % 3 == 0 }
    }
    recaller = RowRecaller(compiled, digester)
  }

  /// Judges the record both ways.
  mutating func check(
    _ record: Record, _ table: ColumnTable, _ dialect: CSVDialect?, _ context: IssueContext
  ) {
    judge.bind(table, line: record.line)
    if table.count != columnCount {
      columnCount = table.count
      direct = Direct(
        DirectIssuer(
          compiled, judge.binding,
          ChunkReader(
            format: format, dialect: dialect ?? .comma, limits: BatchLimits(), columns: table),
          token: token, entropy: Entropy.seeded(1)))
    }
    let slow = slowArtifact(record, context)
    if slow.artifact != nil { acceptable += 1 }
    guard let direct else { return }
    direct.way.entropy = Entropy.seeded(UInt64(record.row))
    direct.way.beginChunk()
    direct.way.begin(context)
    let before = direct.way.effectCounts
    guard let artifact = Self.issue(&direct.way, Array(record.bytes[record.raw])) else { return }
    issued += 1
    #expect(slow.artifact == artifact, "row \(record.row): \(slow.verdict)")
    let after = direct.way.effectCounts
    let effects = after.indices.filter { after[$0] > before[$0] }
    #expect(effects == slow.verdict.effects)
    if let digester {
      let memo = direct.way.memo(digester)
      let slowMemo = recaller?.memo(of: judge, effects: slow.verdict.effects)
      #expect(memo == slowMemo)
      #expect(memo != nil)
    }
    for (index, reference) in compiled.uniqueValues.enumerated() {
      let value = direct.way.withUniqueValue(index) { span in text(span.indices.map { span[$0] }) }
      #expect(value == judge.json(of: reference))
    }
  }

  /// The artifact that the slow way makes where it has nothing to say about the row.
  private mutating func slowArtifact(
    _ record: Record, _ context: IssueContext
  ) -> (verdict: Verdict, artifact: String?) {
    let verdict = judge.judge(record, context, Entropy.seeded(UInt64(record.row)))
    guard verdict.outcome == .accepted, verdict.findings.isEmpty else { return (verdict, nil) }
    var artifact: [UInt8] = []
    do throws(ArtifactRenderer.Failure) {
      try renderer.append(compiled.artifact, of: judge, token: token, to: &artifact)
    } catch {
      return (verdict, nil)
    }
    if let limit = compiled.artifact.warnAboveLength, artifact.count > limit {
      return (verdict, nil)
    }
    return (verdict, text(artifact))
  }

  /// The artifact that the direct way makes; nil where it leaves the row.
  private static func issue(_ direct: inout DirectIssuer, _ raw: [UInt8]) -> String? {
    let chunk = raw + [0x0A] + [UInt8](repeating: 0, count: scan_slack)
    let room = 1 << 20
    let output = UnsafeMutablePointer<UInt8>.allocate(capacity: room)
    defer { unsafe output.deallocate() }
    var written = 0
    var position = 0
    let outcome = unsafe chunk.withUnsafeBufferPointer { bytes -> DirectIssuer.Outcome? in
      guard let start = bytes.baseAddress else { return nil }
      return unsafe try? direct.issue(
        start, raw.count + 1, at: &position, output, room: room, written: &written)
    }
    guard outcome == .issued else {
      #expect(position == 0 && written == 0)
      return nil
    }
    #expect(position == raw.count + 1)
    let bytes = unsafe UnsafeBufferPointer(start: output, count: written)
    #expect(unsafe bytes.last == 0x0A)
    return unsafe text(Array(bytes.dropLast()))
  }
}

extension Judge {
  /// The value as canonical JSON; nil where it is absent.
  fileprivate func json(of reference: Reference) -> String? {
    var json: [UInt8] = []
    return has(reference) && appendJSON(of: reference, to: &json) ? text(json) : nil
  }
}
