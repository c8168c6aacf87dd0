import Ledgers
import Runs

/// Rejects and findings of a run. They are made anew by every process that goes on with the run.
struct SideOutputs {
  let rejects: [OutputFile]?
  let findings: OutputFile?

  init(_ paths: JobOutputPaths) throws(JobFailure) {
    do throws(FileError) {
      var rejects: [OutputFile] = []
      for path in paths.rejects ?? [] { rejects.append(try OutputFile(path)) }
      self.rejects = paths.rejects == nil ? nil : rejects
      findings = try paths.findings.map { path throws(FileError) in try OutputFile(path) }
    } catch {
      throw .output(error)
    }
  }

  private var all: [OutputFile] { (rejects ?? []) + (findings.map { [$0] } ?? []) }

  func prepare() throws(FileError) {
    for file in all { try file.prepare() }
  }

  /// What is left to do when everything is stored.
  var renames: [RunRename] {
    all.compactMap { file in
      file.temporaryPath.map { RunRename(temporary: $0, final: file.path) }
    }
  }

  /// Leaves the files to whoever gives them their names.
  func leave() { for file in all { file.leave() } }

  func discard() { for file in all { file.discard() } }
}
