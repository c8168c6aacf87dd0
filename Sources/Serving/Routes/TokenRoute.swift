import Bytes
import HTTPTypes
import Hummingbird
import HummingbirdCore
import Minting
import Profiles
import Provisioning
import Rosters
import ServerConfigs

/// `POST /v1/token/{name}`: the profile's artifact as the body of an answer.
struct TokenRoute: Sendable {
  let desk: MintDesk
  let mounts: ServedMounts
  let bodyBytesMax: Int
  let ownOrigin: String

  func post(_ request: Request, _ context: ServingContext) async throws(Refused) -> Response {
    let mount = try find(context)
    try CrossOrigin.refuseForeign(mount, request, ownOrigin: ownOrigin)
    let entry = try await desk.entry(mount, request, context)
    let body = try await request.bytes(upTo: bodyBytesMax)
    if !body.isEmpty { try request.requireJSON() }
    let values = try RequestInputs.read(json: body, mount.inputs)
    return try desk.mint(mount, for: .token, form: entry.form, entry.row, values, context).body()
  }

  func preflight(_ request: Request, _ context: ServingContext) throws(Refused) -> Response {
    let mount = try find(context)
    context.notes.note(.preflight)
    return CrossOrigin.preflight(mount, request)
  }

  private func find(_ context: ServingContext) throws(Refused) -> ServedMount {
    guard let mount = mounts.find(context, offering: .token) else { throw Refused(.unknownName) }
    return mount
  }
}
