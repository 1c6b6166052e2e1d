import Functions
package import Language

/// What is wrong with the tables that functions answer by.
package enum LookupMessages {
  package static func noCrosswalk(_ names: [String], at range: SourceRange) -> Diagnostic {
    Diagnostic(
      code: "E0534",
      Words(
        en:
          "this is no crosswalk: it needs text columns from and to (has \(BinderMessages.list(names)))",
        vi:
          "đây không phải bảng chuyển đổi: cần cột from và to kiểu text (có \(BinderMessages.list(names)))"
      ), at: range)
  }

  package static func badCrosswalk(_ problem: Crosswalk.Problem, at range: SourceRange)
    -> Diagnostic
  {
    switch problem {
    case .splits(let from, let to):
      return Diagnostic(
        code: "E0535",
        Words(
          en:
            "the crosswalk splits \(from) into \(to.joined(separator: " and ")); a share cannot be split back",
          vi:
            "bảng chuyển đổi tách \(from) thành \(to.joined(separator: " và ")); không thể tách ngược một tỷ lệ"
        ), at: range,
        fix: Words(
          en: "turn the crosswalk round, from the parts to \(from): that puts them together",
          vi: "hãy đảo chiều bảng chuyển đổi, từ các phần về \(from), để gộp chúng lại"))
    case .cycle(let path):
      return Diagnostic(
        code: "E0536",
        Words(
          en: "the crosswalk goes in a circle: \(path.joined(separator: " → "))",
          vi: "bảng chuyển đổi đi vòng tròn: \(path.joined(separator: " → "))"), at: range,
        fix: Words(
          en: "correct a row, or say when each change came: valid_from",
          vi: "sửa một dòng, hoặc ghi thời điểm của từng lần thay đổi: valid_from"))
    case .gap(let from):
      return Diagnostic(
        code: "E0537",
        Words(
          en: "the crosswalk does not say what \(from) became",
          vi: "bảng chuyển đổi không cho biết \(from) thành đơn vị nào"), at: range,
        fix: Words(
          en: "fill in the new unit, or leave the row out",
          vi: "điền đơn vị mới, hoặc bỏ dòng đó"))
    }
  }

  package static func unmatchedUnits(_ names: [String], at range: SourceRange) -> Diagnostic {
    let shown = names.prefix(12).joined(separator: ", ")
    let list = names.count > 12 ? shown + ", …" : shown
    return Diagnostic(
      .note, code: "N0205",
      Words(
        en: "neither the crosswalk nor the aliases know \(list); they stay as they are",
        vi: "bảng chuyển đổi và bảng tên khác không có \(list); giữ nguyên"), at: range)
  }

  package static func noNames(at range: SourceRange) -> Diagnostic {
    Diagnostic(
      code: "E0538",
      Words(
        en: "canonical needs a table `aliases` (alias, unit) or `units` (name), and there is none",
        vi: "canonical cần bảng `aliases` (alias, unit) hoặc `units` (name), nhưng không có"),
      at: range)
  }
}
