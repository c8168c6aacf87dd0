/// To which side a schema errs where JSON Schema cannot say exactly what Muster checks.
enum Side {
  /// It takes everything that Muster takes, and perhaps more: the side of what is asked of a record.
  case wide
  /// It takes nothing that Muster refuses, and perhaps less: the side of what is denied.
  case narrow

  var other: Side { self == .wide ? .narrow : .wide }
}
