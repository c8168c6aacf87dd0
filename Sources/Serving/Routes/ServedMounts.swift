import Hummingbird
import HummingbirdCore
import ServerConfigs

/// The mounts of a server by name.
package struct ServedMounts: Sendable {
  package let all: [ServedMount]

  package init(_ all: [ServedMount]) { self.all = all }

  /// The mount with this name, compared byte by byte.
  package func find(_ name: some StringProtocol) -> ServedMount? {
    all.first { $0.mount.name.utf8.elementsEqual(name.utf8) }
  }

  /// The mount that the address names, if it offers this.
  func find(_ context: ServingContext, offering offer: Mount.Offer) -> ServedMount? {
    guard let name = context.coreContext.parameters["name"], let mount = find(name),
      mount.offers(offer)
    else { return nil }
    context.notes.note(mount: mount.mount.name)
    return mount
  }
}
