// swift-tools-version: 6.2
import PackageDescription

// `ls Sources` is the architecture: see CONTRIBUTING.md for who may import whom.
let settings: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("InternalImportsByDefault"),
]

// Columns, Functions, Engines and Sources hold the kernels, which work on pointers. Everything else
// marks each unsafe expression and says why it is right.
let safe = settings + [.strictMemorySafety()]

let package = Package(
  name: "tiendo",
  products: [.executable(name: "tiendo", targets: ["tiendo"])],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2")
  ],
  targets: [
    .target(name: "Columns", swiftSettings: settings),
    .target(name: "Language", swiftSettings: safe),
    .target(name: "Functions", dependencies: ["Columns"], swiftSettings: settings),
    .target(
      name: "Planning", dependencies: ["Columns", "Functions", "Language", "Sources"],
      swiftSettings: safe),
    .target(
      name: "Engines",
      dependencies: ["Columns", "Functions", "Language", "Planning"],
      swiftSettings: settings),
    .target(
      name: "Analysis",
      dependencies: ["Columns", "Engines", "Forecasting", "Functions", "Language", "Planning"],
      swiftSettings: safe),
    .target(
      name: "Sources", dependencies: ["Columns", "Functions", "Language"],
      swiftSettings: settings),
    .target(name: "Display", dependencies: ["Columns", "Language"], swiftSettings: safe),
    .target(
      name: "Workspace",
      dependencies: [
        "Analysis", "Columns", "Display", "Engines", "Functions", "Language", "Planning", "Sources",
      ],
      swiftSettings: safe),
    .target(
      name: "Services",
      dependencies: [
        "Columns", "Display", "Functions", "Language", "Planning", "Sources", "Workspace",
      ],
      swiftSettings: safe),
    .target(name: "CReadline", linkerSettings: [.linkedLibrary("readline")]),
    .target(
      name: "Shell",
      dependencies: [
        "Columns", "CReadline", "Display", "Functions", "Language", "Planning", "Services",
        "Sources", "Workspace",
      ],
      swiftSettings: safe),
    .target(name: "Forecasting", swiftSettings: safe),
    .executableTarget(
      name: "tiendo",
      dependencies: [
        "Language", "Shell", "Sources", "Workspace",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: safe),

    // Tests: a folder per target, and what they share.
    .target(
      name: "TestSupport", dependencies: ["Columns"], path: "Tests/TestSupport",
      swiftSettings: settings),
    .testTarget(
      name: "ColumnsTests", dependencies: ["Columns", "TestSupport"], swiftSettings: settings),
    .testTarget(
      name: "LanguageTests", dependencies: ["Language"], swiftSettings: settings),
    .testTarget(
      name: "FunctionsTests", dependencies: ["Columns", "Functions", "TestSupport"],
      swiftSettings: settings),
    .testTarget(
      name: "EnginesTests",
      dependencies: [
        "Columns", "Engines", "Forecasting", "Functions", "Language", "Planning", "TestSupport",
      ],
      swiftSettings: settings),
    .testTarget(
      name: "DisplayTests", dependencies: ["Columns", "Display", "Language"],
      exclude: ["Goldens"], swiftSettings: settings),
    .testTarget(
      name: "PlanningTests", dependencies: ["Columns", "Language", "Planning"],
      swiftSettings: settings),
    .testTarget(
      name: "SourcesTests",
      dependencies: ["Columns", "Functions", "Language", "Sources", "TestSupport"],
      swiftSettings: settings),
    .testTarget(
      name: "ShellTests",
      dependencies: [
        "Columns", "Display", "Engines", "Language", "Planning", "Services", "Shell", "Sources",
        "TestSupport",
        "Workspace", "tiendo",
      ],
      exclude: ["Screens"], swiftSettings: settings),
    .testTarget(
      name: "AnalysisTests",
      dependencies: ["Analysis", "Columns", "Forecasting", "Functions", "Language"],
      swiftSettings: settings),
    .testTarget(
      name: "WorkspaceTests", dependencies: ["Columns", "Language", "Workspace"],
      swiftSettings: settings),
    .testTarget(
      name: "ServicesTests", dependencies: ["Columns", "Language", "Services", "Workspace"],
      swiftSettings: settings),
    .testTarget(
      name: "QueryTests",
      dependencies: [
        "Analysis", "Columns", "Display", "Forecasting", "Functions", "Language", "Planning",
        "Services", "Sources", "TestSupport", "Workspace",
      ],
      exclude: ["Cases", "Databases"], swiftSettings: settings),
    .testTarget(
      name: "ForecastingTests", dependencies: ["Forecasting"], resources: [.copy("Resources")],
      swiftSettings: settings),
  ]
)
