import Columns
import Glibc

/// A place on an axis and what stands there.
struct ChartTick: Sendable, Hashable {
  var place: Double
  var text: String

  init(_ place: Double, _ text: String) {
    self.place = place
    self.text = text
  }
}

/// Numbers as texts on charts.
enum ChartNumber {
  /// The number with at most `decimals` decimals, zeros at the end dropped.
  static func text(_ value: Double, decimals: Int = 2) -> String {
    if value.isNaN { return "nan" }
    if value.isInfinite { return value < 0 ? "-inf" : "inf" }
    if value == 0 { return "0" }
    if value.magnitude >= 1e15 || value.magnitude < 1e-4 { return exponent(value) }
    let places =
      value.magnitude >= 0.01 || decimals > 2
      ? decimals : decimals + Int((-log10(value.magnitude)).rounded(.down))
    var text = (value < 0 ? "-" : "") + NumberLook.fixed(value, places)
    if text.contains(".") {
      while text.hasSuffix("0") { text.removeLast() }
      if text.hasSuffix(".") { text.removeLast() }
    }
    return text == "-0" ? "0" : text
  }

  /// With exactly that many decimals.
  static func fixed(_ value: Double, _ decimals: Int) -> String {
    let text = NumberLook.fixed(value, max(0, min(decimals, 20)))
    return value < 0 && !text.allSatisfy({ "0.".contains($0) }) ? "-" + text : text
  }

  private static func exponent(_ value: Double) -> String {
    let parts = NumberLook.printed("%.*e", 2, value).split(separator: "e")
    guard parts.count == 2, let power = Int(parts[1]) else { return "\(value)" }
    var digits = String(parts[0])
    while digits.hasSuffix("0") { digits.removeLast() }
    if digits.hasSuffix(".") { digits.removeLast() }
    return "\(digits)e\(power)"
  }
}

/// A numeric axis: its ends and the marks between them.
struct ChartScale: Sendable {
  var low: Double
  var high: Double
  var ticks: [ChartTick]
  /// The texts are thousands, millions … when this is 3, 6 …
  var exponent = 0

  /// The place of a value, 0 at the low end and 1 at the high one; never far outside, so that a
  /// value beyond the ends costs no more cells than one within.
  func share(_ value: Double) -> Double {
    // Halves keep the difference finite at the ends of the range of doubles.
    let span = high / 2 - low / 2
    let place = span > 0 ? (value / 2 - low / 2) / span : 0.5
    return place.isNaN ? 0.5 : max(-1, min(2, place))
  }

  /// The least and greatest finite value.
  static func range(_ values: some Sequence<Double>) -> (low: Double, high: Double)? {
    var low = Double.infinity
    var high = -Double.infinity
    for value in values where value.isFinite {
      low = min(low, value)
      high = max(high, value)
    }
    return low <= high ? (low, high) : nil
  }

  /// A scale whose ends are round numbers beyond all of the values, with about `marks` marks.
  static func nice(
    _ low: Double, _ high: Double, marks: Int, whole: Bool = false
  ) -> ChartScale {
    // Beyond this the steps themselves would overflow.
    var low = max(-1e300, min(1e300, low))
    var high = max(-1e300, min(1e300, high))
    if !(high > low) || (high - low) < max(high.magnitude, low.magnitude) * 1e-12 {
      let room = high == 0 ? 1 : high.magnitude * 0.5
      // A constant stands in the middle, but not below zero when it is not negative.
      low = low >= 0 ? max(0, low - room) : low - room
      high += room
    }
    var step = step((high - low) / Double(max(1, marks - 1)))
    if whole { step = max(1, step.rounded(.up)) }
    // Rounding the ends outward may add marks: take the next larger step then.
    while (high / step).rounded(.up) - (low / step).rounded(.down) > Double(max(1, marks)) {
      step = self.step(step * 1.01)
      if whole { step = max(1, step.rounded(.up)) }
    }
    let first = (low / step + 1e-9).rounded(.down)
    let last = (high / step - 1e-9).rounded(.up)
    var places: [Double] = []
    var index = first
    while index <= last, places.count < 1000 {
      places.append(index * step)
      index += 1
    }
    var scale = ChartScale(low: first * step, high: last * step, ticks: [])
    scale.label(places, step: step)
    return scale
  }

  /// Round places between two values, at most `most` of them; never beyond the ends.
  static func ticks(_ low: Double, _ high: Double, most: Int, whole: Bool = false) -> [Double] {
    guard high > low, (high - low).isFinite, most > 0 else { return [low] }
    var step = step((high - low) / Double(most))
    if whole { step = max(1, step.rounded(.up)) }
    while (high / step + 1e-9).rounded(.down) - (low / step - 1e-9).rounded(.up) + 1
      > Double(most), step < (high - low) * 10
    {
      step = self.step(step * 1.01)
      if whole { step = max(1, step.rounded(.up)) }
    }
    var places: [Double] = []
    var index = (low / step - 1e-9).rounded(.up)
    while index * step <= high + step * 1e-9, places.count < 1000 {
      places.append(index * step)
      index += 1
    }
    return places.isEmpty ? [low] : places
  }

  /// Marks between two values with texts of equal decimals.
  static func between(_ low: Double, _ high: Double, most: Int, whole: Bool = false) -> ChartScale {
    let places = ticks(low, high, most: most, whole: whole)
    var scale = ChartScale(low: low, high: high, ticks: [])
    scale.label(places, step: places.count > 1 ? places[1] - places[0] : 0)
    return scale
  }

  private mutating func label(_ places: [Double], step: Double) {
    let largest = places.reduce(0) { max($0, $1.magnitude) }
    if largest >= 1e6 || (largest > 0 && largest < 1e-3) {
      let power = Int((log10(largest) / 3).rounded(.down)) * 3
      // Steps that are tiny beside the values would all read alike.
      if step == 0 || step / largest > 1e-5 { exponent = power }
    }
    let unit = pow(10, Double(exponent))
    let decimals =
      step > 0 ? max(0, min(10, Int((-log10(step / unit) + 1e-9).rounded(.up)))) : 0
    var needed = decimals
    if step > 0, decimals < 10 {
      // 2.5 needs one decimal more than its power of ten says.
      let scaled = step / unit * pow(10, Double(decimals))
      if (scaled - scaled.rounded()).magnitude > 1e-6 { needed += 1 }
    }
    ticks = places.map { place in
      let value = place / unit
      let text =
        step == 0 || value.magnitude >= 1e15
        ? ChartNumber.text(value) : ChartNumber.fixed(value, needed)
      return ChartTick(place, text)
    }
  }

  /// The least of 1, 2, 2.5 and 5 times a power of ten that is no less than `least`.
  static func step(_ least: Double) -> Double {
    guard least > 0, least.isFinite else { return 1 }
    let power = pow(10, log10(least).rounded(.down))
    for factor in [1.0, 2, 2.5, 5] where factor * power >= least * (1 - 1e-9) {
      return factor * power
    }
    return 10 * power
  }

  /// `×10⁶`, where the texts are in millions.
  func factor(unicode: Bool) -> String? {
    guard exponent != 0 else { return nil }
    guard unicode else { return "x1e\(exponent)" }
    let digits: [Character: Character] = [
      "0": "⁰", "1": "¹", "2": "²", "3": "³", "4": "⁴", "5": "⁵", "6": "⁶", "7": "⁷", "8": "⁸",
      "9": "⁹", "-": "⁻",
    ]
    return "×10" + String(String(exponent).map { digits[$0] ?? $0 })
  }
}
