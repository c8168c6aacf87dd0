/// A request whose body takes longer to arrive than it may.
enum ArrivalError: Error { case tooSlow }
