package import Columns

/// How the columns that the analyses make are shown: labels in both languages, digits, and the words
/// of their texts. Their names and values stay as queries and files have them.
package enum ColumnLooks {
  /// One column by its name; one that ends in `<t>` stands for all that begin so.
  package struct Entry: Sendable {
    package let name: String
    package let look: Look

    init(
      _ name: String, _ en: String, _ vi: String, _ digits: Look.Digits? = nil,
      _ vocabulary: Vocabulary? = nil
    ) {
      self.name = name
      look = Look(label: Remark(en: en, vi: vi), digits: digits, vocabulary: vocabulary)
    }
  }

  package static let all: [Entry] = compare + project + targets + whatif + progress + remarks

  private static let compare: [Entry] = [
    Entry("change", "Change", "Thay đổi"),
    Entry("change_<t>", "Change {}", "Thay đổi {}"),
    Entry("change_pct", "Change", "Thay đổi", .upTo(2)),
    Entry("change_qualifier", "Change is", "Thay đổi là"),
    Entry("qualifier_<t>", "Qualifier {}", "Mức chắc chắn {}"),
    Entry("rank_<t>", "Rank {}", "Hạng {}"),
    Entry("rank_change", "Places gained", "Tăng hạng"),
    Entry("n_ranked_<t>", "Ranked {}", "Số xếp hạng {}"),
    Entry("own_change", "Own change", "Thay đổi riêng", .upTo(2)),
    Entry("mix_change", "Change of the mix", "Thay đổi do cơ cấu", .upTo(2)),
    Entry("flag", "Flag", "Lưu ý", nil, Vocabularies.comparisonFlags),
    Entry("item", "Item", "Đại lượng"),
  ]

  private static let project: [Entry] = [
    Entry("time", "Time", "Thời điểm"),
    Entry("method", "Method", "Phương pháp"),
    Entry("n", "Observations", "Số quan sát"),
    Entry("last_time", "Last observed", "Quan sát cuối"),
    Entry("last", "Last value", "Giá trị cuối"),
    Entry("at_pace", "At this pace", "Theo tốc độ hiện nay"),
    Entry("expected", "Forecast", "Dự báo"),
    Entry("low", "Forecast from", "Dự báo từ"),
    Entry("high", "Forecast to", "Dự báo đến"),
    Entry("expected_rank", "Rank forecast", "Thứ hạng dự báo", .upTo(0)),
    Entry("rank_low", "Rank from", "Thứ hạng từ"),
    Entry("rank_high", "Rank to", "Thứ hạng đến"),
    Entry("span", "Years of data", "Số năm dữ liệu", .upTo(1)),
    Entry("weight", "Weight of own trend", "Phần xu hướng riêng", .upTo(2)),
    Entry("peers", "Peers", "Số đơn vị so sánh"),
    Entry("naive", "Without change", "Nếu giữ nguyên"),
  ]

  private static let targets: [Entry] = [
    Entry("series", "Indicator of the target", "Chỉ tiêu của mục tiêu"),
    Entry("document", "Document", "Văn bản"),
    Entry("year", "Year", "Năm"),
    Entry("comparison", "Comparison", "So sánh"),
    Entry("target", "Target", "Mục tiêu"),
    Entry("as_of", "As of", "Ngày chốt số liệu"),
    Entry("value", "Value", "Giá trị"),
    Entry("gap", "Gap", "Còn thiếu"),
    Entry("gap_items", "Gap in people or things", "Còn thiếu (người, việc)"),
    Entry("actual_pace", "Pace so far", "Tốc độ đã đạt", .significant(2)),
    Entry("required_pace", "Pace needed", "Tốc độ cần có", .significant(2)),
    Entry("pace_per", "Pace per", "Tốc độ tính theo", nil, Vocabularies.spans),
    Entry("pace_ratio", "Way against time", "Đường đi so với thời gian", .upTo(2)),
    Entry("forward_ratio", "Pace against need", "Tốc độ so với mức cần", .upTo(2)),
    Entry("p_attain", "Chance", "Xác suất đạt", .probability),
    Entry("attained_in", "Attained in", "Năm đạt", nil, Vocabularies.attainment),
    Entry("status", "Status", "Đánh giá", nil, Vocabularies.statuses),
    Entry("status_ratio", "Ratio of the rule", "Tỷ số của quy tắc", .upTo(2)),
  ]

  private static let whatif: [Entry] = [
    Entry("scenario", "Scenario", "Kịch bản", nil, Vocabularies.scenarios),
    Entry("vs_base", "Against base", "So với kịch bản cơ sở"),
    Entry("items", "More people or things", "Số tăng thêm (người, việc)"),
    Entry("pace", "Pace", "Tốc độ", .significant(2)),
    Entry("own_pace_ratio", "Against own pace", "So với tốc độ của mình", .upTo(2)),
    Entry("pace_percentile", "Place among paces", "Vị trí trong các tốc độ", .upTo(0)),
    Entry("p10", "10 % lie below", "10 % thấp hơn"),
    Entry("p90", "90 % lie below", "90 % thấp hơn"),
    Entry("solved", "Solved for", "Nghiệm tìm được", .significant(3)),
    Entry("binding", "Held back by", "Bị chặn bởi", nil, Vocabularies.bindings),
  ]

  private static let progress: [Entry] = [
    Entry("total", "Total", "Tổng số"),
    Entry("closable", "Closable", "Có thể hoàn thành"),
    Entry("done", "Done", "Đã hoàn thành"),
    Entry("done_late", "Done late", "Hoàn thành quá hạn"),
    Entry("in_progress", "In progress", "Đang thực hiện"),
    Entry("recurring", "Recurring", "Thường xuyên"),
    Entry("not_started", "Not started", "Chưa bắt đầu"),
    Entry("on_hold", "On hold", "Tạm dừng"),
    Entry("cancelled", "Cancelled", "Đã hủy"),
    Entry("unknown", "Unknown", "Chưa xác định"),
    Entry("overdue", "Overdue", "Quá hạn"),
    Entry("due_30d", "Due in 30 days", "Đến hạn trong 30 ngày"),
    Entry("done_pct", "Done", "Tỷ lệ hoàn thành", .upTo(2)),
    Entry("done_pct_all", "Done of all", "Tỷ lệ trên tất cả", .upTo(2)),
    Entry("period", "Period", "Kỳ", nil, Vocabularies.spans),
    Entry("remaining", "Remaining", "Còn lại"),
    Entry("throughput", "Done a period", "Xong mỗi kỳ", .significant(2)),
    Entry("all_done_p<t>", "All done, {} % sure", "Xong hết, chắc {} %", nil, Vocabularies.dates),
    Entry("done_p<t>", "Done by then, {} % sure", "Xong đến lúc đó, chắc {} %"),
    Entry("share_p50", "Share done by then", "Tỷ lệ xong đến lúc đó", .upTo(1)),
    Entry("p_all_done", "Chance of all", "Xác suất xong hết", .probability),
    Entry("required", "Needed a period", "Cần xong mỗi kỳ"),
  ]

  private static let remarks: [Entry] = [
    Entry("flags", "Flags", "Lưu ý", nil, Vocabularies.flags),
    Entry("note", "Note", "Ghi chú", nil, RowPhrases.vocabulary),
  ]

  private static let byName = Dictionary(
    all.map { ($0.name, $0.look) }, uniquingKeysWith: { first, _ in first })
  /// Those whose names end in what only the data tell, the longest beginnings first.
  private static let patterns = all.filter { $0.name.hasSuffix("<t>") }
    .map { (start: String($0.name.dropLast(3)), look: $0.look) }
    .sorted { $0.start.count > $1.start.count }

  /// How a column of this name is shown where an analysis made it; nil where none makes such.
  static func look(_ name: String) -> Look? {
    if let known = byName[name] { return known }
    guard let found = patterns.first(where: { name.hasPrefix($0.start) }) else { return nil }
    let end = String(name.dropFirst(found.start.count))
    guard !end.isEmpty else { return nil }
    var look = found.look
    look.label = look.label.map {
      Remark(
        en: $0.en.replacing("{}", with: end), vi: $0.vi.replacing("{}", with: end))
    }
    return look
  }

  /// The look of a column that an analysis makes, with what is known of it already.
  static func completed(_ field: Field) -> Field {
    guard let known = look(field.name) else { return field }
    var field = field
    field.look.label = field.look.label ?? known.label
    field.look.digits = field.look.digits ?? known.digits
    field.look.vocabulary = field.look.vocabulary ?? known.vocabulary
    return field
  }

  /// Words for what is compared where the query gave it no name of its own.
  package static let items: [String: Remark] = [
    "value": Remark(en: "Value", vi: "Giá trị"), "rate": Remark(en: "Rate", vi: "Tỷ lệ"),
    "count": Remark(en: "Count", vi: "Số lượng"), "covered": Remark(en: "Covered", vi: "Số đạt"),
    "total": Remark(en: "Total", vi: "Tổng số"),
  ]

  /// The look of what is compared, at one time: a long name of the only item leaves no room for the
  /// time, which is what tells its columns apart.
  ///
  /// - Parameter own: the look that the item has already.
  static func item(_ name: String, _ own: Look, _ time: String, isOnly: Bool) -> Look {
    let known = (own.label ?? items[name])
      .map { Remark(en: "\($0.en) \(time)", vi: "\($0.vi) \(time)") }
    return Look(
      label: known ?? (isOnly && name.count > 12 ? Remark(en: time, vi: time) : nil),
      digits: own.digits)
  }

  /// The look of what `compare` makes of one of several items: `Rate: change`, `Covered: rank 2024`.
  ///
  /// - Parameters:
  ///   - column: the column as it is called where there is only one item, as `rank_2024`.
  ///   - item: the name of the item.
  ///   - called: its label, where it has one.
  static func part(_ column: String, of item: String, called: Remark?) -> Look {
    guard let known = look(column), let label = known.label else { return Look() }
    let own = called ?? items[item] ?? Remark(en: Field.spelled(item), vi: Field.spelled(item))
    func within(_ text: String) -> String { text.prefix(1).lowercased() + text.dropFirst() }
    return Look(
      label: Remark(en: "\(own.en): \(within(label.en))", vi: "\(own.vi): \(within(label.vi))"),
      digits: known.digits, vocabulary: known.vocabulary)
  }

  /// The ends of a forecast's interval at a level: `Khoảng dự báo 80 %, từ`.
  static func interval(_ level: Double, isLow: Bool) -> Look {
    let share = Value.double((level * 1000).rounded() / 10)
    let percent = NumberLook([share], of: Field("", .float), for: .english).text(share) ?? ""
    return Look(
      label: isLow
        ? Remark(en: "\(percent) % interval from", vi: "Khoảng dự báo \(percent) %, từ")
        : Remark(en: "\(percent) % interval to", vi: "Khoảng dự báo \(percent) %, đến"))
  }
}
