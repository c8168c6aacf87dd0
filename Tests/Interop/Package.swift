// swift-tools-version: 6.2
import PackageDescription

// A second opinion on every signature. A package of its own, because the other library builds a
// cryptography library from source, which takes minutes.
let package = Package(
  name: "muster-interop",
  platforms: [.macOS(.v13)],
  dependencies: [
    .package(name: "muster", path: "../.."),
    .package(url: "https://github.com/vapor/jwt-kit", exact: "5.7.1"),
  ],
  targets: [
    .testTarget(
      name: "InteropTests",
      dependencies: [
        .product(name: "Muster", package: "muster"),
        .product(name: "JWTKit", package: "jwt-kit"),
      ])
  ],
  swiftLanguageModes: [.v6]
)
