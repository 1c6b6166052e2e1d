import Language
import Services
import Workspace

extension Presenter {
  /// Shows what a check found, and where columns are known only from the data; gives the status that
  /// the check ends with.
  func show(_ report: Checker.Report, in source: SourceText) -> ExitStatus {
    show(report.diagnostics, in: source)
    for range in report.open {
      let line = source.position(of: range.start).line
      say(
        Words(
          en: "\(source.name):\(line): columns known only from the data",
          vi: "\(source.name):\(line): có cột chỉ biết khi có dữ liệu"))
    }
    return report.diagnostics.hasErrors ? .queryFailed : .success
  }
}
