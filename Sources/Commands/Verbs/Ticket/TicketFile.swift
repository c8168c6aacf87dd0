import Findings
import Runs
import Tickets

/// Tickets that somebody has, one link or code to a line. They are secrets, so they come from a file.
enum TicketFile {
  /// Tickets of one file.
  static let ticketsMax = 10_000
  /// Bytes of it.
  private static let fileBytesMax = 4 << 20

  static func codes(_ path: String) throws(CommandFailure) -> [TicketCode] {
    // What is no file and reads as a ticket is one: an error must not repeat it.
    if TicketCode(link: Array(path.utf8).span) != nil, !JobSource.isFile(path) {
      throw CommandFailure(
        .noInput,
        "--ticket takes a file with tickets, and not a ticket: others can see the "
          + "arguments of a command.",
        help: "Write it into a file, or give it to standard input: --ticket -")
    }
    var bytes: [UInt8] = []
    do throws(FileError) {
      let file = try InputFile(path)
      while bytes.count <= fileBytesMax {
        if try file.read(into: &bytes, upTo: 1 << 16) == 0 { break }
      }
    } catch {
      throw CommandFailure(error, status: .noInput)
    }
    guard bytes.count <= fileBytesMax else { throw tooMany }
    var codes: [TicketCode] = []
    for (index, line) in bytes.split(
      separator: 0x0A, omittingEmptySubsequences: false
    ).enumerated() {
      let text = Array(line)
      if text.allSatisfy({ $0 == 0x20 || $0 == 0x09 || $0 == 0x0D }) { continue }
      guard let code = TicketCode(link: text.span) else {
        // The line is not shown: it may be most of a secret.
        throw CommandFailure(
          .unreadable, "Line \(index + 1) holds no ticket.",
          help: "A ticket is the link as it was sent, or its last "
            + "\(TicketCode.characterCount) characters.")
      }
      codes.append(code)
      guard codes.count <= ticketsMax else { throw tooMany }
    }
    guard !codes.isEmpty else {
      throw CommandFailure(.unreadable, "There is no ticket in it.")
    }
    return codes
  }

  private static var tooMany: CommandFailure {
    CommandFailure(
      .unreadable, "These are more than \(ticketsMax) tickets (ticketsMax).",
      help: "Give them in parts, or take all of a run with --run.")
  }
}
