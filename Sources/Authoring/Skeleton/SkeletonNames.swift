/// Names of claims for columns of any name.
enum SkeletonNames {
  /// Letters, digits, `_` and `-`, beginning with a letter or `_`, as the language has it.
  static func isName(_ text: String) -> Bool {
    guard let first = text.utf8.first, isLetter(first) else { return false }
    return text.utf8.allSatisfy { isLetter($0) || isDigit($0) || $0 == UInt8(ascii: "-") }
  }

  private static func isLetter(_ byte: UInt8) -> Bool {
    (0x61...0x7A).contains(byte) || (0x41...0x5A).contains(byte) || byte == UInt8(ascii: "_")
  }

  private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

  /// A name for each column: its own where that can name a claim, else one that is made up.
  ///
  /// - Parameter taken: names that Muster's own claims have.
  static func names(_ columns: [String], taken: [String]) -> [String] {
    var used = Set(taken)
    var names: [String?] = columns.map { column in
      guard isName(column), column.utf8.count <= nameBytesMax, used.insert(column).inserted else {
        return nil
      }
      return column
    }
    for index in columns.indices where names[index] == nil {
      names[index] = free(madeUp(columns[index], number: index + 1), &used)
    }
    return names.map { $0 ?? "" }
  }

  /// What is left of a column's name when everything that a name cannot hold becomes `_`.
  private static func madeUp(_ column: String, number: Int) -> String {
    var name = ""
    for scalar in column.unicodeScalars {
      let isKept = scalar.isASCII && (isLetter(UInt8(scalar.value)) || isDigit(UInt8(scalar.value)))
      if isKept {
        name.unicodeScalars.append(scalar)
      } else if name.last != "_" {
        name.append("_")
      }
      if name.utf8.count >= lengthMax { break }
    }
    while name.last == "_" { name.removeLast() }
    while name.first == "_" { name.removeFirst() }
    if name.isEmpty { return "column_\(number)" }
    return isName(name) ? name.lowercased() : "column_\(name.lowercased())"
  }

  /// Longer names are made anew: YAML takes no key of more than 1,024 characters, and people none
  /// of half that.
  private static let nameBytesMax = 128

  /// Longer names are cut where they are made up.
  private static let lengthMax = 40

  private static func free(_ name: String, _ used: inout Set<String>) -> String {
    if used.insert(name).inserted { return name }
    var number = 2
    while !used.insert("\(name)_\(number)").inserted { number += 1 }
    return "\(name)_\(number)"
  }
}
