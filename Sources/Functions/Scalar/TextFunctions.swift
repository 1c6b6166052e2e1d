import Columns

/// Functions that change text. Lengths and places count code points: in NFC every Vietnamese
/// letter is one.
enum TextFunctions {
  static let all: [ScalarFunction] = cases + parts + assembly

  // MARK: Case and white space

  private static let cases: [ScalarFunction] = [
    .strict(
      "lower", "lower(x)", [.text], .always(.text), en: "The text in lower case.",
      vi: "Chữ thường.",
      [("lower(\"ĐIỆN Biên\")", "\"điện biên\""), ("lower(\"VNeID\")", "\"vneid\"")]
    ) { operands, count, validity, _ in
      try mapped(operands[0], count, validity) { CaseMapping.lower($0, into: &$1) }
    },
    .strict(
      "upper", "upper(x)", [.text], .always(.text), en: "The text in upper case.",
      vi: "Chữ hoa.",
      [("upper(\"Điện Biên\")", "\"ĐIỆN BIÊN\""), ("upper(\"đề án 06\")", "\"ĐỀ ÁN 06\"")]
    ) { operands, count, validity, _ in
      try mapped(operands[0], count, validity) { CaseMapping.upper($0, into: &$1) }
    },
    .strict(
      "fold", "fold(x)", [.text], .always(.text),
      en: "The friendly form that ~ compares: lower case, without marks, đ as d, white space as "
        + "single spaces.",
      vi: "Dạng mà ~ so sánh: chữ thường, bỏ dấu, đ thành d, khoảng trắng thành một dấu cách.",
      [
        ("fold(\"Tỉnh  Điện Biên\")", "\"tinh dien bien\""),
        ("fold(\"Sổ  Sức Khỏe\")", "\"so suc khoe\""),
      ]
    ) { operands, count, validity, _ in
      try mapped(operands[0], count, validity) { TextFold.fold($0, into: &$1) }
    },
    trimming("trim", "both ends", "hai đầu", start: true, end: true),
    trimming("ltrim", "the start", "đầu", start: true, end: false),
    trimming("rtrim", "the end", "cuối", start: false, end: true),
    .strict(
      "reverse", "reverse(x)", [.text], .always(.text),
      en: "The characters in reverse order.", vi: "Đảo ngược thứ tự ký tự.",
      [("reverse(\"abc\")", "\"cba\""), ("reverse(\"Biên\")", "\"nêiB\"")]
    ) { operands, count, validity, _ in
      guard let texts = try TextRows(operands[0], count) else {
        return .nulls(.text, count: count)
      }
      defer { withExtendedLifetime(texts) {} }
      return try Kernel.buildTexts(count, validity) { row, builder in
        // By what a reader sees as a character, so that marks stay with their letters.
        try builder.append(String(String(decoding: texts[row], as: UTF8.self).reversed()))
      }
    },
  ]

  @inline(__always)
  private static func mapped(
    _ operand: Operand, _ count: Int, _ validity: Bitmap?,
    _ body: (UnsafeBufferPointer<UInt8>, inout ByteSink) -> Void
  ) throws -> Column {
    guard let texts = try TextRows(operand, count) else { return .nulls(.text, count: count) }
    defer { withExtendedLifetime(texts) {} }
    return try Kernel.buildTexts(count, validity) { row, builder in
      let text = texts[row]
      try builder.write(room: ByteSink.room(for: text)) { body(text, &$0) }
    }
  }

  private static func trimming(
    _ name: String, _ en: String, _ vi: String, start: Bool, end: Bool
  ) -> ScalarFunction {
    .strict(
      name, "\(name)(x[, characters])", [.text, .text], optional: 1, .always(.text),
      en: "The text without white space (or the given characters) at \(en).",
      vi: "Bỏ khoảng trắng (hoặc các ký tự đã cho) ở \(vi).",
      [
        (
          "\(name)(\"  a b  \")",
          start && end ? "\"a b\"" : start ? "\"a b  \"" : "\"  a b\""
        ),
        (
          "\(name)(\"--x--\", \"-\")",
          start && end ? "\"x\"" : start ? "\"x--\"" : "\"--x\""
        ),
      ]
    ) { operands, count, validity, _ in
      guard let texts = try TextRows(operands[0], count) else {
        return .nulls(.text, count: count)
      }
      let unwanted = operands.count > 1 ? try TextRows(operands[1], count) : nil
      defer { withExtendedLifetime((texts, unwanted)) {} }
      return try Kernel.buildTexts(count, validity) { row, builder in
        try builder.append(trimmed(texts[row], unwanted?[row], start: start, end: end))
      }
    }
  }

  private static func trimmed(
    _ text: UnsafeBufferPointer<UInt8>, _ unwanted: UnsafeBufferPointer<UInt8>?, start: Bool,
    end: Bool
  ) -> UnsafeBufferPointer<UInt8> {
    func isUnwanted(_ scalar: UInt32) -> Bool {
      guard let unwanted else { return TextFold.isWhiteSpace(scalar) }
      var place = 0
      while place < unwanted.count {
        let (one, next) = UTF8Scan.decode(unwanted, at: place)
        if one == scalar { return true }
        place = next
      }
      return false
    }
    var from = 0
    var to = text.count
    while start, from < to {
      let (scalar, next) = UTF8Scan.decode(text, at: from)
      if !isUnwanted(scalar) { break }
      from = next
    }
    while end, to > from {
      var last = to - 1
      while last > from, !UTF8Scan.isStart(text[last]) { last -= 1 }
      if !isUnwanted(UTF8Scan.decode(text, at: last).scalar) { break }
      to = last
    }
    return UnsafeBufferPointer(rebasing: text[from..<to])
  }

  // MARK: Parts

  private static let parts: [ScalarFunction] = [
    .strict(
      "left", "left(x, n)", [.text, .int], .always(.text),
      en: "The first n characters; with a negative n all but the last -n.",
      vi: "n ký tự đầu; n âm thì bỏ -n ký tự cuối.",
      [("left(\"Điện Biên\", 4)", "\"Điện\""), ("left(\"abc\", -1)", "\"ab\"")]
    ) { operands, count, validity, _ in
      try sliced(operands, count, validity) { length, number in
        0..<(number >= 0 ? min(length, Int(number)) : max(0, length - magnitude(number)))
      }
    },
    .strict(
      "right", "right(x, n)", [.text, .int], .always(.text),
      en: "The last n characters; with a negative n all but the first -n.",
      vi: "n ký tự cuối; n âm thì bỏ -n ký tự đầu.",
      [("right(\"Điện Biên\", 4)", "\"Biên\""), ("right(\"abc\", -1)", "\"bc\"")]
    ) { operands, count, validity, _ in
      try sliced(operands, count, validity) { length, number in
        (number >= 0 ? length - min(length, Int(number)) : min(length, magnitude(number)))..<length
      }
    },
    .strict(
      "mid", "mid(x, start[, n])", [.text, .int, .int], optional: 1, .always(.text),
      en: "The n characters from the given place, counted from 1, or all of the rest; a negative "
        + "start counts from the end.",
      vi: "n ký tự từ vị trí đã cho (đếm từ 1), hoặc đến hết; vị trí âm đếm từ cuối.",
      [("mid(\"abcdef\", 2, 3)", "\"bcd\""), ("mid(\"abcdef\", -2)", "\"ef\"")]
    ) { operands, count, validity, _ in
      let lengths = operands.count > 2 ? IntegerOperand(operands[2]) : nil
      return try sliced(operands, count, validity) { length, start, row in
        let place = start < 0 ? length - magnitude(start) : Int(clamping: start) - 1
        let wanted = lengths.map { max(0, $0.value(row)) } ?? .max
        let end = Int(clamping: Int128(place) + Int128(wanted))
        let from = min(max(place, 0), length)
        return from..<max(from, min(end, length))
      }
    },
    .strict(
      "split_part", "split_part(x, separator, n)", [.text, .text, .int], .always(.text),
      en:
        "The n-th part between separators, from the end if n is negative; empty if there is none.",
      vi: "Phần thứ n giữa các dấu ngăn, n âm thì đếm từ cuối; rỗng nếu không có.",
      [("split_part(\"a/b/c\", \"/\", 2)", "\"b\""), ("split_part(\"a/b/c\", \"/\", -1)", "\"c\"")]
    ) { operands, count, validity, _ in
      guard let texts = try TextRows(operands[0], count),
        let separators = try TextRows(operands[1], count), let places = IntegerOperand(operands[2])
      else { return .nulls(.text, count: count) }
      defer { withExtendedLifetime((texts, separators)) {} }
      return try Kernel.buildTexts(count, validity) { row, builder in
        try builder.append(part(texts[row], separators[row], places.value(row)))
      }
    },
  ]

  private static func magnitude(_ value: Int64) -> Int { Int(clamping: value.magnitude) }

  private static func sliced(
    _ operands: [Operand], _ count: Int, _ validity: Bitmap?,
    _ range: (_ length: Int, _ number: Int64) -> Range<Int>
  ) throws -> Column {
    try sliced(operands, count, validity) { length, number, _ in range(length, number) }
  }

  /// The code points of each text in the range that `range` gives for its length and its number.
  private static func sliced(
    _ operands: [Operand], _ count: Int, _ validity: Bitmap?,
    _ range: (_ length: Int, _ number: Int64, _ row: Int) -> Range<Int>
  ) throws -> Column {
    guard let texts = try TextRows(operands[0], count), let numbers = IntegerOperand(operands[1])
    else { return .nulls(.text, count: count) }
    defer { withExtendedLifetime(texts) {} }
    return try Kernel.buildTexts(count, validity) { row, builder in
      let text = texts[row]
      let wanted = range(UTF8Scan.length(text), numbers.value(row), row)
      let from = UTF8Scan.place(ofScalar: wanted.lowerBound, text)
      let to = UTF8Scan.place(ofScalar: wanted.count, text, from: from)
      try builder.append(UnsafeBufferPointer(rebasing: text[from..<to]))
    }
  }

  private static func part(
    _ text: UnsafeBufferPointer<UInt8>, _ separator: UnsafeBufferPointer<UInt8>, _ number: Int64
  ) -> UnsafeBufferPointer<UInt8> {
    let none = UnsafeBufferPointer<UInt8>(start: nil, count: 0)
    if separator.isEmpty { return number == 1 || number == -1 ? text : none }
    var wanted = Int(clamping: number)
    if wanted < 0 {
      var parts = 1
      var place = 0
      while let found = UTF8Scan.find(separator, in: text, from: place) {
        parts += 1
        place = found + separator.count
      }
      wanted = parts + wanted + 1
    }
    if wanted < 1 { return none }
    var start = 0
    while true {
      let found = UTF8Scan.find(separator, in: text, from: start)
      if wanted == 1 { return UnsafeBufferPointer(rebasing: text[start..<(found ?? text.count)]) }
      guard let found else { return none }
      start = found + separator.count
      wanted -= 1
    }
  }

  // MARK: Putting together

  private static let assembly: [ScalarFunction] = [
    .strict(
      "replace", "replace(x, from, to)", [.text, .text, .text], .always(.text),
      en: "The text with each occurrence of from replaced.",
      vi: "Thay mọi chỗ có from bằng to.",
      [
        ("replace(\"a-b-c\", \"-\", \"+\")", "\"a+b+c\""),
        ("replace(\"TP.HCM\", \"TP.\", \"Thành phố \")", "\"Thành phố HCM\""),
      ]
    ) { operands, count, validity, _ in
      guard let texts = try TextRows(operands[0], count),
        let olds = try TextRows(operands[1], count),
        let news = try TextRows(operands[2], count)
      else { return .nulls(.text, count: count) }
      defer { withExtendedLifetime((texts, olds, news)) {} }
      return try Kernel.buildTexts(count, validity) { row, builder in
        let text = texts[row]
        let old = olds[row]
        var place = 0
        while !old.isEmpty, let found = UTF8Scan.find(old, in: text, from: place) {
          try builder.append(UnsafeBufferPointer(rebasing: text[place..<found]))
          try builder.append(news[row])
          place = found + old.count
        }
        try builder.append(UnsafeBufferPointer(rebasing: text[place...]))
      }
    },
    ScalarFunction(
      "concat",
      help: .of(
        "concat(a, b, …)",
        en: "The arguments as text, one after another; nulls are passed over.",
        vi: "Nối các đối số thành văn bản; bỏ qua null.",
        [
          ("concat(\"Q\", 1, null, \"/\", 2025)", "\"Q1/2025\""),
          ("concat(\"hạng \", 40, \"/\", 63)", "\"hạng 40/63\""),
        ]),
      resolve: { types in types.isEmpty || types.contains(.duration) ? nil : .text },
      evaluate: { operands, count, _ in try concatenated(operands, count) }),
    .strict(
      "repeat", "repeat(x, n)", [.text, .int], .always(.text), en: "The text n times.",
      vi: "Lặp lại n lần.", [("repeat(\"ab\", 3)", "\"ababab\""), ("repeat(\"·\", 0)", "\"\"")]
    ) { operands, count, validity, _ in
      guard let texts = try TextRows(operands[0], count), let times = IntegerOperand(operands[1])
      else { return .nulls(.text, count: count) }
      defer { withExtendedLifetime(texts) {} }
      return try Kernel.buildTexts(count, validity) { row, builder in
        let text = texts[row]
        let number = max(0, times.value(row))
        if text.isEmpty { return }
        guard number <= TextBuilder.longest / text.count else { throw tooLong(row) }
        for _ in 0..<number { try builder.append(text) }
      }
    },
    padding("lpad", "left", "trái", atStart: true),
    padding("rpad", "right", "phải", atStart: false),
  ]

  private static func tooLong(_ row: Int) -> EvaluationFailure {
    EvaluationFailure(
      .invalidArgument(
        Bilingual(
          en: "the text would be longer than \(TextBuilder.longest) bytes",
          vi: "văn bản sẽ dài hơn \(TextBuilder.longest) byte")), row: row)
  }

  private static func concatenated(_ operands: [Operand], _ count: Int) throws -> Column {
    var parts: [(texts: TextRows, validity: Bitmap?, offset: Int)] = []
    for operand in operands where !Kernel.isAllNull(operand) {
      var text = operand
      if operand.type != .text {
        // A constant becomes one text, a column a column of texts.
        let converted = try TextConversion.text(operand, count)
        text = .column(converted)
      }
      guard let texts = try TextRows(text, count) else { continue }
      var validity: Bitmap?
      var offset = 0
      if case .column(let column) = text {
        validity = column.validity
        offset = column.offset
      }
      parts.append((texts, validity, offset))
    }
    return try Kernel.buildTexts(count, nil) { row, builder in
      for part in parts where part.validity?[part.offset + row] ?? true {
        try builder.append(part.texts[row])
      }
    }
  }

  private static func padding(
    _ name: String, _ en: String, _ vi: String, atStart: Bool
  ) -> ScalarFunction {
    .strict(
      name, "\(name)(x, n[, fill])", [.text, .int, .text], optional: 1, .always(.text),
      en:
        "The text filled up on the \(en) to n characters (with spaces unless given), or cut to n.",
      vi: "Thêm bên \(vi) cho đủ n ký tự (mặc định là dấu cách), hoặc cắt còn n.",
      [
        ("\(name)(\"7\", 3, \"0\")", atStart ? "\"007\"" : "\"700\""),
        ("\(name)(\"Điện Biên\", 4)", "\"Điện\""),
      ]
    ) { operands, count, validity, _ in
      guard let texts = try TextRows(operands[0], count), let lengths = IntegerOperand(operands[1]),
        let fills = try TextRows(operands.count > 2 ? operands[2] : .constant(.text(" ")), count)
      else { return .nulls(.text, count: count) }
      defer { withExtendedLifetime((texts, fills)) {} }
      return try Kernel.buildTexts(count, validity) { row, builder in
        let text = texts[row]
        let fill = fills[row]
        let wanted = Int(clamping: max(0, lengths.value(row)))
        guard wanted <= TextBuilder.longest else { throw tooLong(row) }
        let length = UTF8Scan.length(text)
        if length >= wanted || fill.isEmpty {
          let end = UTF8Scan.place(ofScalar: wanted, text)
          try builder.append(UnsafeBufferPointer(rebasing: text[..<end]))
          return
        }
        if !atStart { try builder.append(text) }
        let fillLength = UTF8Scan.length(fill)
        var missing = wanted - length
        while missing > 0 {
          let end = UTF8Scan.place(ofScalar: missing, fill)
          try builder.append(UnsafeBufferPointer(rebasing: fill[..<end]))
          missing -= fillLength
        }
        if atStart { try builder.append(text) }
      }
    }
  }
}
