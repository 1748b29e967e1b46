// swift-tools-version: 6.2
import PackageDescription

/// Settings shared by every Swift target; warnings are errors in continuous integration.
let settings: [SwiftSetting] =
  [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
  ] + (Context.environment["CI"] == nil ? [] : [.treatAllWarnings(as: .error)])

let argumentParser = Target.Dependency.product(
  name: "ArgumentParser", package: "swift-argument-parser")
let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
let grdb = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")
let sqlite = Target.Dependency.product(name: "GRDBSQLite", package: "GRDB.swift")
let system = Target.Dependency.product(name: "SystemPackage", package: "swift-system")

/// Release builds carry Swift's libraries inside: one file to install and less to load at start. The
/// archives of Foundation depend on each other, hence the group.
let staticStandardLibrary: [LinkerSetting] = [
  .unsafeFlags(
    [
      "-static-stdlib", "-Xlinker", "--start-group", "-lFoundation", "-lFoundationEssentials",
      "-lFoundationInternationalization", "-lCoreFoundation", "-l_FoundationICU",
      "-l_FoundationCShims", "-l_FoundationCollections", "-Xlinker", "--end-group", "-lstdc++",
    ],
    .when(configuration: .release))
]

func library(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
  .target(name: name, dependencies: dependencies, swiftSettings: settings)
}

func tests(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
  .testTarget(name: "\(name)Tests", dependencies: dependencies, swiftSettings: settings)
}

let package = Package(
  name: "mmsearch",
  products: [
    .executable(name: "mmsearch", targets: ["mmsearch"]),
    .executable(name: "mmsearch-bench", targets: ["mmsearch-bench"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
    .package(url: "https://github.com/apple/swift-crypto", from: "4.5.0"),
    .package(url: "https://github.com/apple/swift-system", from: "1.8.0"),
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
  ],
  targets: [
    // C doors
    .target(
      name: "CImageCodecs",
      linkerSettings: [
        .linkedLibrary("jpeg"), .linkedLibrary("png"),
        .linkedLibrary("webp"), .linkedLibrary("webpdemux"),
      ]),
    // Optimised in debug builds, too: the tests run real networks.
    .target(
      name: "CKernels",
      cSettings: [
        .define("NDEBUG", .when(configuration: .release)),
        .unsafeFlags(["-O2"], .when(configuration: .debug)),
      ]),
    .systemLibrary(
      name: "COpenBLAS", pkgConfig: "openblas", providers: [.apt(["libopenblas-dev"])]),
    .systemLibrary(name: "CExpat", pkgConfig: "expat", providers: [.apt(["libexpat1-dev"])]),
    .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),

    // Foundations
    library("Imaging", ["CImageCodecs", "Kernels"]),
    library("Kernels", ["CKernels"]),
    library("VectorIndex", ["Kernels"]),
    library("Ranking", []),
    library("Storage", ["JSON", "Ranking", grdb, sqlite, crypto, system]),
    library("Feeds", ["JSON", "CExpat", "CZlib"]),
    library("JSON", []),

    // Learning
    library("NeuralNetwork", ["JSON", "Kernels"]),
    library("Tuning", ["JSON", "NeuralNetwork", "Kernels", "Ranking"]),
    library("Encoders", ["JSON", "NeuralNetwork", "Kernels", "Imaging", crypto]),

    // Use cases and surfaces
    library(
      "Library",
      [
        "Encoders", "Imaging", "VectorIndex", "Ranking", "Storage", "Feeds", "JSON", "Tuning",
        system,
      ]),
    library("Commands", ["JSON", "Library", "Ranking", "Tuning", argumentParser, system]),
    .executableTarget(
      name: "mmsearch", dependencies: ["Commands"], swiftSettings: settings,
      linkerSettings: staticStandardLibrary),
    .executableTarget(
      name: "mmsearch-bench",
      dependencies: [
        "Library", "Encoders", "Imaging", "VectorIndex", "Storage", "Kernels", argumentParser,
      ],
      exclude: ["peers", "relevance"], swiftSettings: settings),

    // Proof
    tests("Imaging", ["Imaging", "Kernels"]),
    tests("Kernels", ["Kernels", "COpenBLAS"]),
    tests("VectorIndex", ["VectorIndex"]),
    tests("Ranking", ["Ranking"]),
    tests("Storage", ["Storage", grdb, system]),
    tests("Feeds", ["Feeds"]),
    tests("JSON", ["JSON"]),
    tests("NeuralNetwork", ["NeuralNetwork", "Kernels"]),
    tests("Tuning", ["Tuning", "NeuralNetwork", "Kernels", "Ranking"]),
    tests("Encoders", ["Encoders", "NeuralNetwork", "Imaging"]),
    tests(
      "Library",
      [
        "Library", "Encoders", "Imaging", "Ranking", "Storage", "VectorIndex", "Tuning", system,
      ]),
    tests("Commands", ["Commands", "JSON", "Library", "Ranking"]),
  ]
)
