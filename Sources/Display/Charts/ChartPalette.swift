import Glibc

/// The colours of pictures: apart for the colour-blind, and dark enough on white.
package enum ChartPalette {
  /// Colours of series (after Okabe and Ito, the light blue darker), in the order in which they are
  /// used.
  package static let series = [
    "#0072B2", "#D55E00", "#009E73", "#CC79A7", "#B8860B", "#3798CF", "#444444", "#7A3E9D",
  ]
  /// What stands back behind the one that is marked.
  package static let grey = "#c4c4c4"
  /// Words of the axes, of the notes, and what has no value.
  package static let text = ["#222222", "#444444", "#555555", "#666666", "#6b6b6b"]
  /// Targets and lines to compare with.
  package static let target = "#8A2C2C"

  /// What is done, in progress and late: apart for the colour-blind, and in grey by their light.
  private static let meanings = ["#0072B2", "#B8860B", "#7F2A00"]

  private static let words: [Set<String>] = [
    [
      "done", "completed", "finished", "on track", "ahead", "attained", "on time", "hoàn thành",
      "đã hoàn thành", "xong", "đã đạt", "đạt", "đúng tiến độ", "vượt tiến độ", "đúng hạn",
    ],
    [
      "in progress", "ongoing", "open", "slow", "slipping", "đang thực hiện", "đang làm", "chậm",
      "chưa hoàn thành",
    ],
    [
      "late", "overdue", "far too slow", "missed", "failed", "quá hạn", "trễ hạn", "trễ",
      "chậm nhiều", "không đạt",
    ],
  ]

  /// Colours by what the names of series mean; nil where they do not say it of two at least, or of two
  /// the same.
  package static func colours(meant names: [String]) -> [String]? {
    let found = names.map { name -> Int? in
      let plain = name.lowercased().split { $0 == "_" || $0 == " " }.joined(separator: " ")
      return words.firstIndex { $0.contains(plain) }
    }
    let known = found.compactMap { $0 }
    guard known.count >= 2, Set(known).count == known.count else { return nil }
    var others = ["#767676", "#7A3E9D", "#009E73", "#CC79A7", "#444444"].makeIterator()
    var result: [String] = []
    for meaning in found {
      if let meaning {
        result.append(meanings[meaning])
      } else if let other = others.next() {
        result.append(other)
      } else {
        return nil
      }
    }
    return result
  }

  /// How far apart two colours are in light, by WCAG 2: from 1 to 21.
  package static func contrast(_ one: String, _ other: String = "#ffffff") -> Double {
    let (a, b) = (luminance(one), luminance(other))
    return (max(a, b) + 0.05) / (min(a, b) + 0.05)
  }

  /// The colour, darker where words in it could not be read on white (4.5 to 1).
  package static func ink(_ colour: String) -> String {
    var shown = colour
    for step in 1...20 where contrast(shown) < 4.5 {
      let share = 1 - Double(step) * 0.05
      let parts = channels(colour).map { Int((Double($0) * share).rounded()) }
      shown = "#" + parts.map(hex).joined()
    }
    return shown
  }

  /// Black or white, whichever stands out more from a colour: 4.5 to 1 at least.
  package static func ink(on colour: String) -> String {
    contrast("#ffffff", colour) >= contrast("#000000", colour) ? "#ffffff" : "#000000"
  }

  private static func hex(_ part: Int) -> String {
    let text = String(part, radix: 16)
    return text.count < 2 ? "0" + text : text
  }

  private static func channels(_ colour: String) -> [Int] {
    let digits = Array(colour.dropFirst())
    return [0, 2, 4].map { place in
      digits.count >= place + 2 ? Int(String(digits[place..<place + 2]), radix: 16) ?? 0 : 0
    }
  }

  private static func luminance(_ colour: String) -> Double {
    zip(channels(colour), [0.2126, 0.7152, 0.0722]).reduce(0) { sum, part in
      let share = Double(part.0) / 255
      let light = share <= 0.04045 ? share / 12.92 : pow((share + 0.055) / 1.055, 2.4)
      return sum + light * part.1
    }
  }
}
