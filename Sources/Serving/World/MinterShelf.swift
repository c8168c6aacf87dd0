import Batches
import Minting
import Provisioning
import Synchronization
import Tokens

/// The minters of one profile, one for each form that rows have: that of the roster, and those of the
/// batches that tickets were issued for.
final class MinterShelf: Sendable {
  /// Minters that are kept; beyond it the one that was not asked for longest goes.
  static let mintersMax = 8

  private let compiled: CompiledProfile
  private let keys: MintingKeys
  private let requestInputs: [String]
  private let seats: Int
  /// The one used last stands last.
  private let kept = Mutex<[Minter]>([])

  init(_ compiled: CompiledProfile, keys: MintingKeys, requestInputs: [String], seats: Int) {
    self.compiled = compiled
    self.keys = keys
    self.requestInputs = requestInputs
    self.seats = seats
  }

  func minter(_ form: RowForm) throws(SigningError) -> Minter {
    if let known = kept.withLock({ Self.find(form, &$0) }) { return known }
    // Loading keys takes a while, in which others are served.
    let minter = try Minter(
      compiled, keys: keys, form: form, requestInputs: requestInputs, seats: seats)
    return kept.withLock { kept in
      if let other = Self.find(form, &kept) { return other }
      if kept.count == Self.mintersMax { kept.removeFirst() }
      kept.append(minter)
      return minter
    }
  }

  private static func find(_ form: RowForm, _ kept: inout [Minter]) -> Minter? {
    if let last = kept.last, last.form.isSame(as: form) { return last }
    guard let index = kept.firstIndex(where: { $0.form.isSame(as: form) }) else { return nil }
    kept.append(kept.remove(at: index))
    return kept[kept.count - 1]
  }
}

extension RowForm {
  /// Whether rows of the one can be read as rows of the other.
  func isSame(as other: RowForm) -> Bool {
    format == other.format && dialect == other.dialect
      && columns.ranges == other.columns.ranges && columns.text == other.columns.text
  }
}
