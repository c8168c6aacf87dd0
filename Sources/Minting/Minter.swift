package import Bytes
package import Findings
package import Provisioning
import Synchronization
package import Tokens

/// What signs.
package enum MintingKeys: Sendable {
  case one(SigningKey)
  /// One for each value of the profile's route, in its order.
  case perValue([SigningKey])
}

/// A value that a request brings along, for an input of the profile.
package struct RequestValue: Sendable, Hashable {
  /// The input's name.
  package var input: String
  package var text: [UInt8]

  package init(input: String, text: [UInt8]) {
    self.input = input
    self.text = text
  }
}

/// What became of a row that a token was asked for.
package enum Minted: Sendable {
  case artifact(MintedArtifact)
  /// The row is refused, or held back, for these reasons.
  case refused([Finding])
}

package struct MintedArtifact: Sendable {
  /// The artifact in the form that the profile was compiled for: a URL, a page, a body.
  package var bytes: [UInt8]
  /// Until when it can be used; nil where nothing bounds it.
  package var bestBefore: NumericDate?
  /// When the token's own expiry is; nil where it carries none.
  package var expiresAt: NumericDate?
}

/// Judges single rows and signs their tokens at the moment when they are wanted, by the same code as a
/// run. It may be used from several threads.
package final class Minter: Sendable {
  package let compiled: CompiledProfile
  package let form: RowForm
  /// What is wrong or doubtful about the columns; with an error among it no row can be minted.
  package let columnFindings: [Finding]
  private let seats: [Seat]
  private let isTrial: Bool
  private let turn = Atomic<Int>(0)

  /// - Parameters:
  ///   - keys: what signs; nil for a trial, whose artifacts have the right length and no signature.
  ///   - digester: makes what a ledger knows rows by; the profile is then compiled with a memory.
  ///   - requestInputs: names of inputs that requests may give: what they give counts instead of what
  ///     the row has.
  ///   - seats: how many rows can be judged at once.
  package init(
    _ compiled: CompiledProfile, keys: MintingKeys?, form: RowForm, digester: RowDigester? = nil,
    requestInputs: [String] = [], seats count: Int
  ) throws(SigningError) {
    precondition(count > 0, "Somebody has to do it.")
    self.compiled = compiled
    self.form = form
    isTrial = keys == nil
    var seats: [Seat] = []
    for _ in 0..<count { seats.append(try Seat(compiled, keys, form, digester, requestInputs)) }
    self.seats = seats
    columnFindings = seats[0].columnFindings
  }

  /// Judges the row and, if it is accepted, makes its artifact.
  ///
  /// - Parameters:
  ///   - values: only for inputs that were named as request inputs.
  ///   - now: the time of issue.
  package func mint(
    _ row: StoredRow, values: [RequestValue] = [], at now: NumericDate, _ entropy: Entropy
  ) throws(SigningError) -> Minted {
    let first = Int(
      bitPattern: turn.add(1, ordering: .relaxed).newValue.magnitude % UInt(seats.count))
    for step in 0..<seats.count {
      let seat = seats[(first + step) % seats.count]
      if let minted = try seat.mintIfFree(row, values, now, entropy) { return minted }
    }
    return try seats[first].mint(row, values, now, entropy)
  }

  /// Judges the row and says what there is to know of it, without signing anything.
  ///
  /// Only for a minter without keys.
  package func survey(_ row: StoredRow, at now: NumericDate, _ entropy: Entropy) -> SurveyedRow {
    precondition(isTrial, "A survey signs nothing.")
    return seats[0].survey(row, now, entropy)
  }
}

/// What is known of a row that was judged.
package struct SurveyedRow: Sendable {
  package var outcome: Verdict.Outcome
  package var findings: [Finding]
  /// The text of what the user is known by; nil where the row does not tell. The profile is compiled with
  /// a memory.
  package var identity: [UInt8]?
  /// What a ledger may know of the row, where there is a digester and the row tells.
  package var memo: RowMemo?
}
