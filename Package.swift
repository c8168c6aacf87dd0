// swift-tools-version: 6.2
import PackageDescription

/// One set of rules for every Swift target of the house.
let house: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .strictMemorySafety(),
  .treatAllWarnings(as: .error),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
]

/// A room of the house: what it may use stands here, and the compiler holds it to that.
func room(_ name: String, uses dependencies: [Target.Dependency] = []) -> Target {
  .target(name: name, dependencies: dependencies, swiftSettings: house)
}

func tests(
  _ name: String, of dependencies: [Target.Dependency], snapshots: [String] = []
) -> Target {
  .testTarget(
    name: name, dependencies: dependencies + ["TestKit"], exclude: snapshots,
    swiftSettings: house)
}

/// Threads that tasks and connections run on.
let eventLoops: [Target.Dependency] = [
  .product(name: "NIOCore", package: "swift-nio"),
  .product(name: "NIOPosix", package: "swift-nio"),
]

/// Asks others over HTTPS, and looks at their certificates.
let client: [Target.Dependency] =
  eventLoops + [
    .product(name: "AsyncHTTPClient", package: "async-http-client"),
    .product(name: "NIOHTTP1", package: "swift-nio"),
    .product(name: "NIOSSL", package: "swift-nio-ssl"),
  ]

/// Answers others, over HTTPS or without.
let server: [Target.Dependency] =
  eventLoops + [
    .product(name: "Hummingbird", package: "hummingbird"),
    .product(name: "HummingbirdTLS", package: "hummingbird"),
    .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
    .product(name: "UnixSignals", package: "swift-service-lifecycle"),
    .product(name: "Logging", package: "swift-log"),
    .product(name: "NIOSSL", package: "swift-nio-ssl"),
  ]

let package = Package(
  name: "muster",
  products: [
    .executable(name: "muster", targets: ["MusterTool"]),
    .library(name: "Muster", targets: ["Muster"]),
  ],
  dependencies: [
    // The command line: options, help and completions.
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    // The ledger: SQLite with transactions, migrations and prepared statements.
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    // The report's page, with everything escaped that a row brings along.
    .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.1"),
    // Tells a monitor that a run began and how it ended, over HTTPS.
    .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
    // Its threads and futures, which the ping waits for.
    .package(url: "https://github.com/apple/swift-nio", from: "2.81.0"),
    // Certificates, where one is looked at beyond what a handshake does.
    .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.29.0"),
    // The server: routing, TLS, back-pressure and an orderly end.
    .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1", traits: []),
    // Starts the server's parts in order and ends them on a signal.
    .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
    // The server's log, in the form that the rest of the ecosystem writes.
    .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
    // The mock platform's own opinion of signatures, which is not ours.
    .package(url: "https://github.com/vapor/jwt-kit", from: "5.7.1"),
  ],
  targets: [
    .systemLibrary(
      name: "CLibCrypto", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
    // Masks of many bytes at once, which Swift's SIMD types cannot make.
    .target(name: "CScan"),
    .systemLibrary(name: "CLibYAML", pkgConfig: "yaml-0.1", providers: [.apt(["libyaml-dev"])]),

    room("Bytes"),
    room("Findings", uses: ["Bytes"]),
    room("Schemas", uses: ["Bytes", "CScan"]),
    room("Profiles", uses: ["Findings", "Bytes", "Schemas", "Tokens", "CLibYAML"]),
    room("Batches", uses: ["Findings", "Bytes", "CScan"]),
    room("Tokens", uses: ["Bytes", "CLibCrypto"]),
    room(
      "Provisioning",
      uses: ["Findings", "Bytes", "Schemas", "Profiles", "Batches", "Tokens", "CScan"]),

    room("Authoring", uses: ["Findings", "Bytes", "Schemas", "Profiles", "Batches", "Tokens"]),

    // The profiles of the folder `profiles`, put into the binary by the build.
    .executableTarget(name: "EmbedProfiles"),
    .plugin(
      name: "EmbedProfilesPlugin", capability: .buildTool(), dependencies: ["EmbedProfiles"],
      path: "Sources/EmbedProfilesPlugin"),
    .target(
      name: "BundledProfiles", swiftSettings: house,
      plugins: ["EmbedProfilesPlugin"]),

    room(
      "Cases",
      uses: ["Findings", "Bytes", "Schemas", "Profiles", "Batches", "Tokens", "Provisioning"]),
    room("Runs", uses: ["Findings", "Bytes", "Profiles", "Batches", "Tokens", "Provisioning"]),

    // What should be, night after night.
    room("Jobs", uses: ["Findings", "Bytes", "Schemas", "Profiles", "Batches", "Tokens"]),
    room(
      "Ledgers",
      uses: [
        "Bytes", .product(name: "GRDB", package: "GRDB.swift"),
        .product(name: "GRDBSQLite", package: "GRDB.swift"),
      ]),
    room(
      "Reports",
      uses: ["Findings", "Bytes", .product(name: "Mustache", package: "swift-mustache")]),
    // Waits for tasks, where nothing else is to be done.
    room(
      "Tasks",
      uses: eventLoops + [
        .product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
      ]),
    // Whether the other side is the one that was asked for.
    room("Peers", uses: client),
    room("Pings", uses: ["Bytes", "Peers"] + client),
    room(
      "Applying",
      uses: [
        "Findings", "Bytes", "Schemas", "Profiles", "Batches", "Tokens", "Provisioning", "Runs",
        "Jobs", "Ledgers", "Reports",
      ]),
    // A token at the moment when it is wanted.
    room(
      "Minting",
      uses: ["Findings", "Bytes", "Profiles", "Batches", "Tokens", "Provisioning"]),
    // Links that live long and lead to tokens that live short.
    room("Tickets", uses: ["Bytes", "Tokens", "Ledgers", "Batches", "Minting"]),
    // Who a server knows: a batch's rows by the users they name.
    room(
      "Rosters",
      uses: [
        "Findings", "Bytes", "Profiles", "Batches", "Tokens", "Provisioning", "Ledgers", "Minting",
      ]),
    // What a server is told to be, and who may ask it.
    room(
      "ServerConfigs",
      uses: ["Findings", "Bytes", "Schemas", "Profiles", "Tokens", "Provisioning", "Jobs"]),
    room(
      "Serving",
      uses: [
        "Findings", "Bytes", "Profiles", "Batches", "Tokens", "Provisioning", "Ledgers", "Minting",
        "Tickets", "Rosters", "ServerConfigs", "Tasks",
      ] + server),
    // Presents tokens to platforms that make users of them.
    room(
      "Deliveries",
      uses: [
        "Findings", "Bytes", "Schemas", "Profiles", "Batches", "Tokens", "Provisioning", "Runs",
        "Ledgers", "Minting", "Peers", "Tasks",
      ] + client),
    // A platform to try things on.
    room(
      "Mocks",
      uses: [
        "Findings", "Bytes", "Schemas", "Profiles", "Tokens", "Provisioning", "Tasks",
        .product(name: "JWTKit", package: "jwt-kit"),
      ] + server),
    room(
      "Muster",
      uses: [
        "Findings", "Bytes", "Profiles", "BundledProfiles", "Batches", "Tokens", "Provisioning",
      ]),
    room(
      "Commands",
      uses: [
        "Findings", "Bytes", "Schemas", "Profiles", "BundledProfiles", "Batches", "Tokens",
        "Provisioning", "Authoring", "Runs", "Cases", "Jobs", "Ledgers", "Reports", "Pings",
        "Applying", "Minting", "Tickets", "Rosters", "ServerConfigs", "Serving", "Deliveries",
        "Mocks", "Tasks",
        .product(name: "Logging", package: "swift-log"),
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ]),
    .executableTarget(name: "MusterTool", dependencies: ["Commands"], swiftSettings: house),

    // Measures what profiles cost; scripts/measure-profile-cost runs it.
    .executableTarget(
      name: "CostOfProfiles",
      dependencies: ["Profiles", "Provisioning", "Batches", "Bytes", "Findings", "Tokens"],
      path: "Benchmarks/CostOfProfiles", swiftSettings: house),

    // Issues rows for scripts/measure-allocations.
    .executableTarget(
      name: "IssueRows",
      dependencies: ["BundledProfiles", "Bytes", "Profiles", "Provisioning", "Runs", "Tokens"],
      path: "Benchmarks/IssueRows", swiftSettings: house),

    .target(
      name: "TestKit", dependencies: ["Findings", "Profiles"], path: "Tests/TestKit",
      swiftSettings: house),
    tests("BytesTests", of: ["Bytes"]),
    tests("SchemasTests", of: ["Schemas", "Profiles", "Findings", "Bytes", "CScan"]),
    tests("ProfilesTests", of: ["Profiles", "Schemas", "Findings", "Bytes"]),
    tests("BatchesTests", of: ["Batches", "Findings", "Bytes", "CScan"]),
    tests("TokensTests", of: ["Tokens", "Bytes"]),
    tests(
      "ProvisioningTests",
      of: [
        "Provisioning", "Profiles", "Schemas", "Batches", "Tokens", "Findings", "Bytes", "CScan",
      ]),
    tests(
      "AuthoringTests", of: ["Authoring", "Profiles", "Schemas", "Batches", "Findings", "Bytes"]),
    tests(
      "CasesTests",
      of: [
        "Cases", "Profiles", "Provisioning", "Tokens", "Findings", "Bytes", "Schemas",
        "BundledProfiles",
      ]),
    tests("HouseTests", of: []),
    tests(
      "RunsTests",
      of: ["Runs", "Provisioning", "Profiles", "Batches", "Tokens", "Findings", "Bytes"]),
    tests("JobsTests", of: ["Jobs", "Profiles", "Batches", "Tokens", "Findings", "Bytes"]),
    tests("LedgersTests", of: ["Ledgers", "Bytes", .product(name: "GRDB", package: "GRDB.swift")]),
    tests("ReportsTests", of: ["Reports", "Pings", "Findings", "Bytes"]),
    tests(
      "ApplyingTests",
      of: [
        "Applying", "Jobs", "Ledgers", "Reports", "Runs", "Provisioning", "Profiles", "Batches",
        "Tokens", "Findings", "Bytes",
      ]),
    tests(
      "MintingTests",
      of: [
        "Minting", "Provisioning", "Profiles", "Batches", "Tokens", "Findings", "Bytes",
        "BundledProfiles",
      ]),
    tests("TicketsTests", of: ["Tickets", "Ledgers", "Minting", "Batches", "Tokens", "Bytes"]),
    tests(
      "RostersTests",
      of: [
        "Rosters", "Minting", "Ledgers", "Provisioning", "Profiles", "Batches", "Tokens",
        "Findings",
        "Bytes", "BundledProfiles",
      ]),
    tests(
      "ServerConfigsTests",
      of: ["ServerConfigs", "Jobs", "Profiles", "Tokens", "Findings", "Bytes", "BundledProfiles"]),
    tests(
      "ServingTests",
      of: [
        "Serving", "ServerConfigs", "Rosters", "Tickets", "Minting", "Ledgers", "Jobs", "Tasks",
        "Provisioning", "Profiles", "Batches", "Tokens", "Findings", "Bytes", "BundledProfiles",
        .product(name: "HummingbirdTesting", package: "hummingbird"),
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOPosix", package: "swift-nio"),
      ]),
    tests(
      "DeliveriesTests",
      of: [
        "Deliveries", "Peers", "Minting", "Ledgers", "Runs", "Provisioning", "Profiles", "Schemas",
        "Batches",
        "Tokens", "Findings", "Bytes", "BundledProfiles",
      ]),
    tests(
      "MocksTests",
      of: [
        "Mocks", "Minting", "Profiles", "Provisioning", "Batches", "Tokens", "Findings", "Bytes",
        "BundledProfiles", .product(name: "Hummingbird", package: "hummingbird"),
        .product(name: "HummingbirdTesting", package: "hummingbird"),
      ]),
    // Tokens against an implementation that is not ours.
    tests("InteropTests", of: ["Tokens", .product(name: "JWTKit", package: "jwt-kit")]),
    tests("MusterTests", of: ["Muster"]),
    // These run the built program as a shell does.
    tests("CommandsTests", of: ["MusterTool", "Commands"], snapshots: ["Snapshots"]),
  ]
)
