// swift-tools-version: 6.2
import PackageDescription

// The usual library in Swift, doing the same work. A package of its own: the product depends on none
// of this.
let package = Package(
  name: "jwtkit-peer",
  platforms: [.macOS(.v13)],
  dependencies: [.package(url: "https://github.com/vapor/jwt-kit", exact: "5.7.1")],
  targets: [
    .executableTarget(
      name: "JWTKitPeer", dependencies: [.product(name: "JWTKit", package: "jwt-kit")])
  ],
  swiftLanguageModes: [.v6]
)
