import Columns
import Functions
import Language
import Planning
import Workspace

/// What can stand inside a step: columns, clauses, functions, signs.
extension Completer {
  // MARK: Operands

  func operands(_ place: CursorPlace, _ wanted: Bool, _ deadline: Double) -> [Offer] {
    let verb = place.verb ?? ""
    if let names = spacedNames(place, deadline) { return names }
    let clauses = StepWords.clauses(of: verb).filter { clause in
      // `status column` and `status map source` may stand side by side.
      let first =
        clause == "status map"
        ? "map" : clause.split(separator: " ").first.map(String.init) ?? clause
      return StepWords.operators.contains(clause) || !place.words.contains(first)
    }.map { clause -> Offer in
      Offer(clause.hasSuffix("=") ? clause : clause + " ", word: clause)
    }
    // `type float` stands for all columns of that type.
    let takesTypes = wanted && !StepWords.choices(after: "type", in: verb).isEmpty
    let type =
      takesTypes
      ? [Offer("type ", word: "type", own(Words(en: "columns of a type", vi: "cột theo kiểu")))]
      : []
    let changes = changes(place, besides: clauses) + type
    if !wanted, place.hasComparison { return conditionEnd }
    if !wanted, place.column != nil {
      let words = clauses.filter { !["and", "or"].contains($0.word) }
      return comparisons(place, deadline) + words
    }
    if !wanted, place.wantsTimes { return times(place, deadline) }
    guard wanted else { return clauses + changes }
    let columns = self.columns(place, deadline)
    if place.quote == "`" { return columns }
    // What a key says of its nulls stands behind the key.
    let afterVerb = clauses.filter {
      !StepWords.operators.contains($0.word) && !$0.word.hasPrefix("nulls")
    }
    if place.isAssigned, place.typed.isEmpty {
      let isGrouping = ["group", "aggregate"].contains(verb)
      return isGrouping
        ? aggregates
        : grouped(columns, Words(en: "columns", vi: "cột"))
          + grouped(functions, Words(en: "functions", vi: "hàm"))
    }
    // Two hundred functions are no list to choose from: they come with their first letter.
    let functions = place.typed.isEmpty && !columns.isEmpty ? [] : self.functions
    let times = place.wantsTimes ? self.times(place, deadline) : []
    return grouped(times, Words(en: "times", vi: "thời gian"))
      + grouped(columns, Words(en: "columns", vi: "cột"))
      + grouped(afterVerb + changes, Words(en: "clauses", vi: "mệnh đề"))
      + grouped(functions, Words(en: "functions", vi: "hàm"))
  }

  private func columns(_ place: CursorPlace, _ deadline: Double) -> [Offer] {
    fields(place.pipeline, deadline).map { field in
      Offer(
        SyntaxText.name(field.name), word: field.name,
        field.typeName + (field.unit.map { " (\($0))" } ?? ""))
    }
  }

  /// Columns of whose names more than the last word was typed, as they stand; nil where there are none.
  private func spacedNames(_ place: CursorPlace, _ deadline: Double) -> [Offer]? {
    guard let earlier = place.earlier else { return nil }
    let typed = TextFold.fold(earlier.typed)
    let whole = columns(place, deadline).filter { TextFold.fold($0.word).hasPrefix(typed) }
    return whole.isEmpty
      ? nil : whole.map { Offer($0.text, word: $0.word, $0.about, start: earlier.start) }
  }

  /// What may follow a condition that is whole.
  private var conditionEnd: [Offer] {
    [
      Offer("and ", word: "and", own(Words(en: "both must hold", vi: "cả hai phải đúng"))),
      Offer("or ", word: "or", own(Words(en: "either may hold", vi: "một trong hai đúng"))),
      Offer("| ", word: "|", own(Words(en: "the next step", vi: "bước tiếp theo"))),
    ]
  }

  /// What may follow a column in a condition, by its type.
  private func comparisons(_ place: CursorPlace, _ deadline: Double) -> [Offer] {
    guard let name = place.column else { return [] }
    let field = fields(place.pipeline, deadline).first {
      $0.name == name || $0.name.lowercased() == name.lowercased()
    }
    guard let field else { return [] }
    let signs: [(sign: String, about: Words)]
    switch field.type {
    case .text:
      signs = [
        ("== ", Words(en: "is exactly", vi: "đúng bằng")), ("!= ", Words(en: "is not", vi: "khác")),
        (
          "~ ",
          Words(
            en: "contains, whatever case and diacritics", vi: "chứa, không kể hoa thường và dấu")
        ),
      ]
    case .bool: signs = []
    default:
      signs = [
        ("== ", Words(en: "equals", vi: "bằng")), ("!= ", Words(en: "is not", vi: "khác")),
        ("< ", Words(en: "less than", vi: "nhỏ hơn")),
        ("<= ", Words(en: "at most", vi: "không quá")),
        ("> ", Words(en: "more than", vi: "lớn hơn")),
        (">= ", Words(en: "at least", vi: "ít nhất")),
      ]
    }
    return signs.map { Offer($0.sign, word: $0.sign, own($0.about)) }
  }

  /// The times that can be compared, the newest first.
  private func times(_ place: CursorPlace, _ deadline: Double) -> [Offer] {
    guard let staged = staged(place.pipeline, deadline) else { return [] }
    let named = place.words.subtracting(["compare"])
    let time =
      staged.plan.fields.first { named.contains($0.name.lowercased()) }?.name
      ?? staged.bound.info?.roles["time"]
      ?? staged.plan.fields.first { $0.name.lowercased() == "year" && $0.type == .int }?.name
    guard let time else { return [] }
    return valueTexts(of: time, place.pipeline, deadline).reversed().map { Offer($0, word: $0) }
  }

  private var aggregates: [Offer] {
    Aggregate.allCases.map { aggregate in
      Offer(aggregate.rawValue + "(", word: aggregate.rawValue, aggregate.help.signature)
    }
  }

  /// What a scenario can be made of, behind `=`, `then` and the like.
  private func changes(_ place: CursorPlace, besides clauses: [Offer]) -> [Offer] {
    guard place.verb == "whatif" else { return [] }
    let known = Set(clauses.map(\.word))
    return (StepWords.changes + ["then"]).filter { !known.contains($0) }
      .map { Offer($0 + " ", word: $0) }
  }

  private var functions: [Offer] {
    KnownFunctions.names.compactMap { name in
      guard let (own, help) = KnownFunctions.named(name) else { return nil }
      return Offer(own + "(", word: own, help.signature)
    }
      + session.functions.values.sorted { $0.name < $1.name }.map { function in
        let parameters = function.parameters.map(\.text).joined(separator: ", ")
        return Offer(function.name + "(", word: function.name, "\(function.name)(\(parameters))")
      }
  }
}
