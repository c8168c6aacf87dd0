import Profiles
import Schemas

/// Where a claim, an input or a member of a claim gets its value in a record.
struct Feed {
  let property: Property
  /// Keys of the record that may feed it, in order of preference.
  let columns: [String]
  /// Its own name as a key of a record, whether or not that feeds it.
  let column: String
  /// Members that have keys of their own.
  let members: [Feed]
  let isRequired: Bool
  /// The value that `--set` gives to all records, where it is an input.
  var shared: [UInt8]?
  /// Whether keys that are no member's may become members: `claim.member`, as long as the object
  /// is open.
  let takesFurtherMembers: Bool

  /// - Parameters:
  ///   - parent: the key of the object that it is a member of.
  ///   - mapped: keys that the run chose instead, by the path of what they feed.
  init(
    _ property: Property, path: String, parent: String? = nil, isRequired: Bool,
    mapped: [(name: String, column: String)]
  ) {
    self.property = property
    self.isRequired = isRequired
    let column = parent.map { "\($0).\(property.name)" } ?? property.name
    self.column = column
    var columns = property.from ?? []
    if property.takesOwnColumn { columns = [column] }
    if let chosen = mapped.first(where: { Self.isSame($0.name, path) }) {
      columns = [chosen.column]
    }
    self.columns = columns
    let group = property.isFixed ? nil : property.members
    members = (group?.properties ?? []).map { member in
      Feed(
        member, path: "\(path).\(member.name)", parent: column, isRequired: false, mapped: mapped)
    }
    let isOpen: Bool
    if let group, parent == nil, property.takesOwnColumn {
      if case .none = group.additional { isOpen = false } else { isOpen = true }
    } else {
      isOpen = false
    }
    takesFurtherMembers = isOpen
  }

  private static func isSame(_ name: String, _ path: String) -> Bool {
    name.utf8.elementsEqual(path.utf8) || "inputs.\(name)".utf8.elementsEqual(path.utf8)
  }

  /// Every key that feeds it or one of its members.
  var allColumns: [String] { columns + members.flatMap(\.allColumns) }

  var memberColumns: [String] { members.flatMap(\.allColumns) }
}
