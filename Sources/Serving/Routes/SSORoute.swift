import HTTPTypes
import Hummingbird
import HummingbirdCore
import Minting
import Provisioning
import Rosters
import ServerConfigs

/// `GET /v1/sso/{name}`: on to the platform with a fresh token, for platforms that send people here first.
struct SSORoute: Sendable {
  let desk: MintDesk
  let mounts: ServedMounts
  /// What a page says above its button.
  let title: String

  func get(_ request: Request, _ context: ServingContext) async throws(Refused) -> Response {
    guard let mount = mounts.find(context, offering: .sso) else { throw Refused(.unknownName) }
    try refuseOthersThanPeople(request)
    let entry = try await desk.entry(mount, request, context)
    let values = try RequestInputs.read(query: request.uri.query, mount.inputs)
    return try desk.mint(mount, for: .sso, form: entry.form, entry.row, values, context)
      .handover(title: title)
  }

  /// A browser that only looks ahead, or a script or picture of another page, gets no token: it would
  /// be used up, or used, without anybody having clicked.
  private func refuseOthersThanPeople(_ request: Request) throws(Refused) {
    if request.headers[values: .secPurpose].contains(where: { $0.contains("prefetch") }) {
      throw Refused(.notANavigation)
    }
    if let mode = request.headers[.secFetchMode], mode != "navigate" {
      throw Refused(.notANavigation)
    }
  }
}
