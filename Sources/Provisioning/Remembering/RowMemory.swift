package import Bytes
import Findings
package import Profiles
package import Tokens

/// What a run asks a row for, so that a ledger can tell whether it is new.
package struct RowMemory: Sendable {
  /// What the ledger knows a user by: the first of them that the row has.
  package let identity: [Reference]
  /// Claims and inputs whose values the ledger's keeper asks for in each row.
  package let asked: [Reference]
  /// The identifier of the token, if the profile makes or takes one (RFC 7519, 4.1.7).
  package let tokenID: Reference?

  /// All of them: those of the identity, then what is asked for, then the token's identifier.
  var references: [Reference] { identity + asked + (tokenID.map { [$0] } ?? []) }
}

/// Names in a run's options that ``RowMemory`` is made of.
public struct RememberedNames: Sendable {
  /// The claim or input that a user is known by; nil for the profile's identity.
  public var identity: String?
  /// Claims and inputs that are asked for.
  public var asked: [String] = []

  public init() {}
}

/// What a ledger may know of an accepted row.
package struct RowMemo: Sendable, Hashable {
  package var identity: KeyedDigest
  package var claims: KeyedDigest
  package var tokenID: KeyedDigest?
  /// The effects that the row has, as bits.
  package var effects: UInt64
  /// Whether one of the asked values is such that the row is to be left out.
  package var isSuppressed: Bool

  /// Effects that fit into the bits.
  package static let effectsMax = 64
}

/// The values of one row, as a digester needs them. Its storage is used again.
struct RowValues {
  /// What columns gave, in the order of the claims: see ``Judge/fed``.
  var fed: [UInt8] = []
  /// The values of the memory's references as canonical JSON, back to back; empty where absent.
  var values: [UInt8] = []
  var ranges: [Range<Int>] = []

  mutating func begin() {
    values.removeAll(keepingCapacity: true)
    ranges.removeAll(keepingCapacity: true)
  }
}

/// Makes what a ledger knows rows by. Threads may share it.
package final class RowDigester: Sendable {
  private let memory: RowMemory
  private let names: [[UInt8]]
  private let identities: KeyedHash
  private let claims: KeyedHash
  private let tokens: KeyedHash
  private let isSuppressed: (@Sendable (Int, Span<UInt8>) -> Bool)?

  /// - Parameters:
  ///   - key: the ledger's.
  ///   - contract: stands for all that makes claims beside the row; another one changes every row.
  ///   - isSuppressed: tells by the index of what was asked for, and its value as canonical JSON,
  ///     whether the row is to be left out.
  package init(
    _ memory: RowMemory, key: KeyedHash, contract: [UInt8],
    isSuppressed: (@Sendable (Int, Span<UInt8>) -> Bool)?
  ) {
    self.memory = memory
    self.isSuppressed = isSuppressed
    names = memory.identity.map { Array($0.text.utf8) + [0] }
    identities = key.derived(Array("identity".utf8).span)
    claims = key.derived((Array("claims".utf8) + [0] + contract).span)
    tokens = key.derived(Array("token".utf8).span)
  }

  /// What the row is known by; nil where it has no value of the identity.
  ///
  /// - Parameter scope: what the identity counts within, as text; empty for everywhere.
  func identity(of row: borrowing RowValues, scope: Span<UInt8>) -> KeyedDigest? {
    for index in memory.identity.indices where !row.ranges[index].isEmpty {
      var text = names[index]
      JSONWriter.appendRaw(scope, to: &text)
      text.append(0)
      JSONWriter.appendRaw(row.values.span.extracting(row.ranges[index]), to: &text)
      return identities.digest(text.span)
    }
    return nil
  }

  func memo(of row: borrowing RowValues, scope: Span<UInt8>, effects: UInt64) -> RowMemo? {
    guard let identity = identity(of: row, scope: scope) else { return nil }
    var memo = RowMemo(
      identity: identity, claims: claims.digest(row.fed.span), effects: effects,
      isSuppressed: false)
    let asked = memory.identity.count..<(memory.identity.count + memory.asked.count)
    if let isSuppressed {
      for index in asked where !row.ranges[index].isEmpty {
        let value = row.values.span.extracting(row.ranges[index])
        if isSuppressed(index - asked.lowerBound, value) { memo.isSuppressed = true }
      }
    }
    if memory.tokenID != nil, let range = row.ranges.last, !range.isEmpty {
      memo.tokenID = tokens.digest(row.values.span.extracting(range))
    }
    return memo
  }
}
