import Columns
package import Language
import Planning
package import Sources

extension Session {
  /// A file's error as a diagnostic at the place that named the file.
  package static func diagnostic(_ error: FileError, at range: SourceRange) -> Diagnostic {
    let english = error.words(vietnamese: false)
    let vietnamese = error.words(vietnamese: true)
    var place = ""
    if let line = error.line { place = "\(error.path):\(line): " }
    var placeVi = place
    if let column = error.column {
      place += "column `\(column)`: "
      placeVi += "cột `\(column)`: "
    }
    var labels: [Diagnostic.Label] = []
    if let excerpt = error.excerpt {
      let shown = error.line.map { "\($0): \(excerpt)" } ?? excerpt
      labels.append(.init(range, Words(en: shown, vi: shown)))
    }
    if case .notFound = error.kind, let near = Folder.nearest(to: error.path) {
      return Diagnostic(
        code: "E0710", Words(en: english.message, vi: vietnamese.message), at: range,
        fix: Words.didYouMean(SyntaxText.quoted(near)),
        replacement: SyntaxText.quoted(near))
    }
    var code = "E0710"
    if case .outside = error.kind { code = "E0730" }
    return Diagnostic(
      code: code,
      Words(en: place + english.message, vi: placeVi + vietnamese.message), at: range,
      labels: labels,
      fix: english.advice.map { Words(en: $0, vi: vietnamese.advice ?? $0) })
  }

  /// An error that no part of the program foresaw.
  package static func unforeseen(_ error: any Error, at range: SourceRange) -> Diagnostic {
    Diagnostic(
      code: "E0699",
      Words(
        en: "the program did not foresee this: \(error)",
        vi: "chương trình chưa lường trước lỗi này: \(error)"), at: range,
      fix: Words(
        en: "please report it with the query and, if you can, the data",
        vi: "xin báo lại kèm truy vấn và, nếu được, dữ liệu"))
  }

  static func diagnostic(_ failure: AssertionFailure) -> Diagnostic {
    let what = failure.message.map { ": \($0)" } ?? ""
    return Diagnostic(
      code: "E0680",
      Words(
        en: "assertion failed\(what) (\(failure.failed) of \(failure.total) rows)",
        vi: "điều kiện kiểm tra không đạt\(what) (\(failure.failed) trên \(failure.total) dòng)"),
      at: failure.range)
  }

  static func diagnostic(_ failure: MemoryLimitExceeded, at range: SourceRange) -> Diagnostic {
    if failure.limit == .max {
      return Diagnostic(
        code: "E0610",
        Words(
          en:
            "this needs \(failure.requested >> 20) MiB more than the \(failure.used >> 20) in use, which the system does not give",
          vi:
            "cần thêm \(failure.requested >> 20) MiB ngoài \(failure.used >> 20) MiB đang dùng, nhưng hệ thống không cấp"
        ), at: range,
        fix: Words(
          en: "name fewer columns or rows", vi: "dùng ít cột hoặc ít dòng hơn"))
    }
    return Diagnostic(
      code: "E0610",
      Words(
        en: "this needs more memory than the limit of \(failure.limit >> 20) MiB",
        vi: "cần nhiều bộ nhớ hơn giới hạn \(failure.limit >> 20) MiB"), at: range,
      fix: Words(
        en: "name fewer columns, or raise the limit: set memory 8GB",
        vi: "dùng ít cột hơn, hoặc tăng giới hạn: set memory 8GB"))
  }
}

enum BinderMessagesForSession {
  static func constantWanted(at range: SourceRange) -> Diagnostic {
    Diagnostic(
      code: "E0512",
      Words(en: "a constant is needed here", vi: "ở đây cần một hằng số"), at: range)
  }
}
