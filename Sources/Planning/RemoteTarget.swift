import Language
public import Sources

extension LogicalPlan.RemoteTarget {
  /// The option of an export into a table.
  public static let modeOption = OptionSpec(
    "mode", .word(Mode.allCases.map(\.rawValue)),
    Words(
      en:
        "What becomes of a table that is there: `create` (the usual one) refuses, `append` adds rows, `replace` drops it first; all in one transaction.",
      vi:
        "Xử lý bảng đã có: `create` (mặc định) từ chối, `append` thêm dòng, `replace` xóa bảng trước; tất cả trong một giao dịch."
    ), example: "replace")
}
