/// What the catalogue says of a table beyond its columns.
public struct DatasetInfo: Sendable, Hashable {
  /// `index`, `coverage`, `tasks`, `targets`, `crosswalk` or another word of the catalogue's.
  public var kind: String?
  /// Which column plays which role: `entity`, `series`, `time`, `value`, `covered`, `total` …
  public var roles: [String: String]
  /// A short title in English and in Vietnamese.
  public var title: String?
  public var titleVi: String?

  public init(
    kind: String? = nil, roles: [String: String] = [:], title: String? = nil,
    titleVi: String? = nil
  ) {
    self.kind = kind
    self.roles = roles
    self.title = title
    self.titleVi = titleVi
  }
}
