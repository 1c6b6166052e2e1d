extension Expected {
  var words: Words {
    switch self {
    case .expression: Words(en: "a value or a column", vi: "một giá trị hoặc cột")
    case .source:
      Words(en: "a table or a file in quotes", vi: "một bảng hoặc tệp trong dấu nháy")
    case .stepName: Words(en: "the name of a step", vi: "tên của một bước")
    case .name: Words(en: "a name", vi: "một tên")
    case .newName: Words(en: "a name to give", vi: "một tên để đặt")
    case .columnName: Words(en: "a column", vi: "một cột")
    case .path: Words(en: "a path in quotes", vi: "một đường dẫn trong dấu nháy")
    case .text: Words(en: "a text in quotes", vi: "một đoạn chữ trong dấu nháy")
    case .sign(let sign): Words(en: "`\(sign)`", vi: "dấu `\(sign)`")
    case .word(let word): Words(en: "`\(word)`", vi: "`\(word)`")
    case .closing(let sign): Words(en: "`,` or `\(sign)`", vi: "dấu `,` hoặc `\(sign)`")
    case .endOfStep: Words(en: "`|` or the end", vi: "dấu `|` hoặc hết câu")
    case .endOfItem: Words(en: "`,`, `|` or the end", vi: "dấu `,`, `|` hoặc hết câu")
    case .endOfStatement: Words(en: "the end of the statement", vi: "hết câu lệnh")
    case .commaOrColon: Words(en: "`,` or `:`", vi: "dấu `,` hoặc `:`")
    case .time:
      Words(
        en: "a time, such as `2030` or `@2025Q1`", vi: "một thời điểm, như `2030` hay `@2025Q1`")
    case .optionValue: Words(en: "a value", vi: "một giá trị")
    case .amount: Words(en: "a number", vi: "một số")
    case .changeOperator: Words(en: "`*`, `+`, `-` or `=`", vi: "`*`, `+`, `-` hoặc `=`")
    case .unitName: Words(en: "a unit's name in quotes", vi: "tên đơn vị trong dấu nháy")
    case .count: Words(en: "a number of rows", vi: "một số dòng")
    }
  }
}

extension WordSet {
  var words: Words {
    switch self {
    case .joinKind: Words(en: "a kind of join", vi: "một kiểu nối")
    case .nullPlace: Words(en: "a place for null", vi: "một chỗ cho null")
    case .expectation: Words(en: "something to expect", vi: "một kỳ vọng")
    case .chartKind: Words(en: "a kind of chart", vi: "một loại biểu đồ")
    case .fillMethod: Words(en: "a way to fill", vi: "một cách điền")
    case .baseKind: Words(en: "a base", vi: "một kịch bản cơ sở")
    case .paceMethod: Words(en: "a way to measure pace", vi: "một cách đo tốc độ")
    case .statusRule: Words(en: "a status rule", vi: "một quy tắc trạng thái")
    case .duplicates: Words(en: "a way to treat duplicates", vi: "một cách xử lý trùng lặp")
    case .direction: Words(en: "the way that is good", vi: "chiều nào là tốt")
    case .shape: Words(en: "a shape of the path", vi: "một dạng lộ trình")
    case .rule: Words(en: "a rule of allocation", vi: "một quy tắc phân bổ")
    case .peer:
      Words(en: "a place among the peers", vi: "một vị trí trong nhóm so sánh")
    case .unknown: Words(en: "something to solve for", vi: "một ẩn số")
    case .withWord: Words(en: "something after `with`", vi: "một từ dùng sau `with`")
    }
  }
}

extension Diagnostic {
  /// What is said of `status name` where it names no rule: `project` takes a column there too, so
  /// the parser cannot tell.
  public static func unknownStatusRule(_ name: Name) -> Diagnostic {
    let fact = SyntaxFact.unknownWord(
      name.text, of: .statusRule, possible: StepWords.statusRules,
      instead: Suggestions.nearest(name.text, among: StepWords.statusRules))
    return Diagnostic(
      code: fact.code, fact.words, at: name.range, fix: fact.fix, replacement: fact.replacement)
  }
}
