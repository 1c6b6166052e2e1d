// swift-tools-version: 6.2
import Foundation
import PackageDescription

/// The libraries of the system that formats need: those whose headers are there become part of the
/// build, with `HAS_…` defined in C and in Swift. `.ci/deps` installs them. `TIENDO_WITHOUT="zip zstd"`
/// leaves some out all the same.
let libraries = [
  (name: "re2", header: "re2/re2.h", define: "HAS_RE2"),
  (name: "zlib", header: "zlib.h", define: "HAS_ZLIB"),
  (name: "zstd", header: "zstd.h", define: "HAS_ZSTD"),
  (name: "lzma", header: "lzma.h", define: "HAS_LZMA"),
  (name: "bz2", header: "bzlib.h", define: "HAS_BZ2"),
  (name: "snappy", header: "snappy-c.h", define: "HAS_SNAPPY"),
  (name: "zip", header: "zip.h", define: "HAS_ZIP"),
  (name: "expat", header: "expat.h", define: "HAS_EXPAT"),
  (name: "xlsxwriter", header: "xlsxwriter.h", define: "HAS_XLSXWRITER"),
  (name: "cmark", header: "cmark-gfm.h", define: "HAS_CMARK"),
  (
    name: "cmark-ext", header: "cmark-gfm-core-extensions.h",
    define: "HAS_CMARK_EXTENSIONS"
  ),
].filter { library in
  let without = (Context.environment["TIENDO_WITHOUT"] ?? "").split(separator: " ")
  return !without.contains { $0 == library.name }
    && ["/usr/include/", "/usr/local/include/"].contains {
      FileManager.default.fileExists(atPath: $0 + library.header)
    }
}

/// What the C targets need of those libraries that are there.
func defines(_ names: [String]) -> [CSetting] {
  libraries.filter { names.contains($0.name) }.map { .define($0.define) }
}

/// Of these libraries the program is linked with re2 alone; the others and readline are loaded when they are
/// first called, for the sake of its start: see `Forwarding.h` and `LibReadline.h`.
///
/// `make release` links it from archives where `.ci/archives` finds some: two libraries less to find and to bind.
let archives = Context.environment["TIENDO_ARCHIVES"] ?? ""
let regex: [LinkerSetting] =
  !libraries.contains { $0.name == "re2" }
  ? []
  : archives.isEmpty
    ? [.linkedLibrary("re2")]
    : [.unsafeFlags(["-L", archives]), .linkedLibrary("re2"), .linkedLibrary("stdc++")]
let loading: [LinkerSetting] = [.linkedLibrary("dl")]

let compression = ["zlib", "zstd", "lzma", "bz2", "snappy", "zip"]
let markdown = ["cmark-ext", "cmark"]
let workbooks = ["zip", "expat", "xlsxwriter"]

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

// Tests that the heavy stage does not run, or that take none of its time: they need not be optimised.
let quick = settings + [.unsafeFlags(["-Onone"], .when(configuration: .release))]

/// The tests that are built: all, or those that a stage of CI runs (`TIENDO_TESTS="SourcesTests ShellTests"`).
func isBuilt(_ target: Target) -> Bool {
  guard target.type == .test, let wanted = Context.environment["TIENDO_TESTS"] else { return true }
  return wanted.split(separator: " ").contains { $0 == target.name }
}

/// The program that `make fuzz` builds: libFuzzer, whose archive the environment names, around the targets.
let fuzzer: [Target] =
  Context.environment["TIENDO_FUZZER"].map { archive in
    [
      .executableTarget(
        name: "Fuzz", dependencies: ["FuzzTargets", "Sources"], path: "Tests/Fuzz/Driver",
        swiftSettings: settings,
        linkerSettings: [.unsafeFlags(["-Xlinker", archive]), .linkedLibrary("stdc++")])
    ]
  } ?? []

let package = Package(
  name: "tiendo",
  products: [
    .executable(name: "tiendo", targets: ["tiendo"]),
    // What tests preload to make the system's calls fail.
    .library(name: "TiendoFaults", type: .dynamic, targets: ["Faults"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2")
  ],
  targets: ([
    .target(name: "Columns", swiftSettings: settings),
    .target(name: "Language", swiftSettings: safe),
    .target(
      name: "CRegex",
      cxxSettings: libraries.filter { $0.name == "re2" }.map { .define($0.define) },
      linkerSettings: regex),
    .target(name: "Functions", dependencies: ["Columns", "CRegex"], swiftSettings: settings),
    .target(
      name: "Planning", dependencies: ["Columns", "Functions", "Language", "Sources"],
      swiftSettings: safe),
    .target(
      name: "Engines",
      dependencies: ["CADBC", "Columns", "Functions", "Language", "Planning", "Sources"],
      swiftSettings: settings),
    .target(
      name: "Analysis",
      dependencies: ["Columns", "Engines", "Forecasting", "Functions", "Language", "Planning"],
      swiftSettings: safe),
    .target(
      name: "CCompression", cSettings: defines(compression), linkerSettings: loading),
    .target(name: "CADBC", linkerSettings: loading),
    .target(name: "CScanning"),
    .target(name: "CWorkbook", cSettings: defines(workbooks), linkerSettings: loading),
    .target(
      name: "Sources",
      dependencies: [
        "CADBC", "CCompression", "Columns", "CScanning", "CWorkbook", "Functions", "Language",
      ],
      swiftSettings: settings + libraries.map { .define($0.define) }),
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
        "Columns", "Display", "Engines", "Functions", "Language", "Planning", "Sources",
        "Workspace",
      ],
      swiftSettings: safe),
    .target(name: "CMarkdown", cSettings: defines(markdown), linkerSettings: loading),
    .target(
      name: "Reports",
      dependencies: [
        "CMarkdown", "Columns", "Display", "Functions", "Language", "Planning", "Services",
        "Sources", "Workspace",
      ],
      swiftSettings: safe),
    .target(name: "CReadline", linkerSettings: loading),
    .target(
      name: "Shell",
      dependencies: [
        "Columns", "CReadline", "Display", "Engines", "Functions", "Language", "Planning",
        "Reports", "Services", "Sources", "Workspace",
      ],
      swiftSettings: safe),
    .target(name: "Forecasting", swiftSettings: safe),
    .executableTarget(
      name: "tiendo",
      dependencies: [
        "Display", "Language", "Shell", "Sources", "Workspace",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: safe),

    // Tests: a folder per target, and what they share.
    .target(
      name: "FuzzTargets",
      dependencies: [
        "Columns", "Functions", "Language", "Reports", "Services", "Sources", "TestSupport",
        "Workspace",
      ],
      path: "Tests/Fuzz/Targets", swiftSettings: settings),
    .target(name: "Faults", path: "Tests/Faults", linkerSettings: [.linkedLibrary("dl")]),
    .target(
      name: "TestSupport", dependencies: ["Columns"], path: "Tests/TestSupport",
      exclude: ["Databases"],
      swiftSettings: settings),
    .testTarget(
      name: "ColumnsTests", dependencies: ["Columns", "TestSupport"], swiftSettings: quick),
    .testTarget(
      name: "LanguageTests", dependencies: ["Language"], swiftSettings: quick),
    .testTarget(
      name: "FunctionsTests", dependencies: ["Columns", "Functions", "TestSupport"],
      swiftSettings: quick),
    .testTarget(
      name: "EnginesTests",
      dependencies: [
        "CADBC", "Columns", "Engines", "Forecasting", "Functions", "Language", "Planning",
        "Sources", "TestSupport",
      ],
      swiftSettings: settings),
    .testTarget(
      name: "DisplayTests", dependencies: ["Columns", "Display", "Language"],
      exclude: ["Goldens"], swiftSettings: quick),
    .testTarget(
      name: "PlanningTests", dependencies: ["Columns", "Language", "Planning"],
      swiftSettings: quick),
    .testTarget(
      name: "SourcesTests",
      dependencies: [
        "CCompression", "Columns", "CScanning", "Functions", "Language", "Sources", "TestSupport",
      ],
      exclude: ["Columnar", "Workbooks/Files"],
      swiftSettings: settings + libraries.map { .define($0.define) }),
    .testTarget(
      name: "ShellTests",
      dependencies: [
        "Columns", "Display", "Engines", "Language", "Planning", "Services", "Shell", "Sources",
        "TestSupport",
        "Workspace", "tiendo",
      ],
      exclude: ["Screens"], swiftSettings: quick),
    .testTarget(name: "FuzzTests", dependencies: ["FuzzTargets"], swiftSettings: quick),
    .testTarget(
      name: "AnalysisTests",
      dependencies: ["Analysis", "Columns", "Forecasting", "Functions", "Language"],
      swiftSettings: quick),
    .testTarget(
      name: "WorkspaceTests",
      dependencies: ["Columns", "Engines", "Language", "Sources", "TestSupport", "Workspace"],
      swiftSettings: quick),
    .testTarget(
      name: "ServicesTests", dependencies: ["Columns", "Language", "Services", "Workspace"],
      swiftSettings: quick),
    .testTarget(
      name: "ReportsTests",
      dependencies: ["Columns", "Language", "Reports", "Services", "TestSupport", "Workspace"],
      swiftSettings: quick),
    .testTarget(
      name: "QueryTests",
      dependencies: [
        "Analysis", "Columns", "Display", "Forecasting", "Functions", "Language", "Planning",
        "Services", "Sources", "TestSupport", "Workspace",
      ],
      exclude: ["Cases", "Databases"], swiftSettings: settings),
    .testTarget(
      name: "ForecastingTests", dependencies: ["Forecasting"], resources: [.copy("Resources")],
      swiftSettings: quick),
  ] + fuzzer).filter(isBuilt),
  cxxLanguageStandard: .cxx17
)
