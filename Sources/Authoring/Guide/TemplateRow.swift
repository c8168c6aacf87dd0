package import Batches
package import Profiles
import Schemas

/// A batch of one example row: a CSV file with every column of a profile, or JSON Lines where the
/// profile reads no column at all.
package struct TemplateRow {
  /// What a cell holds where no value can be made up.
  static let blank = "FILL-IN"

  /// One column of the template.
  struct Column {
    /// Its name in the header.
    var name: String
    /// The column's other names.
    var aliases: [String]
    var property: Property
    /// The claim as people name it (`address.city`), or the input.
    var path: String
    var isInput: Bool
    var isRequired: Bool
    var cell = ""
  }

  private(set) var columns: [Column]
  /// What a check still finds wrong with the row; empty where it is accepted.
  package private(set) var problems: [String] = []

  /// Judges a batch of one row: what is wrong with it, in sentences.
  package typealias Check = (_ batch: [UInt8], _ format: BatchFormat) -> [String]

  /// Makes the row: required columns first, then each further one that keeps the row acceptable.
  ///
  /// - Parameter check: judges a row as `muster check` does, with the parameters of
  ///   ``exampleParameters(_:)``. It is asked once for each value that is tried.
  package init(_ profile: Profile, check: Check) {
    columns = Self.columns(profile)
    var examples = ExampleValues()
    let candidates = columns.map { examples.cells($0.property) }
    for index in columns.indices where columns[index].isRequired {
      columns[index].cell = candidates[index].first ?? Self.blank
    }
    problems = check(batch, format)
    for isRequired in [true, false] {
      for index in columns.indices where columns[index].isRequired == isRequired {
        improve(index, candidates[index], check)
      }
    }
  }

  /// Takes the first value that leaves fewer problems; an optional column is also filled where
  /// nothing gets worse.
  private mutating func improve(_ index: Int, _ candidates: [String], _ check: Check) {
    if columns[index].isRequired && problems.isEmpty { return }
    for candidate in candidates {
      let before = columns[index].cell
      columns[index].cell = candidate
      let found = check(batch, format)
      let isBetter = found.count < problems.count
      if isBetter || (!columns[index].isRequired && found.count == problems.count) {
        problems = found
        return
      }
      columns[index].cell = before
    }
  }

  package var format: BatchFormat { columns.isEmpty ? .jsonl : .csv }

  /// The header and the row, with a line break at its end.
  package var batch: [UInt8] {
    // A CSV file without columns has no rows.
    if columns.isEmpty { return Array("{}\n".utf8) }
    var csv: [UInt8] = []
    for line in [columns.map(\.name), columns.map(\.cell)] {
      for (index, text) in line.enumerated() {
        if index > 0 { csv.append(UInt8(ascii: ",")) }
        CSVWriter.appendCell(Array(text.utf8).span, delimiter: UInt8(ascii: ","), to: &csv)
      }
      csv.append(UInt8(ascii: "\n"))
    }
    return csv
  }

  /// Values for the parameters that a run must set, and those that the form cannot do without.
  package static func exampleParameters(
    _ profile: Profile, _ form: ArtifactForm?
  ) -> [(name: String, value: String)] {
    var needed = Set(profile.parameters.required)
    for reference in neededReferences(form) where reference.scope == .parameter {
      needed.insert(reference.index)
    }
    var examples = ExampleValues()
    return needed.sorted().compactMap { index in
      let property = profile.parameters.properties[index]
      guard property.origin == nil else { return nil }
      return (property.name, examples.cells(property).first ?? blank)
    }
  }

  /// What stands in a form where nothing may be absent: not in its query, fragment or fields.
  private static func neededReferences(_ form: ArtifactForm?) -> [Reference] {
    guard let form else { return [] }
    let placeholders =
      (form.url?.placeholders ?? []) + (form.template?.placeholders ?? [])
      + (form.body?.needed ?? [])
    let named = placeholders.compactMap { placeholder -> Reference? in
      if case .reference(let reference) = placeholder { reference } else { nil }
    }
    return named + form.requires
  }

  // MARK: Columns

  private static func columns(_ profile: Profile) -> [Column] {
    var columns: [Column] = []
    for (group, isInput) in [(profile.claims, false), (profile.inputs, true)] {
      for (index, property) in group.properties.enumerated() {
        add(
          property, own: property.name, isInput: isInput,
          isRequired: group.required.contains(index), to: &columns)
      }
    }
    return columns
  }

  /// An object with known members has a column for each of them.
  private static func add(
    _ property: Property, own: String, isInput: Bool, isRequired: Bool, to columns: inout [Column]
  ) {
    if property.isFixed { return }
    let members = property.members?.properties ?? []
    if !members.isEmpty && property.types == .object {
      for (index, member) in members.enumerated() {
        let isNeeded = isRequired && property.members?.required.contains(index) == true
        add(
          member, own: "\(own).\(member.name)", isInput: isInput, isRequired: isNeeded,
          to: &columns)
      }
      return
    }
    let names = property.from ?? (property.takesOwnColumn ? [own] : [])
    guard let name = names.first else { return }
    columns.append(
      Column(
        name: name, aliases: Array(names.dropFirst()), property: property, path: own,
        isInput: isInput, isRequired: isRequired && property.origin == nil))
  }
}
