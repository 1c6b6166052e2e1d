package import Columns
package import Functions

/// What the values of an expression are measured in, and how exact they are: as far as that follows
/// from the columns that it reads.
///
/// A column keeps all that is known of it under whatever name. A sum or a difference keeps a unit
/// that both sides have, a mean has a digit more than its values; a product has no unit.
package struct Measure {
  package var unit: String?
  package var look = Look()

  /// - Parameter field: the column at a place that the expression reads; nil where none is known.
  package init(_ expression: Expression, _ field: (Int) -> Field?) {
    self.init()
    switch expression.kind {
    case .column(let place):
      guard let field = field(place) else { return }
      self.init(unit: field.unit ?? ScaledUnit.inHeading(field.name), look: field.look)
    case .call(let function, let arguments):
      self.init(function.name, arguments, field)
    case .coalesce(let parts):
      self.init(alike: parts.filter { $0.constant == nil }, field)
    case .choose(let branches, let otherwise):
      let values = branches.map(\.value) + [otherwise]
      self.init(alike: values.filter { $0.constant == nil }, field)
    case .named, .constant: break
    }
  }

  private init(unit: String? = nil, look: Look = Look()) {
    self.unit = unit
    self.look = look
  }

  /// What all of some expressions have in common.
  private init(alike expressions: [Expression], _ field: (Int) -> Field?) {
    let own = expressions.map { Measure($0, field) }
    guard let first = own.first else { return }
    if own.allSatisfy({ $0.unit == first.unit }) { unit = first.unit }
    if own.allSatisfy({ $0.look.digits == first.look.digits }) { look.digits = first.look.digits }
    if own.allSatisfy({ $0.look.vocabulary == first.look.vocabulary }) {
      look.vocabulary = first.look.vocabulary
    }
  }

  private init(_ name: String, _ arguments: [Expression], _ field: (Int) -> Field?) {
    let own = arguments.map { Measure($0, field) }
    guard let first = own.first else { return }
    switch name {
    case "+", "-":
      guard let last = own.last, own.count == 2 else { return }
      // A plain number is meant in the unit of the other side.
      if arguments[0].constant != nil {
        unit = last.unit
        look.digits = last.look.digits
      } else if arguments[1].constant != nil || first.unit == last.unit {
        unit = first.unit
        look.digits = Look.Digits.finer(first.look.digits, last.look.digits)
      }
    case "neg", "abs", "nullif":
      unit = first.unit
      look.digits = first.look.digits
      look.vocabulary = name == "nullif" ? first.look.vocabulary : nil
    case "round", "floor", "ceil", "trunc":
      unit = first.unit
      var digits = 0
      if arguments.count > 1, case .int(let count)? = arguments[1].constant {
        digits = Int(clamping: count)
      }
      look.digits = .upTo(max(0, min(digits, 15)))
    default: break
    }
  }

  /// How the results of an aggregate are shown.
  package static func look(
    of aggregate: Aggregate, _ arguments: [Expression], _ field: (Int) -> Field?
  ) -> Look {
    let first = arguments.first.map { Measure($0, field).look } ?? Look()
    switch aggregate {
    case .min, .max, .first, .last, .mode, .argMax, .argMin:
      return Look(digits: first.digits, vocabulary: first.vocabulary)
    case .sum: return Look(digits: first.digits)
    case .avg, .median, .quantile, .weightedAvg, .stddev:
      return Look(digits: Look.Digits.mean(first.digits, arguments.first?.type))
    case .rate: return Look(digits: .upTo(2))
    case .slope: return Look(digits: .significant(2))
    case .corr, .r2: return Look(digits: .upTo(2))
    default: return Look()
    }
  }

  /// The unit and look of a window call.
  package init(_ call: WindowCall, _ field: (Int) -> Field?) {
    guard let first = call.arguments.first else { return }
    let own = Measure(first, field)
    switch call.kind {
    case .aggregate(let aggregate):
      look = Measure.look(of: aggregate, call.arguments, field)
      if [.sum, .avg, .min, .max, .median, .quantile, .first, .last].contains(aggregate) {
        unit = own.unit
      }
    case .function(.lag), .function(.lead), .function(.first), .function(.last),
      .function(.cumsum):
      unit = own.unit
      look = Look(digits: own.look.digits, vocabulary: own.look.vocabulary)
    case .function(.cumavg), .function(.movingAvg):
      unit = own.unit
      look.digits = Look.Digits.mean(own.look.digits, first.type)
    case .function(.share), .function(.growth), .function(.indexTo), .function(.percentRank):
      look.digits = .upTo(2)
    case .function: break
    }
  }
}

extension Look.Digits {
  /// The digits of a mean: one more than those of its values; nil where those are not known.
  fileprivate static func mean(_ digits: Look.Digits?, _ type: DataType?) -> Look.Digits? {
    switch digits {
    case .decimals(let count), .upTo(let count): .upTo(min(count + 1, 15))
    case nil: type == .int ? .upTo(1) : nil
    default: digits
    }
  }

  /// The digits of what is finer; nil where one is not known.
  fileprivate static func finer(_ one: Look.Digits?, _ other: Look.Digits?) -> Look.Digits? {
    switch (one, other) {
    case (.decimals(let a), .decimals(let b)): .decimals(max(a, b))
    case (.decimals(let a), .upTo(let b)), (.upTo(let a), .decimals(let b)),
      (.upTo(let a), .upTo(let b)):
      .upTo(max(a, b))
    case (let digits?, nil), (nil, let digits?): digits
    default: one == other ? one : nil
    }
  }
}
