import Batches
import Profiles

/// What a judge tells about one row while it judges it, in the order in which it happens.
///
/// A judge without a trace tells nothing, and pays for that with one comparison at each place. The
/// trace holds the row's values as they are, secrets too: it is read by ``RowExplainer`` alone.
package final class JudgingTrace {
  /// How far the judging came.
  enum Stage: Int, Comparable {
    case record, values, rules, effects

    static func < (one: Stage, other: Stage) -> Bool { one.rawValue < other.rawValue }
  }

  /// One thing that happened to a value.
  enum Event {
    /// The column is there, and this row has nothing in it.
    case empty(Int)
    /// The column holds bytes that are no text or no JSON.
    case broken(Int)
    /// The column gave this text, or JSON.
    case taken(Int, Field.Kind, [UInt8])
    /// Another column gives a value too.
    case conflict(Int, Int)
    case marker(ClearMarker)
    /// What it is after the step.
    case step(Transform, Field.Kind, [UInt8])
    /// The value cannot take the step.
    case refused(Transform)
    /// Nothing was left after the steps.
    case emptied
    /// The text was read as JSON.
    case parsed
    /// The text was cut into a list.
    case list(separator: [UInt8])
    /// A column that no member names became a member.
    case member(Int)
    /// The profile's condition for giving a value.
    case asked
    case made(CompiledOrigin)
    /// The run gave it to all rows.
    case shared([UInt8])
    /// Held against the schema.
    case checked([UInt8])
  }

  /// What became of one claim, input or member.
  struct Value {
    var program: ValueProgram
    var events: [Event] = []
    var members: [Value] = []
    /// The value as canonical JSON; nil where it is absent or refused.
    var json: [UInt8]?
  }

  private(set) var stage = Stage.record
  /// Inputs, then claims.
  private(set) var values: [Value] = []
  /// Values that are being made, the outermost first.
  private var open: [Value] = []

  package init() {}

  func reach(_ stage: Stage) { self.stage = stage }

  func begin(_ program: ValueProgram) { open.append(Value(program: program)) }

  func note(_ event: Event) { open[open.count - 1].events.append(event) }

  func end(_ isMade: Bool, _ json: [UInt8]) {
    var value = open.removeLast()
    if isMade { value.json = json }
    if open.isEmpty {
      values.append(value)
    } else {
      open[open.count - 1].members.append(value)
    }
  }

  /// The value that was ended last, and is absent, gets the one that the run gives to all rows.
  func share(_ json: [UInt8]) {
    values[values.count - 1].events.append(.shared(json))
    values[values.count - 1].json = json
  }
}
