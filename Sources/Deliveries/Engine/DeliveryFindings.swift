import Findings
import Minting

/// What is said of rows that were not delivered. No text of an answer is in it: that may hold the token.
enum DeliveryFindings {
  private static func place(_ row: StoredRow) -> Finding.Place { .row(row.row, line: row.line) }

  static func refused(_ row: StoredRow, status: Int) -> Finding {
    let words =
      switch status {
      case 200..<300: "the answer (\(status)) is not what the profile calls success"
      case 300..<400: "the answer is a redirect (\(status)) that the profile does not call success"
      default: "the answer was \(status)"
      }
    return Finding(
      .deliveryRefused, at: place(row), "The platform did not take the token: \(words).",
      help: "Ask the platform's log what it says about this user.")
  }

  static func failed(_ row: StoredRow, presentations: Int, _ last: PresentationOutcome) -> Finding {
    let words =
      switch last {
      case .taken(let status), .answered(let status, _): "the last answer was \(status)"
      case .unreachable: "the host could not be reached"
      case .untrusted: "the host's certificate cannot be trusted"
      case .lost: "no answer came, and whether it was taken is not known"
      }
    let times = presentations == 1 ? "once" : "\(presentations) times"
    let isOut = last == .unreachable || last == .untrusted
    return Finding(
      .deliveryFailed, at: place(row), "The row was tried \(times), and \(words).",
      help: isOut ? "Check the host, then run again." : "Run again later.")
  }

  static func tooShort(_ row: StoredRow) -> Finding {
    Finding(
      .deliveryFailed, at: place(row),
      "The token's life would be over before it is sent, so it was not.",
      help: "Check the clock, or use a longer --lifetime where the platform allows it.")
  }

  static func otherHost(_ row: StoredRow, _ origin: DeliveryOrigin) -> Finding {
    Finding(
      .deliveryHost, at: place(row),
      "The row's URL leads to \(origin.shown), which is not the confirmed host; nothing was sent.",
      help: "Correct the row, or deliver it by itself with --confirm \(origin.shown).")
  }

  static func badURL(_ row: StoredRow, _ problem: DeliveryURLProblem) -> Finding {
    Finding(.deliveryHost, at: place(row), problem.message + " Nothing was sent.")
  }
}
