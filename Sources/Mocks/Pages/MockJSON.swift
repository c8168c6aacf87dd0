import Bytes

/// What the mock knows, for tests.
enum MockJSON {
  static func users(_ users: [MockUser]) -> [UInt8] {
    var json = Array("{\"users\":[".utf8)
    for (index, user) in users.enumerated() {
      if index > 0 { json.append(UInt8(ascii: ",")) }
      json.append(0x0A)
      var members = JSONMembers(&json)
      members.name("user", &json)
      JSONWriter.appendString(user.name.span, to: &json)
      members.add("accepted", user.accepted, &json)
      members.add("first", "\(user.firstAt)", &json)
      members.add("last", "\(user.lastAt)", &json)
      members.name("claims", &json)
      json += user.claims
      members.close(&json)
    }
    return json + Array("\n]}\n".utf8)
  }

  static func counts(_ counts: MockCounts, users: Int) -> [UInt8] {
    var json: [UInt8] = []
    var members = JSONMembers(&json)
    members.add("presentations", counts.presentations, &json)
    members.add("accepted", counts.accepted, &json)
    members.name("refused", &json)
    var refused = JSONMembers(&json)
    for reason in Refusal.Reason.allCases {
      refused.add(reason.rawValue, counts.refused[reason] ?? 0, &json)
    }
    refused.close(&json)
    members.add("repeated", counts.repeated, &json)
    members.add("expired", counts.refused[.expired] ?? 0, &json)
    members.name("misbehaved", &json)
    var misbehaved = JSONMembers(&json)
    for word in Misbehaviour.Fault.allCases.map(\.rawValue) + ["slow"] {
      misbehaved.add(word, counts.misbehaved[word] ?? 0, &json)
    }
    misbehaved.close(&json)
    members.add("users", users, &json)
    members.add("nameless", counts.nameless, &json)
    members.add("notKept", counts.notKept, &json)
    members.close(&json)
    return json + [0x0A]
  }
}
