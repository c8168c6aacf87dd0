/// What a path names.
package enum FileKind: Sendable, Hashable {
  case regular, directory, symbolicLink, pipe, device, socket, other

  /// With its article, for a sentence.
  var words: String {
    switch self {
    case .regular: "a regular file"
    case .directory: "a directory"
    case .symbolicLink: "a symbolic link"
    case .pipe: "a named pipe"
    case .device: "a device"
    case .socket: "a socket"
    case .other: "no regular file"
    }
  }
}
