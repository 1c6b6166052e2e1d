/// The version, as in the changelog.
enum Version {
  static let text = "0.1.0"
}
