// Issues links for a batch with jwt-kit; see Benchmarks/README.md. The rows are read and judged on
// bytes, so that the library is what is measured.
import Foundation
import JWTKit

struct Claims: JWTPayload {
  var sub: String
  var name: String
  var email: String
  var tagline: String?
  var picture: String?
  var iat: Int
  var exp: Int
  var spaceIds: [String]?
  var team: String?

  func verify(using algorithm: some JWTAlgorithm) async throws {}
}

var options: [String: String] = [:]
var input = ""
var arguments = Array(CommandLine.arguments.dropFirst())
while !arguments.isEmpty {
  let argument = arguments.removeFirst()
  if argument.hasPrefix("--") {
    options[String(argument.dropFirst(2))] = arguments.removeFirst()
  } else {
    input = argument
  }
}
@MainActor func option(_ name: String) -> String { options[name] ?? "" }

/// Opens a file for writing, in place. `FileManager.createFile` must not be used here: it puts a new file
/// in the place of what is there, and to root that may be the device /dev/null.
func opened(_ path: String) throws -> FileHandle {
  let file = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
  guard file >= 0 else { throw CocoaError(.fileNoSuchFile) }
  return FileHandle(fileDescriptor: file, closeOnDealloc: true)
}

let key = try String(contentsOfFile: option("key-file"), encoding: .utf8)
  .trimmingCharacters(in: .newlines)
let keys = JWTKeyCollection()
await keys.add(hmac: HMACKey(from: Array(key.utf8)), digestAlgorithm: .sha256)
let issuedAt = Int(option("iat")) ?? 0
let expiresAt = Int(option("exp")) ?? 0
let before = "https://\(option("domain"))/api/auth/sso?jwt="

let batch = Array(try Data(contentsOf: URL(fileURLWithPath: input)))
let output = try opened(option("output"))
let rejects = try opened(option("rejects"))
var links = Data()
var numbers = ""
var reader = RowReader(batch)
_ = reader.next()
var row = 0
var rejected = 0
while let cells = reader.next() {
  row += 1
  guard let cells, let claims = claims(of: cells, issuedAt, expiresAt) else {
    rejected += 1
    numbers += "\(row)\n"
    continue
  }
  let token = try await keys.sign(claims)
  links.append(contentsOf: (before + token + "\n").utf8)
  if links.count > 1 << 18 {
    try output.write(contentsOf: links)
    links.removeAll(keepingCapacity: true)
  }
}
try output.write(contentsOf: links)
try rejects.write(contentsOf: Data(numbers.utf8))
print("\(row - rejected) issued, \(rejected) rejected")
