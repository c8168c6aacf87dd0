/// Which file a path leads to, so that two paths can be compared.
package enum FileIdentity: Sendable, Hashable {
  /// A file that is there.
  case file(device: UInt, inode: UInt)
  /// A name that is not taken yet, in a directory that is there.
  case entry(device: UInt, inode: UInt, name: [UInt8])

  /// The identity of what the path leads to, links followed; nil if its directory is not there.
  package static func of(_ path: String) -> FileIdentity? {
    guard !path.isEmpty else { return nil }
    if let status = POSIXDescriptor.status(of: path) { return FileIdentity(status) }
    let (parent, name) = split(path)
    guard let directory = POSIXDescriptor.status(of: parent), directory.kind == .directory else {
      return nil
    }
    return .entry(device: directory.device, inode: directory.inode, name: Array(name.utf8))
  }

  init(_ status: FileStatus) {
    self = .file(device: status.device, inode: status.inode)
  }

  /// Whether the path leads to a regular file.
  package static func isRegularFile(_ path: String) -> Bool {
    POSIXDescriptor.status(of: path)?.kind == .regular
  }

  /// Tells whether both paths lead to the same file, be it there or not.
  package static func areSame(_ first: String, _ second: String) -> Bool {
    guard let identity = of(first) else { return first.utf8.elementsEqual(second.utf8) }
    return identity == of(second)
  }

  /// Refuses a path that leads to the same file as one before it. `-` is no path and is left out.
  package static func requireDistinct(_ paths: [String]) throws(FileError) {
    var pathByIdentity: [FileIdentity: String] = [:]
    for path in paths where path != "-" {
      guard let identity = of(path) else { continue }
      if let first = pathByIdentity.updateValue(path, forKey: identity) {
        throw .sameFileTwice(first: first, second: path)
      }
    }
  }

  /// The directory of the path, and the name in it.
  static func split(_ path: String) -> (parent: String, name: String) {
    guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return (".", path) }
    let parent = slash == path.utf8.startIndex ? "/" : String(path[..<slash])
    return (parent, String(path[path.utf8.index(after: slash)...]))
  }
}
