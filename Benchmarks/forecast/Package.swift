// swift-tools-version: 6.2
import PackageDescription

// Scores the forecasts on competition series. `Sources/Forecasting` is a link to the library's own
// sources, so that this builds without the rest.
let settings: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("MemberImportVisibility"),
]

let package = Package(
  name: "forecast-benchmark",
  targets: [
    .target(name: "Forecasting", swiftSettings: settings),
    .executableTarget(name: "score", dependencies: ["Forecasting"], swiftSettings: settings),
  ]
)
