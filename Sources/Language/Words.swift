/// A language that messages are written in.
public enum Lang: String, Sendable, Hashable, CaseIterable {
  case en
  case vi
}

/// The same sentence in English and Vietnamese.
///
/// Any target may make its own; without a Vietnamese text the English one is shown.
public struct Words: Sendable, Hashable, ExpressibleByStringLiteral, CustomStringConvertible {
  public var en: String
  public var vi: String?

  public init(en: String, vi: String? = nil) {
    self.en = en
    self.vi = vi
  }

  public init(stringLiteral value: String) {
    self.init(en: value)
  }

  public func text(in lang: Lang) -> String {
    switch lang {
    case .en: en
    case .vi: vi ?? en
    }
  }

  public var description: String { en }

  /// The question that offers the nearest name, with the marks that belong around it.
  public static func didYouMean(_ name: String) -> Words {
    Words(en: "did you mean \(name)?", vi: "có phải ý bạn là \(name)?")
  }

  /// `a, b or c`.
  public static func anyOf(_ names: [String]) -> Words {
    guard let last = names.last, names.count > 1 else {
      return Words(en: names.joined(), vi: names.joined())
    }
    let rest = names.dropLast().joined(separator: ", ")
    return Words(en: "\(rest) or \(last)", vi: "\(rest) hoặc \(last)")
  }
}

extension Words {
  /// What a row of totals is called.
  public static let total = Words(en: "Total", vi: "Tổng")

  /// That rows which stand over others do not count beside them.
  package static let totalsLeftOut = Words(
    en:
      "rows of totals are left out here, so that nothing counts twice; `set totals keep` keeps them",
    vi: "các dòng tổng được bỏ ra ở đây để không tính trùng; `set totals keep` để giữ lại")

  /// That percentages are added up.
  package static let summedPercents = Words(
    en:
      "this adds up percentages, which is a percentage of nothing unless they are shares of one whole; rate(part, whole) gives that of all",
    vi:
      "đây là tổng của các tỷ lệ, chỉ có nghĩa khi chúng là các phần của một tổng; rate(tử, mẫu) tính tỷ lệ chung"
  )

  /// That a sum is of figures which add up already.
  package static let summedCumulative = Words(
    en:
      "this adds up figures that are cumulative by the name of their column, so that each counts again and again; max, or last with a sort, gives the newest",
    vi:
      "đây là tổng của các số đã lũy kế theo tên cột, nên mỗi số bị tính nhiều lần; max, hoặc last có sort, lấy số mới nhất"
  )

  /// That a mean of percentages weighs units of different size alike.
  ///
  /// - Parameter advice: the call that weighs, where the parts are known.
  package static func averagedPercents(_ advice: String?) -> Words {
    guard let advice else {
      return Words(
        en:
          "this averages percentages as if all had the same base; where they differ, rate(part, whole) or weighted_avg(x, base) weighs them",
        vi:
          "đây là trung bình các tỷ lệ như thể mẫu số bằng nhau; nếu khác nhau, rate(tử, mẫu) hoặc weighted_avg(x, mẫu) tính theo trọng số"
      )
    }
    return Words(
      en: "this averages percentages of bases of different size; \(advice) weighs them",
      vi: "đây là trung bình của các tỷ lệ có mẫu số khác nhau; \(advice) tính theo trọng số")
  }
}
