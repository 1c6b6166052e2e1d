import Columns
import Engines
import Forecasting
import Language
import Planning

/// What analysis steps have to say of the data they met, in words.
enum AnalysisNotes {
  static func lastCounts(
    _ count: Int, _ layout: ObservationLayout, _ range: SourceRange, _ context: QueryContext
  ) {
    context.note(
      "N0420",
      "\(count) older \(count == 1 ? "observation" : "observations") of a unit in one period left out; the last counts",
      "bỏ qua \(count) quan sát cũ hơn trong cùng kỳ của một đơn vị; lấy quan sát cuối", at: range)
  }

  static func repeated(_ count: Int, _ range: SourceRange, _ context: QueryContext) {
    context.note(
      "N0421",
      "\(count) \(count == 1 ? "observation occurs" : "observations occur") twice with the same value; counted once",
      "\(count) quan sát lặp lại với cùng giá trị; chỉ tính một lần", at: range)
  }

  static func totalZero(_ count: Int, _ item: String, _ range: SourceRange, _ context: QueryContext)
  {
    context.note(
      "N0422", "\(count) \(RunNotes.rows(count)) with a total of zero: \(item) is null there",
      "\(count) dòng có tổng bằng 0: \(item) là null ở đó", at: range)
  }

  static func averaged(
    _ item: String, byWeight: Bool, _ range: SourceRange, _ context: QueryContext
  ) {
    if byWeight {
      context.note(
        "N0423", "\(item) of units put together is their mean, weighted",
        "\(item) của các đơn vị gộp lại là trung bình có trọng số", at: range)
    } else {
      context.note(
        "N0423",
        "\(item) of units put together is their plain mean; weight column weighs it",
        "\(item) của các đơn vị gộp lại là trung bình cộng; dùng weight cột để có trọng số",
        at: range)
    }
  }

  static func methodChanged(
    _ what: [String], _ range: SourceRange, _ context: QueryContext
  ) {
    let list = what.prefix(6).joined(separator: "; ")
    context.note(
      "N0424",
      "the method changed between the times: \(list); flagged break, and since cuts it",
      "phương pháp thay đổi giữa các thời điểm: \(list); có cờ break, dùng since để cắt", at: range)
  }

  /// - Parameter units: units with those that were merged into them.
  static func merged(_ units: [String], _ range: SourceRange, _ context: QueryContext) {
    let list = units.prefix(6).joined(separator: "; ") + (units.count > 6 ? "; …" : "")
    context.note(
      Diagnostic(
        .note, code: "N0456",
        Words(
          en:
            "units were merged between the times, so that one name stands for two different units: \(list); flagged break, without a change",
          vi:
            "các đơn vị đã sáp nhập giữa các thời điểm, một tên chỉ hai đơn vị khác nhau: \(list); có cờ break, không tính thay đổi"
        ), at: range,
        fix: Words(
          en: "`through crosswalk` compares the units as they are now",
          vi: "`through crosswalk` so sánh theo đơn vị hiện nay")))
  }

  static func rankedUnitsDiffer(_ range: SourceRange, _ context: QueryContext) {
    context.note(
      "N0425",
      "the number of ranked units differs between the times (n_ranked_…): ranks are not of one scale",
      "số đơn vị được xếp hạng khác nhau giữa các thời điểm (n_ranked_…): thứ hạng không cùng thang",
      at: range)
  }

  static func bounded(_ count: Int, _ range: SourceRange, _ context: QueryContext) {
    context.note(
      "N0426",
      "\(count) \(RunNotes.rows(count)) with published bounds (>, <, ~): the change is a bound, or null",
      "\(count) dòng chỉ công bố cận (>, <, ~): thay đổi là một cận, hoặc null", at: range)
  }

  static func unbounded(
    _ item: String, isShareLike: Bool, _ range: SourceRange, _ context: QueryContext
  ) {
    if isShareLike {
      context.note(
        "N0428",
        "\(item) has no known ceiling and is projected as a level, yet all its values and a target lie between 0 and 100: if it is a score or a share, say ceiling 100",
        "không biết trần của \(item), dự báo như một mức không giới hạn, dù mọi giá trị và mục tiêu nằm trong 0–100: nếu là điểm hoặc tỷ lệ, ghi ceiling 100",
        at: range)
      return
    }
    context.note(
      "N0428",
      "\(item) has no known ceiling and is projected as a level: say ceiling 100 if it is a score or a share",
      "không biết trần của \(item), dự báo như một mức không giới hạn: ghi ceiling 100 nếu là điểm hoặc tỷ lệ",
      at: range)
  }

  static func unitsDiffer(_ targets: [String], _ range: SourceRange, _ context: QueryContext) {
    let list = targets.prefix(5).joined(separator: "; ") + (targets.count > 5 ? "; …" : "")
    context.note(
      "N0429", "targets in another unit of measure left out: \(list)",
      "bỏ qua mục tiêu có đơn vị đo khác: \(list)", at: range)
  }

  static func withoutTarget(_ series: [String], _ range: SourceRange, _ context: QueryContext) {
    let list = series.prefix(6).joined(separator: "; ") + (series.count > 6 ? "; …" : "")
    context.note(
      "N0430", "no target speaks of \(series.count) series: \(list)",
      "\(series.count) chuỗi không có mục tiêu: \(list)", at: range)
  }

  static func withoutTime(_ count: Int, _ range: SourceRange, _ context: QueryContext) {
    context.note(
      "N0432", "\(count) \(RunNotes.rows(count)) without a time left out",
      "bỏ qua \(count) dòng không có thời gian", at: range)
  }

  static func alone(_ range: SourceRange, _ context: QueryContext) {
    context.note(
      "N0433",
      "a unit alone borrows nothing from its peers: project first and filter afterwards to use them",
      "một đơn vị đứng riêng không dùng được thông tin của các đơn vị khác: hãy project trước rồi mới lọc",
      at: range)
  }

  static func scenarioBase(_ base: ScenarioBase, _ range: SourceRange, _ context: QueryContext) {
    switch base {
    case .forecast:
      context.note(
        "N0434", "base: the forecast's median", "base: trung vị của dự báo", at: range)
    case .flat:
      context.note("N0434", "base: no change", "base: không thay đổi", at: range)
    case .hold:
      context.note(
        "N0434",
        "base: the observed pace held on a straight line, capped; base forecast takes the forecast",
        "base: giữ tốc độ đã quan sát theo đường thẳng, có trần; base forecast lấy dự báo",
        at: range)
    }
  }

  static func nobodyChosen(_ scenario: String, _ range: SourceRange, _ context: QueryContext) {
    context.note(
      "N0435", "\(scenario): no unit fits the condition after for",
      "\(scenario): không có đơn vị nào thỏa điều kiện sau for", at: range)
  }

  static func doneUnknown(_ range: SourceRange, _ context: QueryContext) {
    context.note(
      "N0437", "nothing here says what is done: every task past its day counts as overdue",
      "không có thông tin việc nào đã xong: mọi việc quá hạn được tính là overdue", at: range)
  }

  static func partsDiffer(_ count: Int, _ range: SourceRange, _ context: QueryContext) {
    context.note(
      "N0438",
      "in \(count) \(count == 1 ? "row" : "rows") the published parts are not the published total; the total stands",
      "ở \(count) dòng các phần công bố không bằng tổng công bố; giữ tổng đã công bố", at: range)
  }

  static func cutAtBreak(_ count: Int, _ range: SourceRange, _ context: QueryContext) {
    context.note(
      "N0439",
      "\(count) older \(count == 1 ? "observation" : "observations") by another method left out: a series does not go across a break",
      "bỏ qua \(count) quan sát cũ theo phương pháp khác: một chuỗi không nối qua chỗ đổi phương pháp",
      at: range)
  }

  static func assumedStart(_ range: SourceRange, _ context: QueryContext) {
    context.note(
      "N0431", "the origin is an assumption, not an observation: paces rest on it",
      "điểm gốc (origin) là giả định, không phải quan sát: tốc độ dựa vào nó", at: range)
  }

  static func notDecomposed(_ count: Int, _ range: SourceRange, _ context: QueryContext) {
    context.note(
      "N0427",
      "\(count) \(RunNotes.rows(count)) without numerator and denominator left out of the decomposition",
      "bỏ \(count) dòng không có tử số và mẫu số khỏi phép phân rã", at: range)
  }
}

/// What stops an analysis step, in words.
enum AnalysisFailures {
  static func conflict(
    _ table: Table, _ layout: ObservationLayout, _ one: Int, _ other: Int, at range: SourceRange
  ) -> Diagnostic {
    let unit = (0..<(layout.keys.count + layout.nativeCount)).map {
      table.columns[$0][one].plainText
    }
    let time = layout.time.map { table.columns[$0][one].plainText }
    let place = (unit + (time.map { [$0] } ?? [])).joined(separator: ", ")
    func values(_ row: Int) -> String {
      layout.items.flatMap { item in
        [item.value, item.part, item.whole].compactMap { $0 }.map {
          table.columns[$0][row].isNull ? "∅" : table.columns[$0][row].plainText
        }
      }.joined(separator: " / ")
    }
    return Diagnostic(
      code: "E0631",
      Words(
        en: "two observations of \(place) differ: \(values(one)) and \(values(other))",
        vi: "hai quan sát của \(place) khác nhau: \(values(one)) và \(values(other))"), at: range,
      fix: Words(
        en:
          "filter them apart, add the key that tells them apart to by, or say duplicates last|mean|sum",
        vi: "lọc riêng, thêm khóa phân biệt vào by, hoặc ghi duplicates last|mean|sum"))
  }

  static func missingTime(_ time: ComparedTime, _ known: [String]) -> Diagnostic {
    let shown = known.count > 16 ? Array(known.prefix(8)) + ["…"] + known.suffix(7) : known
    return Diagnostic(
      code: "E0630",
      Words(
        en: "there is no observation in \(time.label)",
        vi: "không có quan sát nào trong \(time.label)"), at: time.range,
      fix: shown.isEmpty
        ? Words(
          en:
            "no row has a time that can be read: a column of texts needs a year or a day first, as in \(SyntaxText.code("derive year = int(right(name, 4))"))",
          vi:
            "không dòng nào có thời gian đọc được: cột văn bản cần đổi thành năm hoặc ngày trước, ví dụ \(SyntaxText.code("derive nam = int(right(ten, 4))"))"
        )
        : Words(
          en: "the times are \(shown.joined(separator: ", "))",
          vi: "các thời điểm có: \(shown.joined(separator: ", "))"))
  }

  /// Times such as the months 1 to 12, beside a year asked for.
  static func timesWithoutYear(_ first: Int64, _ last: Int64, _ far: ComparedTime) -> Diagnostic {
    let code = "derive t = period_end(concat(month, \"/2024\"))"
    return Diagnostic(
      code: "E0638",
      Words(
        en:
          "the times of the data are \(first) to \(last), which are no years, and \(far.label) is one",
        vi:
          "thời gian trong dữ liệu từ \(first) đến \(last), không phải năm, còn \(far.label) là năm"
      ),
      at: far.range,
      fix: Words(
        en: "make days of months, as in \(SyntaxText.code(code)), and ask for such times",
        vi: "đổi tháng thành ngày, ví dụ \(SyntaxText.code(code)), rồi hỏi theo thời gian đó"))
  }

  /// A time that cannot be counted in years.
  static func noCalendarTime(_ time: Int64, isYear: Bool, at range: SourceRange) -> Diagnostic {
    let text = isYear ? "\(time)" : Calendar.text(date: Int(time))
    let code = isYear ? "where year between 1 and 9999" : "where date between @0001 and @9999"
    return Diagnostic(
      code: "E0638",
      Words(
        en: "there is an observation in \(text); a projection counts in the years 1 to 9999",
        vi: "có quan sát ở thời điểm \(text); phép dự báo chỉ tính trong các năm 1 đến 9999"),
      at: range,
      fix: Words(
        en: "leave such rows out, as in \(SyntaxText.code(code))",
        vi: "bỏ các dòng đó, ví dụ \(SyntaxText.code(code))"))
  }

  static func noUnits(at range: SourceRange) -> Diagnostic {
    Diagnostic(
      code: "E0633",
      Words(
        en: "a decomposition needs units among the keys: they are what the whole is made of",
        vi: "phép phân rã cần đơn vị trong các khóa: tổng thể gồm các đơn vị đó"), at: range,
      fix: Words(en: "add them after by", vi: "thêm chúng sau by"))
  }

  static func noParts(_ item: String, at range: SourceRange) -> Diagnostic {
    Diagnostic(
      code: "E0632",
      Words(
        en: "\(item) cannot be decomposed: its numerator and denominator are not known",
        vi: "không phân rã được \(item): không biết tử số và mẫu số"), at: range,
      fix: Words(
        en: "decompose rate(covered, total), weighted_avg(x, w), avg(x) or the dataset's measure",
        vi: "phân rã rate(covered, total), weighted_avg(x, w), avg(x) hoặc thước đo của dữ liệu"))
  }
}
