/// The nearest of the words that would have been possible.
public enum Suggestions {
  /// The candidate closest to `word`, or nil when none is close enough to be meant.
  ///
  /// Case, Vietnamese diacritics and all but letters and digits do not count (or whatever `fold` takes
  /// away): `ty_le` is `Tỷ lệ (%)`. One slip is
  /// allowed in words of up to four letters, one in three letters beyond; a swap of neighbours
  /// is one slip. A candidate that begins with the word (three letters or more) is close too.
  /// Ties go to the shorter, then to the first.
  public static func nearest(
    _ word: String, among candidates: some Sequence<String>,
    fold: (String) -> String = Suggestions.key
  ) -> String? {
    let target = Array(fold(word))
    guard !target.isEmpty, target.count <= 64 else { return nil }
    let exact = Suggestions.fold(word)
    var best: (candidate: String, cost: Int, length: Int)?
    for candidate in candidates {
      let folded = Array(fold(candidate))
      guard !folded.isEmpty, folded.count <= 96 else { continue }
      let allowed = max(1, (min(target.count, folded.count) + 1) / 3)
      var cost = distance(target, folded, limit: allowed)
      if cost > allowed {
        guard target.count >= 3, folded.starts(with: target) else { continue }
        cost = allowed + 1
      }
      // A word that shares nothing is not a misspelling of it.
      if cost >= target.count, cost > 0 { continue }
      // Of names that differ in signs and spaces alone the one with the same ones is meant.
      let length = folded.count * 2 + (Suggestions.fold(candidate) == exact ? 0 : 1)
      if best == nil || (cost, length) < (best?.cost ?? 0, best?.length ?? 0) {
        best = (candidate, cost, length)
      }
    }
    return best?.candidate
  }

  /// Damerau–Levenshtein distance (optimal string alignment); `limit + 1` when it is greater.
  static func distance(_ left: [Character], _ right: [Character], limit: Int) -> Int {
    if abs(left.count - right.count) > limit { return limit + 1 }
    var before = [Int](repeating: 0, count: right.count + 1)
    var previous = Array(0...right.count)
    var current = before
    for i in 1...max(left.count, 1) {
      guard i <= left.count else { break }
      current[0] = i
      var smallest = i
      for j in 1...max(right.count, 1) {
        guard j <= right.count else { break }
        let substitution = previous[j - 1] + (left[i - 1] == right[j - 1] ? 0 : 1)
        var cost = min(substitution, previous[j] + 1, current[j - 1] + 1)
        if i > 1, j > 1, left[i - 1] == right[j - 2], left[i - 2] == right[j - 1] {
          cost = min(cost, before[j - 2] + 1)
        }
        current[j] = cost
        smallest = min(smallest, cost)
      }
      if smallest > limit { return limit + 1 }
      (before, previous, current) = (previous, current, before)
    }
    return min(previous[right.count], limit + 1)
  }

  /// The letters and digits of a word as `fold` has them; a word without any is left as it is.
  public static func key(_ word: String) -> String {
    let folded = fold(word)
    let key = String(
      String.UnicodeScalarView(
        folded.unicodeScalars.filter {
          $0.properties.isAlphabetic || $0.properties.numericType != nil
        }))
    return key.isEmpty ? folded : key
  }

  /// Lower case without Vietnamese marks, in either normalisation: `Điện` becomes `dien`.
  public static func fold(_ word: String) -> String {
    var result = String.UnicodeScalarView()
    for scalar in word.lowercased().unicodeScalars {
      if scalar.isASCII {
        result.append(scalar)
      } else if let base = base(of: scalar) {
        result.append(base)
      } else if scalar.properties.generalCategory != .nonspacingMark {
        result.append(scalar)
      }
    }
    return String(result)
  }

  /// The letter under the marks, for the letters that Vietnamese uses.
  private static func base(of scalar: Unicode.Scalar) -> Unicode.Scalar? {
    switch scalar.value {
    case 0xE0...0xE5, 0x103, 0x1EA1...0x1EB7: return "a"
    case 0xE8...0xEB, 0x1EB9...0x1EC7: return "e"
    case 0xEC...0xEF, 0x129, 0x1EC9...0x1ECB: return "i"
    case 0xF2...0xF6, 0x1A1, 0x1ECD...0x1EE3: return "o"
    case 0xF9...0xFC, 0x169, 0x1B0, 0x1EE5...0x1EF1: return "u"
    case 0xFD, 0xFF, 0x1EF3...0x1EF9: return "y"
    case 0x111, 0xF0: return "d"
    default: return nil
    }
  }
}
