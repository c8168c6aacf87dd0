import Ledgers
import Runs

/// Rejects and findings of a run. They are made anew by every process that goes on with the run, under
/// names that leave nothing behind.
final class SideOutputs {
  let rejects: [StagedFile]?
  let findings: StagedFile?
  /// Whether the files wait for their names: then they are not this process's to remove.
  var isHandedOver = false

  init(_ paths: JobOutputPaths, job: String, _ faults: FileFaults?) throws(JobFailure) {
    var made: [StagedFile] = []
    do throws(FileError) {
      func open(_ path: String, _ kind: String) throws(FileError) -> StagedFile {
        let file = try StagedFile(
          path, stagePath: StagedFile.stagePath(path, job: job, kind: kind), stored: 0,
          faults: faults)
        made.append(file)
        return file
      }
      var rejects: [StagedFile] = []
      for (index, path) in (paths.rejects ?? []).enumerated() {
        rejects.append(try open(path, "rejects-\(index + 1)"))
      }
      self.rejects = paths.rejects == nil ? nil : rejects
      if let path = paths.findings { findings = try open(path, "findings") } else { findings = nil }
    } catch {
      for file in made {
        file.discard()
        StagedFile.remove(at: file.stagePath)
      }
      throw .output(error)
    }
  }

  private var all: [StagedFile] { (rejects ?? []) + (findings.map { [$0] } ?? []) }

  func prepare() throws(FileError) {
    for file in all { try file.prepare() }
  }

  /// What is left to do when everything is stored.
  var renames: [RunRename] {
    all.map { RunRename(temporary: $0.stagePath, final: $0.path) }
  }

  /// Removes what was written, for nobody goes on with it.
  func remove() {
    for file in all {
      file.discard()
      StagedFile.remove(at: file.stagePath)
    }
  }
}
