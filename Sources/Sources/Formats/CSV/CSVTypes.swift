import Columns

/// What other columns of a file tell where one of its columns is open: the decimal sign and the order
/// of dates, as far as all that need one agree.
struct FileEvidence {
  private var points: [UInt8: String] = [:]
  private var orders: [ReadOptions.DateOrder: String] = [:]

  mutating func add(_ kinds: FieldKinds, _ name: String) {
    if kinds == .all { return }
    if let point = kinds.point, !kinds.isDisjoint(with: .units) || kinds.contains(.double(point)),
      points[point] == nil
    {
      points[point] = name
    }
    let orders = CSVTypes.orders(kinds).filter { $0 != .ymd }
    if orders.count == 1, self.orders[orders[0]] == nil { self.orders[orders[0]] = name }
  }

  /// The decimal sign and a column that shows it.
  var point: (sign: UInt8, name: String)? {
    points.count == 1 ? points.first.map { ($0.key, $0.value) } : nil
  }

  var order: (order: ReadOptions.DateOrder, name: String)? {
    orders.count == 1 ? orders.first.map { ($0.key, $0.value) } : nil
  }
}

/// What the texts of a column come to.
enum ColumnReading {
  /// `by` is the column that settled what this one leaves open.
  case format(FieldFormat, points: [UInt8], unit: NumberText.Unit, by: String?)
  /// Days and months change places.
  case eitherDate
  /// A sign for decimals or between thousands.
  case eitherNumber
}

/// The rules by which the texts of a column get a type.
struct CSVTypes {
  let options: ReadOptions

  /// The orders in which all dates can be read.
  static func orders(_ kinds: FieldKinds) -> [ReadOptions.DateOrder] {
    var orders: [ReadOptions.DateOrder] = []
    if kinds.contains(.stampYMD) { orders.append(.ymd) }
    if kinds.contains(.stampDMY) { orders.append(.dmy) }
    if kinds.contains(.stampMDY) { orders.append(.mdy) }
    return orders
  }

  /// What a column is.
  ///
  /// - Parameters:
  ///   - kinds: for each file what its texts can be.
  ///   - evidence: for each file what its other columns tell.
  func reading(_ kinds: [FieldKinds], _ evidence: [FileEvidence]) -> ColumnReading {
    let all = kinds.reduce(FieldKinds.all) { $0.intersection($1) }
    let plain = [UInt8](repeating: options.decimal ?? 46, count: kinds.count)
    func simple(_ format: FieldFormat) -> ColumnReading {
      .format(format, points: plain, unit: .none, by: nil)
    }
    if all == .all { return simple(.null) }
    if all.contains(.bool) { return simple(.bool) }
    if let number = number(kinds, evidence) { return number }
    if all.contains(.dateISO) { return simple(.dateISO) }
    if all.contains(.stampISO) { return simple(.stampISO) }
    var orders = CSVTypes.orders(all)
    var by: String?
    if let wanted = options.dates { orders = orders.filter { $0 == wanted } }
    if orders.count > 1, !all.contains(.dateAgree) {
      guard let known = evidence.compactMap(\.order).first, orders.contains(known.order) else {
        guard options.prefersDayFirst, orders.contains(.dmy) else { return .eitherDate }
        return .format(
          all.contains(.dateDMY) ? .dateDMY : .stampDMY, points: plain, unit: .none, by: "")
      }
      orders = [known.order]
      by = known.name
    }
    guard let order = orders.first(where: { $0 != .ymd }) ?? orders.first else {
      return simple(.text)
    }
    let format: FieldFormat =
      switch order {
      case .ymd: all.contains(.dateYMD) ? .dateYMD : .stampYMD
      case .dmy: all.contains(.dateDMY) ? .dateDMY : .stampDMY
      case .mdy: all.contains(.dateMDY) ? .dateMDY : .stampMDY
      }
    return .format(format, points: plain, unit: .none, by: by)
  }

  /// The column as numbers, each file with its own decimal sign; nil where it is none.
  private func number(
    _ kinds: [FieldKinds], _ evidence: [FileEvidence], takesLabels: Bool = false
  ) -> ColumnReading? {
    var points: [UInt8?] = []
    var by: String?
    for (kinds, evidence) in zip(kinds, evidence) {
      if kinds == .all || kinds.contains(.numberAgree) || kinds.contains(.int) {
        points.append(options.decimal ?? kinds.point ?? evidence.point?.sign ?? 46)
      } else if let decimal = options.decimal {
        points.append(decimal)
      } else if let own = kinds.point {
        points.append(own)
      } else if kinds.isUnclearNumber {
        points.append(evidence.point?.sign)
        by = evidence.point?.name
      } else if kinds.isSuperset(of: [.pointDouble, .commaDouble]) {
        points.append(46)
      } else {
        return nil
      }
    }
    if points.contains(nil) {
      // What the same column needs in another file.
      let known = Set(kinds.compactMap { $0 == FieldKinds.all ? nil : $0.point })
      if known.count == 1, let point = known.first { points = points.map { $0 ?? point } }
    }
    let signs = points.map { $0 ?? 46 }
    func all(_ kind: (UInt8) -> FieldKinds) -> Bool {
      zip(kinds, signs).allSatisfy { $0.contains(kind($1)) }
    }
    let common = kinds.reduce(FieldKinds.all) { $0.intersection($1) }
    let format: FieldFormat
    if common.contains(.int) {
      format = .int
    } else if all(FieldKinds.plain) {
      format = .decimal
    } else if all(FieldKinds.number), !common.isDisjoint(with: .units),
      takesLabels || !common.contains(.bracketed)
    {
      format = all(FieldKinds.whole) && common.unit != .percent ? .whole : .number
    } else if all(FieldKinds.double) {
      format = .double
    } else {
      return nil
    }
    if points.contains(nil) { return .eitherNumber }
    return .format(format, points: signs, unit: common.unit, by: by)
  }

  /// The format of a type that the user gave; nil where no text fits it.
  func forced(
    _ type: DataType, _ kinds: [FieldKinds], _ evidence: [FileEvidence]
  ) -> ColumnReading? {
    let plain = [UInt8](repeating: options.decimal ?? 46, count: kinds.count)
    let all = kinds.reduce(FieldKinds.all) { $0.intersection($1) }
    func simple(_ format: FieldFormat) -> ColumnReading {
      .format(format, points: plain, unit: .none, by: nil)
    }
    switch type {
    case .bool: return simple(.bool)
    case .text, .null, .duration: return simple(.text)
    case .int, .float:
      if all == .all { return simple(type == .int ? .int : .decimal) }
      guard let number = number(kinds, evidence, takesLabels: true) else { return nil }
      guard case .format(let format, let points, let unit, let by) = number else { return number }
      switch (type, format) {
      case (.int, .int), (.int, .whole): return number
      case (.int, _): return nil
      case (_, .int): return .format(.decimal, points: points, unit: unit, by: by)
      case (_, .whole): return .format(.number, points: points, unit: unit, by: by)
      default: return number
      }
    case .date, .timestamp:
      if all == .all { return simple(type == .date ? .dateISO : .stampISO) }
      let reading = self.reading(
        kinds.map { $0 == .all ? $0 : $0.intersection(.dates.union(.dateAgree)) }, evidence)
      guard case .format(let format, let points, _, let by) = reading else { return reading }
      if type == .date { return format.type == .date ? reading : nil }
      let stamp: FieldFormat? =
        switch format {
        case .dateISO, .stampISO: .stampISO
        case .dateYMD, .stampYMD: .stampYMD
        case .dateDMY, .stampDMY: .stampDMY
        case .dateMDY, .stampMDY: .stampMDY
        default: nil
        }
      return stamp.map { .format($0, points: points, unit: .none, by: by) }
    }
  }
}

extension CSVFile {
  /// A plan by what the heads of the files show.
  ///
  /// - Parameter kinds: what the first values of the column can be, file by file.
  func guess(
    _ plan: ColumnPlan, _ kinds: [FieldKinds], _ evidence: [FileEvidence]
  ) -> ColumnPlan {
    let types = CSVTypes(options: options)
    var plan = plan
    let reading =
      plan.forced.map { types.forced($0, kinds, evidence) } ?? types.reading(kinds, evidence)
    switch reading {
    case .format(let format, let points, _, _)?:
      plan.points = points
      // With no value in sight, try something that says what the texts are when it fails.
      plan.format = format == .null ? .int : format
    case .eitherDate?: plan.format = .stampDMY
    case .eitherNumber?: plan.format = .number
    case nil:
      plan.format =
        switch plan.forced {
        case .int?: .int
        case .float?: .double
        case .date?: .dateISO
        case .timestamp?: .stampISO
        default: .text
        }
    }
    return plan
  }

  /// What the first values of a column can be, file by file.
  func sampleKinds(_ fields: [Int]) -> [FieldKinds] {
    zip(parts, fields).map { part, field in
      part.sample.reduce(FieldKinds.all) { kinds, record in
        let text = record.fields[field]
        if isSpelledNull(text) { return kinds }
        return kinds.intersection(FileHead.kinds(text, knowsMissing: options.knowsMissing))
      }
    }
  }

  func isSpelledNull(_ text: [UInt8]) -> Bool {
    !options.nulls.isEmpty && options.nulls.contains(String(decoding: text, as: UTF8.self))
  }

  /// The format for the whole file, with a note where it is not what one might expect.
  func choose(
    _ plan: inout ColumnPlan, _ kinds: [FieldKinds], _ evidence: [FileEvidence],
    _ chunks: [ColumnChunk], _ remarks: inout ReadingRemarks
  ) throws {
    let types = CSVTypes(options: options)
    if let forced = plan.forced {
      if !chunks.contains(where: \.failed), forced == .text || forced == .bool { return }
      switch types.forced(forced, kinds, evidence) {
      case .format(let format, let points, let unit, let by)?:
        let isRead = !chunks.contains(where: \.failed)
        if isRead, !chunks.contains(where: { $0.kinds.isUnclearNumber }) {
          plan.unit = unit
        } else {
          plan.format = format
          plan.points = points
          plan.unit = unit
        }
        remarks.order(plan, format, by, options)
      case .eitherNumber?:
        throw FileError(
          parts[0].file.path, .unclearNumber(signInQuestion(plan)), column: plan.name)
      case .eitherDate?:
        throw FileError(parts[0].file.path, .unclearDate, column: plan.name)
      case nil:
        guard let index = chunks.firstIndex(where: \.failed) else { return }
        // Long whole numbers are floats when the user says so.
        if forced == .float, plan.format != .double {
          plan.format = .double
        } else {
          throw wrongValue(plan, chunks[index], partOf[index])
        }
      }
      return
    }
    switch types.reading(kinds, evidence) {
    case .format(.text, _, _, _):
      plan.format = .text
      explainText(plan, chunks, &remarks)
    case .format(let format, let points, let unit, let by):
      plan.format = format
      plan.points = points
      plan.unit = unit
      remarks.order(plan, format, by, options)
    case .eitherDate:
      plan.format = .text
      remarks.why(
        plan, "N0503",
        "`\(plan.name)` could be dd/mm or mm/dd in every row, so it stays text; which is it? with (dates: dmy) or (dates: mdy) says",
        "`\(plan.name)` có thể là ngày/tháng hoặc tháng/ngày ở mọi dòng nên giữ là văn bản; hãy ghi with (dates: dmy) hoặc (dates: mdy)"
      )
    case .eitherNumber:
      plan.format = .text
      let sign = signInQuestion(plan)
      let words = sign == "," ? ("commas", "phẩy") : ("points", "chấm")
      remarks.why(
        plan, "N0504",
        "`\(plan.name)` could have \(words.0) for decimals or between thousands, so it stays text; with (decimal: \"\(sign)\") or (thousands: \"\(sign)\") says",
        "`\(plan.name)` có thể dùng dấu \(words.1) thập phân hoặc phân cách nghìn nên giữ là văn bản; hãy ghi with (decimal: \"\(sign)\") hoặc (thousands: \"\(sign)\")"
      )
    }
  }

  /// The point or comma of the first value that has one.
  private func signInQuestion(_ plan: ColumnPlan) -> String {
    for (part, field) in zip(parts, plan.fields) {
      for record in part.sample {
        if record.fields[field].contains(44) { return "," }
        if record.fields[field].contains(46) { return "." }
      }
    }
    return "."
  }
}
