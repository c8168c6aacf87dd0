import Glibc

/// A directory of one test's own, with what a test needs to plant and to look at.
final class TemporaryDirectory {
  let path: String

  init() throws {
    var template = Array("/tmp/muster-runs-XXXXXX".utf8CString)
    guard unsafe mkdtemp(&template) != nil else { throw Failure(code: errno) }
    path = String(
      decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: Unicode.UTF8.self)
  }

  deinit {
    for name in names() {
      _ = unsafe unlink(self[name]) == 0 || rmdir(self[name]) == 0
    }
    _ = unsafe rmdir(path)
  }

  struct Failure: Error { let code: Int32 }

  subscript(name: String) -> String { "\(path)/\(name)" }

  /// The names in the directory, sorted.
  func names() -> [String] {
    guard let stream = unsafe opendir(path) else { return [] }
    defer { _ = unsafe closedir(stream) }
    var names: [String] = []
    while let entry = unsafe readdir(stream) {
      let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) { pointer in
        unsafe pointer.withMemoryRebound(to: CChar.self, capacity: 256) {
          unsafe String(cString: $0)
        }
      }
      if name != "." && name != ".." { names.append(name) }
    }
    return names.sorted()
  }

  func plant(_ name: String, _ text: String, mode: UInt32 = 0o600) throws {
    try plant(name, Array(text.utf8), mode: mode)
  }

  func plant(_ name: String, _ bytes: [UInt8], mode: UInt32 = 0o600) throws {
    let file = unsafe open(self[name], O_WRONLY | O_CREAT | O_TRUNC, mode)
    guard file >= 0 else { throw Failure(code: errno) }
    defer { _ = close(file) }
    guard unsafe Glibc.write(file, bytes, bytes.count) == bytes.count, fchmod(file, mode) == 0
    else { throw Failure(code: errno) }
  }

  func plantDirectory(_ name: String) throws {
    guard unsafe mkdir(self[name], 0o700) == 0 else { throw Failure(code: errno) }
  }

  func plantPipe(_ name: String) throws {
    guard unsafe mkfifo(self[name], 0o600) == 0 else { throw Failure(code: errno) }
  }

  func plantLink(_ name: String, to target: String) throws {
    guard unsafe symlink(target, self[name]) == 0 else { throw Failure(code: errno) }
  }

  func plantHardLink(_ name: String, to target: String) throws {
    guard unsafe link(self[target], self[name]) == 0 else { throw Failure(code: errno) }
  }

  func text(_ name: String) -> String? {
    let file = unsafe open(self[name], O_RDONLY)
    guard file >= 0 else { return nil }
    defer { _ = close(file) }
    var text: [UInt8] = []
    var piece = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = unsafe read(file, &piece, piece.count)
      guard count > 0 else { return String(decoding: text, as: Unicode.UTF8.self) }
      text += piece[0..<count]
    }
  }

  func mode(_ name: String) -> UInt32? {
    var status = stat()
    return unsafe lstat(self[name], &status) == 0 ? status.st_mode & 0o7777 : nil
  }
}
