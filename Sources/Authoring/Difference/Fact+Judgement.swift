import Bytes

extension Fact {
  /// Why a change breaks something; nil where it does not. One of the two may be absent.
  static func breakage(_ before: Fact?, _ after: Fact?) -> String? {
    guard let kind = (after ?? before)?.kind else { return nil }
    let (old, new) = (before?.text, after?.text)
    switch kind {
    case .entity(let ifAdded, let ifRemoved):
      return before == nil ? ifAdded : ifRemoved
    case .fixed(let reason): return reason
    case .offered(let reason): return before == nil ? nil : reason
    case .demanded(let reason): return after == nil ? nil : reason
    case .closing(let reason): return after == nil || old == "false" ? nil : reason
    case .atMost(let reason): return tightened(old, new, isUpper: true, reason)
    case .atLeast(let reason): return tightened(old, new, isUpper: false, reason)
    case .choices(_, let reason): return lost(before, after) ? reason : nil
    case .demands(_, let reason): return lost(after, before) ? reason : nil
    case .preference(_, let removed, let reordered):
      if lost(before, after) { return removed }
      return isReordered(before, after) ? reordered : nil
    case .order, .free, .documentation: return nil
    }
  }

  /// The elements of a list that can be compared one by one.
  var elements: [String]? {
    switch kind {
    case .choices(let list, _), .demands(let list, _), .preference(let list, _, _),
      .order(let list):
      list
    default: nil
    }
  }

  /// Whether an element of the first list is not in the second. A list that is not there stands
  /// for no bound at all where it holds choices, and for no demands otherwise.
  private static func lost(_ first: Fact?, _ second: Fact?) -> Bool {
    let isChoice = if case .choices = (first ?? second)?.kind { true } else { false }
    guard let kept = second?.elements else { return !isChoice && first?.elements?.isEmpty == false }
    guard let old = first?.elements else { return isChoice }
    return old.contains { element in !kept.contains { $0.utf8.elementsEqual(element.utf8) } }
  }

  /// Whether the two hold the same possibilities or demands, in whatever order.
  static func isSameSet(_ before: Fact, _ after: Fact) -> Bool {
    switch (before.kind, after.kind) {
    case (.choices(let old, _), .choices(let new, _)), (.demands(let old, _), .demands(let new, _)):
      !old.isEmpty && Set(old.map { Array($0.utf8) }) == Set(new.map { Array($0.utf8) })
    default: false
    }
  }

  /// Whether two elements that both lists have changed places.
  static func isReordered(_ before: Fact?, _ after: Fact?) -> Bool {
    guard let old = before?.elements, let new = after?.elements else { return false }
    return common(old, with: new) != common(new, with: old)
  }

  /// The elements of `list` that are in `other` too, as bytes.
  static func common(_ list: [String], with other: [String]) -> [[UInt8]] {
    let known = Set(other.map { Array($0.utf8) })
    return list.map { Array($0.utf8) }.filter(known.contains)
  }

  /// Numbers with the same unit behind them are compared; another unit counts as tighter.
  private static func tightened(
    _ before: String?, _ after: String?, isUpper: Bool, _ reason: String
  ) -> String? {
    guard let after else { return nil }
    guard let before else { return reason }
    let (old, new) = (parts(before), parts(after))
    guard old.unit == new.unit else { return "another unit is counted" }
    let order = Decimal(Array(new.number.utf8).span).compared(
      to: Decimal(Array(old.number.utf8).span))
    return (isUpper ? order < 0 : order > 0) ? reason : nil
  }

  private static func parts(_ text: String) -> (number: String, unit: String) {
    let parts = text.split(separator: " ", maxSplits: 1).map(String.init)
    return (parts[0], parts.count > 1 ? parts[1] : "")
  }
}
