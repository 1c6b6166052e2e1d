import Columns

/// What part of a change is due to what.
enum ChangeFunctions {
  static let all: [ScalarFunction] = [
    .strict(
      "factor_effect", "factor_effect(a0, a1, b0, b1, c0, c1)",
      [.number, .number, .number, .number, .number, .number], .always(.float),
      en:
        "What the change of the first factor, from a0 to a1, adds to the change of the product a × b × c. The effects of the three factors, each put first in turn, add up to the whole change; with two factors c0 and c1 are 1.",
      vi:
        "Phần mà thay đổi của thừa số thứ nhất, từ a0 đến a1, đóng góp vào thay đổi của tích a × b × c. Đóng góp của ba thừa số, lần lượt đặt lên đầu, cộng lại bằng toàn bộ thay đổi; với hai thừa số thì c0 và c1 là 1.",
      [
        ("factor_effect(2, 3, 10, 10, 1, 1)", "10.0"),
        ("factor_effect(10, 12, 2, 3, 1, 1)", "5.0"),
      ]
    ) { operands, count, validity, _ in
      let values = try operands.map { try DoubleOperand($0, count) }
      let result = try MutableBuffer(Double.self, count: count)
      let out = result.pointer(Double.self)
      let (a0, a1, b0, b1) = (values[0], values[1], values[2], values[3])
      let (c0, c1) = (values[4], values[5])
      for row in 0..<count {
        // Das Gupta (1993), three factors: the others at the mean of their four combinations,
        // those of one time weighted by 1/3, the mixed ones by 1/6.
        let (b0, b1, c0, c1) = (b0.value(row), b1.value(row), c0.value(row), c1.value(row))
        out[row] =
          (a1.value(row) - a0.value(row)) * ((b0 * c0 + b1 * c1) / 3 + (b0 * c1 + b1 * c0) / 6)
      }
      withExtendedLifetime(values) {}
      return Kernel.doubles(result.freeze(), validity, count)
    }
  ]
}
