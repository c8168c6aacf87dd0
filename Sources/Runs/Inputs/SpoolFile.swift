import Tokens

/// A whole copy, and the SHA-256 of its bytes.
struct Copy {
  var file: HeldFile
  var status: FileStatus
  var sha256: [UInt8]
}

/// A copy of bytes that come once, in a file without a name: it can be read as often as is needed, and
/// goes with the process.
struct SpoolFile: ~Copyable {
  private let name: String
  private let directory: String
  private let bytesMax: Int
  private let file: HeldFile
  private var hash = RunningDigest()
  private(set) var byteCount = 0

  /// - Parameters:
  ///   - name: the input's, for messages.
  ///   - directory: where the file is; it must be there.
  init(name: String, directory: String, bytesMax: Int) throws(InputError) {
    self.name = name
    self.directory = directory
    self.bytesMax = bytesMax
    file = try Self.create(name, directory)
  }

  private static func create(
    _ name: String, _ directory: String
  ) throws(InputError) -> HeldFile {
    do throws(SystemError) {
      let file = HeldFile(try POSIXDirectory(directory).createAnonymous())
      try file.descriptor.setPermissions(0o600)
      return file
    } catch {
      throw .copyFailed(name: name, directory: directory, code: error.code)
    }
  }

  mutating func append(_ bytes: Span<UInt8>) throws(InputError) {
    guard bytes.count <= bytesMax - byteCount else {
      throw .tooLong(name: name, bytesMax: bytesMax)
    }
    do {
      try file.descriptor.write(bytes)
    } catch  where error.code == POSIXErrors.interrupted {
      throw .interrupted(name: name)
    } catch {
      throw .copyFailed(name: name, directory: directory, code: error.code)
    }
    hash.absorb(bytes)
    byteCount += bytes.count
  }

  /// The whole copy, to be read.
  consuming func finish() throws(InputError) -> Copy {
    let status: FileStatus
    do {
      status = try file.descriptor.status()
    } catch {
      throw .copyFailed(name: name, directory: directory, code: error.code)
    }
    return Copy(file: file, status: status, sha256: hash.finish())
  }
}
