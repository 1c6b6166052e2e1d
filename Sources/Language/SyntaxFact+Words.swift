extension SyntaxFact {
  var severity: Diagnostic.Severity {
    switch self {
    case .otherWord, .descendingWord, .keysJoinedByAnd, .groupWithoutBy, .countStar: .hint
    case .comparedWithNull: .warning
    default: .error
    }
  }

  var code: String {
    switch self {
    case .unknownSign: "E0101"
    case .unclosedText: "E0102"
    case .unclosedName, .emptyName: "E0103"
    case .badEscape: "E0104"
    case .integerTooLarge, .floatTooLarge: "E0105"
    case .badNumber: "E0106"
    case .badDate, .noSuchDay: "E0107"
    case .durationTooLong: "E0108"
    case .expected, .spacedName: "E0201"
    case .unclosedBracket: "E0202"
    case .strayBracket: "E0203"
    case .unknownStep: "E0204"
    case .otherWay: "E0205"
    case .missingPipe: "E0206"
    case .sourceFirst: "E0207"
    case .missingLet: "E0208"
    case .namedByAs, .filterAfterCall: "E0205"
    case .missingStep: "E0209"
    case .startsWithPipe, .lastResultInFile: "E0210"
    case .duplicateClause: "E0211"
    case .clauseNotHere: "E0212"
    case .missingClause: "E0213"
    case .noItems: "E0214"
    case .colonNotHere: "E0215"
    case .needsBackticks: "E0216"
    case .unknownWord: "E0217"
    case .duplicateName: "E0218"
    case .cannotDrop: "E0219"
    case .notAStatement: "E0220"
    case .shellCommandInFile: "E0221"
    case .chainedComparison: "E0301"
    case .tooDeep: "E0302"
    case .tooManySteps: "E0303"
    case .percentHere: "E0304"
    case .qualifiedName: "E0305"
    case .missingComma: "E0306"
    case .textAsName: "E0307"
    case .starHere: "E0308"
    case .sqlCase, .elseNotLast: "E0309"
    case .notInside, .inParentheses: "E0310"
    case .doubleRange: "E0311"
    case .joinKeyForm, .keysInCross, .nearestKind, .nearestKey: "E0312"
    case .distinctInCall: "E0313"
    case .unknownAssumption: "E0401"
    case .notOfAssumption: "E0402"
    case .scenarioForm: "E0403"
    case .comparedWithNull: "W0101"
    case .otherWord: "H0101"
    case .descendingWord: "H0102"
    case .keysJoinedByAnd: "H0103"
    case .groupWithoutBy: "H0104"
    case .countStar: "H0105"
    }
  }

  /// One sentence without a full stop.
  var words: Words {
    switch self {
    case .unknownSign(let sign, _):
      Words(en: "`\(sign)` means nothing here", vi: "`\(sign)` không có nghĩa ở đây")
    case .unclosedText:
      Words(en: "this quote is never closed", vi: "dấu nháy này chưa được đóng")
    case .unclosedName:
      Words(
        en: "this backtick is not closed on its line",
        vi: "dấu nháy ngược này chưa được đóng trong cùng dòng")
    case .emptyName:
      Words(en: "a name cannot be empty", vi: "tên không được để trống")
    case .badEscape(let escape):
      Words(en: "`\(escape)` is not an escape", vi: "`\(escape)` không phải là ký tự thoát")
    case .integerTooLarge:
      Words(en: "this integer does not fit 64 bits", vi: "số nguyên này vượt quá 64 bit")
    case .floatTooLarge:
      Words(en: "this number is too large for a float", vi: "số này quá lớn")
    case .badNumber(let text, _):
      Words(en: "`\(text)` is not a number", vi: "`\(text)` không phải là số")
    case .badDate(let text, _):
      Words(
        en: "`\(text)` is not a date or a period",
        vi: "`\(text)` không phải là ngày hay kỳ")
    case .noSuchDay(let text):
      Words(en: "there is no day `\(text)`", vi: "không có ngày `\(text)`")
    case .durationTooLong:
      Words(en: "this duration is too long", vi: "khoảng thời gian này quá dài")
    case .expected(let wanted, let found), .spacedName(_, let wanted, let found, _):
      Words(
        en: "expected \(wanted.words.en), found \(found.en)",
        vi: "cần \(wanted.words.text(in: .vi)), nhưng gặp \(found.text(in: .vi))")
    case .unclosedBracket(let bracket):
      Words(en: "this `\(bracket)` is never closed", vi: "dấu `\(bracket)` này chưa được đóng")
    case .strayBracket(let bracket):
      Words(en: "this `\(bracket)` closes nothing", vi: "dấu `\(bracket)` này không đóng gì cả")
    case .unknownStep(let word, _):
      Words(en: "there is no step `\(word)`", vi: "không có bước `\(word)`")
    case .otherWay(let word, _):
      Words(
        en: "`\(word)` is written another way here", vi: "`\(word)` ở đây được viết theo cách khác")
    case .missingPipe(let word):
      Words(en: "a `|` is missing before `\(word)`", vi: "thiếu dấu `|` trước `\(word)`")
    case .sourceFirst(let word, instead: _):
      Words(
        en: "a query starts with its table, not with `\(word)`",
        vi: "truy vấn bắt đầu bằng bảng, không phải bằng `\(word)`")
    case .missingLet(let name):
      Words(
        en: "a name is given with \(SyntaxText.code("let \(name) = …"))",
        vi: "đặt tên bằng \(SyntaxText.code("let \(name) = …"))")
    case .namedByAs:
      Words(
        en: "a name stands before what it names here", vi: "ở đây tên đứng trước thứ được đặt tên")
    case .filterAfterCall(let call, _):
      Words(
        en: "the condition of \(SyntaxText.code(call)) stands inside its brackets",
        vi: "điều kiện của \(SyntaxText.code(call)) nằm trong ngoặc của nó")
    case .missingStep:
      Words(en: "a step is missing after `|`", vi: "thiếu một bước sau dấu `|`")
    case .startsWithPipe:
      Words(
        en: "a statement in a file cannot start with `|`",
        vi: "câu lệnh trong tệp không thể bắt đầu bằng `|`")
    case .lastResultInFile:
      Words(
        en: "`_`, the last result, exists only at the prompt",
        vi: "`_`, kết quả gần nhất, chỉ có ở dấu nhắc lệnh")
    case .duplicateClause(let word):
      Words(en: "`\(word)` is said twice", vi: "`\(word)` được ghi hai lần")
    case .clauseNotHere(let word, let step, _, _):
      Words(en: "`\(step)` has no `\(word)`", vi: "`\(step)` không có `\(word)`")
    case .missingClause(let clause, let step, _):
      Words(en: "`\(step)` needs `\(clause)`", vi: "`\(step)` cần có `\(clause)`")
    case .noItems(let step, _):
      Words(en: "`\(step)` has nothing to compute", vi: "`\(step)` không có gì để tính")
    case .colonNotHere(let step):
      Words(en: "`\(step)` takes no `:` here", vi: "`\(step)` không dùng dấu `:` ở đây")
    case .needsBackticks(let word):
      Words(
        en: "`\(word)` is a word of the language here",
        vi: "`\(word)` ở đây là một từ của ngôn ngữ")
    case .unknownWord(let word, let set, _, _):
      Words(
        en: "`\(word)` is not \(set.words.en)",
        vi: "`\(word)` không phải là \(set.words.text(in: .vi))")
    case .duplicateName(let name):
      Words(en: "`\(name)` is named twice", vi: "`\(name)` được đặt tên hai lần")
    case .cannotDrop:
      Words(
        en: "only a column can be left out with `-`", vi: "chỉ có thể bỏ một cột bằng dấu `-`")
    case .notAStatement(let word, _):
      Words(en: "`\(word)` starts no statement", vi: "`\(word)` không bắt đầu câu lệnh nào")
    case .shellCommandInFile(let word):
      Words(
        en: "`.\(word)` is a command of the prompt, not of a file",
        vi: "`.\(word)` là lệnh của dấu nhắc, không dùng trong tệp")
    case .chainedComparison:
      Words(en: "comparisons do not chain", vi: "không thể nối các phép so sánh liền nhau")
    case .tooDeep:
      Words(en: "this is nested too deeply", vi: "biểu thức lồng nhau quá sâu")
    case .tooManySteps:
      Words(
        en: "a statement has at most \(Limits.steps) steps",
        vi: "một câu lệnh có tối đa \(Limits.steps) bước")
    case .percentHere:
      Words(
        en: "a percentage is written as a plain number here",
        vi: "tỷ lệ phần trăm ở đây được viết như một số thường")
    case .qualifiedName(let text, _):
      Words(
        en: "columns carry no table name: \(SyntaxText.code(text))",
        vi: "cột không đi kèm tên bảng: \(SyntaxText.code(text))")
    case .missingComma(let found):
      Words(
        en: "expected `,` before \(found.en)", vi: "cần dấu `,` trước \(found.text(in: .vi))")
    case .textAsName(let text, _):
      Words(
        en: "text in quotes is not a name: \(text)",
        vi: "chữ trong dấu nháy không phải là tên: \(text)")
    case .starHere:
      Words(en: "`*` is not needed", vi: "không cần dấu `*`")
    case .sqlCase:
      Words(
        en: "a case is written `case { condition => value, else => value }`",
        vi: "viết `case { điều_kiện => giá_trị, else => giá_trị }`")
    case .elseNotLast:
      Words(en: "`else` comes last", vi: "`else` phải đứng cuối")
    case .notInside:
      Words(
        en: "`not` binds looser than what is before it",
        vi: "`not` có độ ưu tiên thấp hơn phép toán đứng trước")
    case .inParentheses:
      Words(en: "a list is written in `[ ]`", vi: "danh sách được viết trong `[ ]`")
    case .doubleRange:
      Words(en: "a range has two ends", vi: "một khoảng chỉ có hai đầu")
    case .joinKeyForm:
      Words(
        en: "a join key is a column, or a comparison such as `left == right`",
        vi: "khóa nối là một cột, hoặc một phép so sánh như `trái == phải`")
    case .keysInCross:
      Words(
        en: "`join cross` puts every row beside every row and has no keys",
        vi: "`join cross` ghép mọi dòng với mọi dòng và không có khóa")
    case .nearestKind(let kind):
      Words(
        en: "`nearest` finds one row for each, so that there is no `\(kind)` of it",
        vi: "`nearest` tìm một dòng cho mỗi dòng nên không có `\(kind)`")
    case .nearestKey:
      Words(
        en: "`join nearest` needs one comparison of order, as its last key",
        vi: "`join nearest` cần đúng một phép so sánh thứ tự, đặt làm khóa cuối")
    case .distinctInCall:
      Words(en: "`distinct` is not an argument", vi: "`distinct` không phải là đối số")
    case .comparedWithNull:
      Words(
        en: "a comparison with null is never true",
        vi: "so sánh với null không bao giờ đúng")
    case .unknownAssumption(let word, _):
      Words(
        en: "there is no what-if clause `\(word)`", vi: "không có mệnh đề giả định `\(word)`")
    case .notOfAssumption(let word, let clause):
      Words(en: "`\(clause)` takes no `\(word)`", vi: "`\(clause)` không dùng `\(word)`")
    case .scenarioForm:
      Words(
        en: "a scenario is written `name = clause then clause`",
        vi: "kịch bản được viết `tên = mệnh_đề then mệnh_đề`")
    case .otherWord(let word, let instead):
      Words(en: "`\(word)` is `\(instead)` here", vi: "`\(word)` ở đây là `\(instead)`")
    case .descendingWord(let word):
      word == "desc"
        ? Words(
          en: "descending order is written `-column` here",
          vi: "thứ tự giảm dần ở đây được viết `-cột`")
        : Words(en: "ascending order needs no word", vi: "thứ tự tăng dần không cần ghi")
    case .keysJoinedByAnd:
      Words(en: "join keys are separated by `,`", vi: "các khóa nối cách nhau bằng dấu `,`")
    case .groupWithoutBy:
      Words(en: "the keys come after `by`", vi: "các khóa đứng sau `by`")
    case .countStar:
      Words(en: "rows are counted with `count()`", vi: "đếm dòng bằng `count()`")
    }
  }

  /// What to do about it.
  var fix: Words? {
    switch self {
    case .unknownSign(_, let instead?), .badNumber(_, let instead?), .badDate(_, let instead?):
      Words(en: "write `\(instead)`", vi: "viết `\(instead)`")
    case .unknownStep(_, let instead?), .unknownAssumption(_, let instead?),
      .notAStatement(_, let instead?), .clauseNotHere(_, _, _, let instead?),
      .unknownWord(_, _, _, let instead?):
      Words.didYouMean("`\(instead)`")
    case .clauseNotHere(_, _, let possible, nil), .unknownWord(_, _, let possible, nil):
      possible.isEmpty
        ? nil
        : Words(
          en: "possible here: \(possible.joined(separator: ", "))",
          vi: "có thể dùng: \(possible.joined(separator: ", "))")
    case .unclosedText:
      Words(
        en: "close it, or double a quote that belongs to the text",
        vi: "hãy đóng lại, hoặc viết đôi dấu nháy nằm trong chữ")
    case .badEscape(let escape):
      Words(
        en: "double the backslash: `\\\(escape)`", vi: "viết đôi dấu gạch chéo ngược: `\\\(escape)`"
      )
    case .otherWay(_, let instead), .namedByAs(let instead), .filterAfterCall(_, let instead):
      Words(
        en: "write \(SyntaxText.code(instead))", vi: "viết \(SyntaxText.code(instead))")
    case .missingPipe(let word):
      Words(en: "write `| \(word)`", vi: "viết `| \(word)`")
    case .sourceFirst(_, let instead):
      Words(
        en: "write \(SyntaxText.code(instead ?? "table | where … | select …"))",
        vi: "viết \(SyntaxText.code(instead ?? "bảng | where … | select …"))")
    case .missingLet(let name):
      Words(
        en: "write \(SyntaxText.code("let \(name) = …"))",
        vi: "viết \(SyntaxText.code("let \(name) = …"))")
    case .startsWithPipe:
      Words(
        en: "put the source first",
        vi: "đặt nguồn lên trước")
    case .lastResultInFile:
      Words(
        en: "keep the result with `let name = …` or `| as name`",
        vi: "giữ kết quả bằng `let tên = …` hoặc `| as tên`")
    case .noItems(_, let example), .missingClause(_, _, let example):
      Words(
        en: "for example \(SyntaxText.code(example))", vi: "ví dụ \(SyntaxText.code(example))")
    case .needsBackticks(let word):
      Words(
        en: "a column of that name needs backticks: \(SyntaxText.code("`\(word)`"))",
        vi: "cột mang tên đó cần dấu nháy ngược: \(SyntaxText.code("`\(word)`"))")
    case .spacedName(let name, _, _, isValue: true):
      Words(
        en:
          "a text stands in quotes: \(SyntaxText.code(SyntaxText.quoted(name))); a column of several words in backticks",
        vi:
          "đoạn chữ viết trong ngoặc kép: \(SyntaxText.code(SyntaxText.quoted(name))); cột có tên nhiều từ viết trong dấu nháy ngược"
      )
    case .spacedName(let name, _, _, _) where name.utf8.allSatisfy({ $0 < 128 }):
      Words(
        en:
          "columns are separated by commas, \(SyntaxText.code(name.split(separator: " ").joined(separator: ", "))); a name of several words is written in backticks: \(SyntaxText.code("`\(name)`"))",
        vi:
          "các cột cách nhau bằng dấu phẩy, \(SyntaxText.code(name.split(separator: " ").joined(separator: ", "))); tên gồm nhiều từ được viết trong dấu nháy ngược: \(SyntaxText.code("`\(name)`"))"
      )
    case .spacedName(let name, _, _, _):
      Words(
        en: "a name of several words is written in backticks: \(SyntaxText.code("`\(name)`"))",
        vi: "tên gồm nhiều từ được viết trong dấu nháy ngược: \(SyntaxText.code("`\(name)`"))")
    case .chainedComparison(let instead?):
      Words(en: "write \(SyntaxText.code(instead))", vi: "viết \(SyntaxText.code(instead))")
    case .chainedComparison:
      Words(en: "join them with `and`", vi: "nối chúng bằng `and`")
    case .tooDeep:
      Words(
        en: "give parts a name with `let` or `derive`",
        vi: "đặt tên cho từng phần bằng `let` hoặc `derive`")
    case .tooManySteps:
      Words(en: "keep a part with `let`", vi: "giữ một phần bằng `let`")
    case .percentHere(let text):
      Words(en: "write `\(text)`", vi: "viết `\(text)`")
    case .qualifiedName(_, let column):
      Words(
        en: "write the column alone: \(SyntaxText.code(column))",
        vi: "chỉ viết tên cột: \(SyntaxText.code(column))")
    case .textAsName(_, let name):
      Words(
        en: "put a name in backticks: \(SyntaxText.code(SyntaxText.backticked(name)))",
        vi: "đặt tên trong dấu nháy ngược: \(SyntaxText.code(SyntaxText.backticked(name)))")
    case .starHere:
      Words(
        en: "without `select` all columns are there, and `derive` adds some; `count()` counts rows",
        vi: "không có `select` thì mọi cột đều có, `derive` thêm cột; `count()` đếm dòng")
    case .notInside:
      Words(en: "put it in brackets: `(not …)`", vi: "đặt trong ngoặc: `(not …)`")
    case .inParentheses(let inside):
      Words(
        en: "write \(SyntaxText.code("[\(inside)]"))", vi: "viết \(SyntaxText.code("[\(inside)]"))")
    case .distinctInCall(let function, let inside):
      function == "count"
        ? Words(
          en: "write \(SyntaxText.code("count_distinct(\(inside))"))",
          vi: "viết \(SyntaxText.code("count_distinct(\(inside))"))")
        : Words(
          en: "put `| distinct …` before it", vi: "đặt `| distinct …` trước đó")
    case .comparedWithNull(let negated):
      negated
        ? Words(en: "write `is not null`", vi: "viết `is not null`")
        : Words(en: "write `is null`", vi: "viết `is null`")
    case .keysInCross:
      Words(
        en: "leave `on` out, or `cross`", vi: "bỏ `on`, hoặc bỏ `cross`")
    case .nearestKind:
      Words(
        en: "write `join nearest` or `join left nearest`",
        vi: "viết `join nearest` hoặc `join left nearest`")
    case .nearestKey(let key):
      Words(
        en: "`\(key) >= \(key)` takes the last row of the right side that is not later",
        vi: "`\(key) >= \(key)` lấy dòng cuối của bên phải không muộn hơn")
    case .keysJoinedByAnd(let instead):
      Words(
        en: "write \(SyntaxText.code("on \(instead)"))",
        vi: "viết \(SyntaxText.code("on \(instead)"))")
    case .missingStep:
      Words(
        en: "leave the `|` out, or name a step: `help` lists them",
        vi: "bỏ dấu `|`, hoặc ghi một bước: `help` liệt kê các bước")
    case .unknownStep:
      Words(en: "`help` lists the steps", vi: "`help` liệt kê các bước")
    default: nil
    }
  }

  /// The text that takes the place of the underlined one, where it is certain.
  var replacement: String? {
    switch self {
    case .unknownSign(_, let instead), .badNumber(_, let instead), .badDate(_, let instead),
      .unknownStep(_, let instead), .unknownAssumption(_, let instead),
      .notAStatement(_, let instead), .clauseNotHere(_, _, _, let instead),
      .unknownWord(_, _, _, let instead):
      instead
    case .otherWord(_, let instead): instead
    case .missingPipe(let word): "| \(word)"
    case .missingLet(let name): "let \(name)"
    case .missingStep: ""
    case .badEscape(let escape): "\\\(escape)"
    case .qualifiedName(_, let column): column
    case .textAsName(_, let name): SyntaxText.backticked(name)
    case .comparedWithNull(let negated): negated ? "is not null" : "is null"
    case .needsBackticks(let word): "`\(word)`"
    case .percentHere(let text): text
    default: nil
    }
  }
}
