// swift-tools-version: 6.2
import PackageDescription

// The benchmark's data, made by a program that needs nothing but a Swift toolchain.
let package = Package(
  name: "benchmarks",
  targets: [
    .executableTarget(
      name: "generate",
      swiftSettings: [
        .swiftLanguageMode(.v6),
        .enableUpcomingFeature("ExistentialAny"),
        .enableUpcomingFeature("MemberImportVisibility"),
      ])
  ]
)
