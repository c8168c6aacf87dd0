package import Bytes

/// Finds the files that a job names: relative to the job file's folder, with the values of one run
/// for the placeholders.
package struct JobPaths: Sendable {
  /// The job file's folder, with a slash at its end; empty for the working directory.
  package let folder: String
  private let job: String
  private let run: String
  private let date: String

  /// - Parameters:
  ///   - jobFile: the job file's path.
  ///   - job: its name.
  ///   - run: the id of the run.
  ///   - time: when the run began; its day in UTC is `{date}`.
  package init(jobFile: String, job: String, run: String, time: NumericDate) {
    folder = Self.folder(of: jobFile)
    self.job = Self.fileName(job)
    self.run = Self.fileName(run)
    // RFC 3339 begins with the day.
    date = String(time.description.prefix(10))
  }

  /// What names a run that begins at this time: `20260722T041500Z`.
  package static func label(_ time: NumericDate) -> String {
    var label = "\(time)"
    label.removeAll { $0 == "-" || $0 == ":" }
    return label
  }

  /// The file that a path of the job file leads to.
  package func resolve(_ path: String) -> String { Self.resolve(path, in: folder) }

  /// The file that a path with placeholders leads to.
  ///
  /// - Parameter input: the name of an input, one of ``inputNames(_:)``.
  package func resolve(template: String, input: String = "") -> String {
    resolve(
      PathTemplate(template).filled { placeholder in
        switch placeholder {
        case .job: job
        case .run: run
        case .date: date
        case .input: Self.fileName(input)
        }
      })
  }

  // MARK: Commands

  /// A command of a job for `/bin/sh`, which runs in the job file's folder.
  package static func command(_ text: String, in folder: String) -> String {
    guard !folder.isEmpty else { return text }
    // A folder without ./ would be sought in CDPATH, too.
    let path = resolve(folder, in: "./")
    let quoted = path.split(separator: "'", omittingEmptySubsequences: false)
      .joined(separator: "'\\''")
    return "cd '\(quoted)' > /dev/null || exit\n\(text)"
  }

  // MARK: Paths

  /// The folder of a file, with a slash at its end; empty where the path has none.
  package static func folder(of path: String) -> String {
    guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return "" }
    return String(path[...slash])
  }

  package static func resolve(_ path: String, in folder: String) -> String {
    path.utf8.first == UInt8(ascii: "/") ? path : folder + path
  }

  /// The path without `.`, empty names and, where a name stands before it, `..`: two spellings of a
  /// path become one, as far as that can be told without the files.
  package static func normalized(_ path: String) -> String {
    let isAbsolute = path.utf8.first == UInt8(ascii: "/")
    var names: [Substring] = []
    for name in path.split(separator: "/") where name != "." {
      if name == "..", let last = names.last, last != ".." {
        names.removeLast()
      } else if name != ".." || !isAbsolute {
        names.append(name)
      }
    }
    return (isAbsolute ? "/" : "") + names.joined(separator: "/")
  }

  // MARK: Names

  /// A name for each input, for `{input}`, and no name twice.
  ///
  /// - Parameter inputs: paths of files, patterns resolved; and other inputs as findings name them:
  ///   `<command>`, `<sqlite: crm.db>`.
  package static func inputNames(_ inputs: [String]) -> [String] {
    var used: Set<String> = []
    return inputs.map { input in
      let base = fileName(shortName(ofInput: input))
      var name = base
      var number = 2
      while !used.insert(name).inserted {
        // Short enough not to be cut once more, which would make it another input's.
        let ending = "-\(number)"
        name = ""
        name.unicodeScalars += base.unicodeScalars.prefix(nameScalarsMax - ending.count)
        name += ending
        number += 1
      }
      return name
    }
  }

  /// The name of an input as ``name(of:)`` has it.
  private static func shortName(ofInput name: String) -> String {
    guard name.hasPrefix("<"), name.hasSuffix(">") else { return baseName(name) }
    let inner = name.dropFirst().dropLast()
    if inner == "stdin" || inner == "command" { return String(inner) }
    if inner.hasPrefix("sqlite: ") { return baseName(String(inner.dropFirst("sqlite: ".count))) }
    return inner.hasPrefix("postgresql: ") ? "postgresql" : baseName(name)
  }

  /// What `{input}` stands for, where the input is no pattern.
  package static func name(of input: Job.Input) -> String {
    switch input {
    case .files(let path): baseName(path)
    case .standardInput: "stdin"
    case .command: "command"
    case .sqlite(let file, _): baseName(file)
    case .postgresql: "postgresql"
    }
  }

  /// A file's own name without its last ending.
  package static func baseName(_ path: String) -> String {
    let name = path.split(separator: "/").last ?? ""
    guard let dot = name.lastIndex(of: "."), dot != name.startIndex else { return String(name) }
    return String(name[..<dot])
  }

  /// Longer values are cut, for file systems take names of 255 bytes.
  static let nameScalarsMax = 60

  /// A value as a part of a file's name: letters, digits, `.`, `_` and `-`, everything else `_`, and
  /// no point at the beginning.
  package static func fileName(_ value: String) -> String {
    var name = ""
    for scalar in value.unicodeScalars.prefix(nameScalarsMax) {
      let isKept =
        scalar.isASCII
        ? isPlain(UInt8(scalar.value)) : scalar.properties.isAlphabetic
      name.unicodeScalars.append(isKept ? scalar : "_")
    }
    if name.isEmpty { return "_" }
    if name.utf8.first == UInt8(ascii: ".") { return "_" + name.dropFirst() }
    return name
  }

  private static func isPlain(_ byte: UInt8) -> Bool {
    let isLetter = (0x61...0x7A).contains(byte | 0x20)
    return isLetter || (0x30...0x39).contains(byte) || "._-".utf8.contains(byte)
  }
}
