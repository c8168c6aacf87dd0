import Jobs
import Runs

/// Keeps what a job writes off the files that it needs, and off each other. Links are followed.
struct OutputGuard {
  /// A file, and what it is in a sentence: `the job file`, `--report`.
  private struct Place {
    let path: String
    let words: String
  }

  /// Where a path leads, as far as that can be told.
  private enum Target: Hashable {
    case identity(FileIdentity)
    /// Of a path whose folder is not there yet.
    case path(String)

    init(_ path: String) {
      if let identity = FileIdentity.of(path) {
        self = .identity(identity)
      } else {
        self = .path(JobPaths.normalized((try? LoadedJob.absolute(path)) ?? path))
      }
    }
  }

  private var outputs: [Place] = []
  private var needed: [Place] = []

  /// - Parameter given: outputs from the command line, each with its option.
  init(
    _ loaded: LoadedJob, _ paths: JobPaths, _ ledger: JobLedger,
    given: [(option: String, path: String?)]
  ) {
    let job = loaded.job
    outputs = loaded.namedOutputs(paths).map { Place(path: $0.path, words: $0.words) }
    for (option, path) in given {
      if let path, path != "-" { outputs.append(Place(path: path, words: option)) }
    }
    need(loaded.file, "the job file")
    if JobSource.isFile(loaded.profileFile) { need(loaded.profileFile, "the profile") }
    for path in loaded.inputPaths { need(path, "an input") }
    for suppression in job.suppressions {
      need(loaded.resolve(suppression.file), "a suppression file")
    }
    for secret in loaded.secrets {
      if case .file(let path) = secret { need(loaded.resolve(path), "a key file") }
    }
    need(ledger.path, "the ledger")
    for ending in ["-wal", "-shm", "-journal"] {
      need(ledger.path + ending, "a file of the ledger")
    }
    need(ledger.keyPath, "the key of the ledger")
    need(ledger.lockPath(job.name), "the lock of the ledger")
  }

  /// Adds a file that must stay as it is.
  mutating func need(_ path: String, _ words: String) {
    needed.append(Place(path: path, words: words))
  }

  /// - Throws: where an output would overwrite a file that is needed, or another output.
  func check() throws(CommandFailure) {
    var neededByTarget: [Target: Place] = [:]
    for place in needed { neededByTarget[Target(place.path)] = place }
    // The shell has opened it, as in `apply job.yaml < users.csv`.
    if let input = (try? InputFile("-")).flatMap({ $0.byteCount == nil ? nil : $0.identity }) {
      neededByTarget[.identity(input)] = Place(path: "<stdin>", words: "an input")
    }
    var outputByTarget: [Target: Place] = [:]
    for place in outputs {
      let target = Target(place.path)
      if let other = neededByTarget[target] {
        throw CommandFailure(
          .cannotWrite,
          "The path \"\(place.path)\" (\(place.words)) leads to \"\(other.path)\", which is "
            + "\(other.words), and would overwrite it.",
          help: "Give each output a path of its own.")
      }
      guard let other = outputByTarget.updateValue(place, forKey: target) else { continue }
      let areRejects = place.words == other.words
      throw CommandFailure(
        .cannotWrite,
        "The paths \"\(other.path)\" (\(other.words)) and \"\(place.path)\" (\(place.words)) are "
          + "the same file.",
        help: areRejects
          ? "With several inputs, the path of the rejects holds {input}."
          : "Give each output a path of its own.")
    }
  }
}
