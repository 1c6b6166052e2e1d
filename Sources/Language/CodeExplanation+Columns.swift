extension CodeExplanation {
  /// Files of columns: Parquet and Arrow.
  static let columns: [CodeExplanation] = [
    CodeExplanation(
      "N0560",
      Words(
        en:
          "A column of the file holds a list or a map in each row, for which a table of plain values has no place. The other columns are read; fields of structures become columns such as `a.b`.",
        vi:
          "Mỗi dòng của cột chứa một danh sách hoặc ánh xạ, bảng giá trị thường không có chỗ cho chúng. Các cột khác vẫn được đọc; trường của cấu trúc thành cột như `a.b`."
      )),
    CodeExplanation(
      "N0561",
      Words(
        en:
          "The file says that these are moments, stored in UTC. They are shown as they are stored; add hours for a local time, for instance seven for Vietnam.",
        vi:
          "Tệp cho biết đây là các thời điểm lưu theo UTC. Chúng được hiện đúng như đã lưu; hãy cộng giờ để có giờ địa phương, ví dụ bảy giờ cho Việt Nam."
      )),
    CodeExplanation(
      "N0562",
      Words(
        en:
          "Times are kept to the microsecond; the file has finer ones, of which the rest is cut off.",
        vi:
          "Thời điểm được giữ đến micro giây; tệp ghi mịn hơn, phần còn lại bị cắt bỏ."
      )),
    CodeExplanation(
      "N0563",
      Words(
        en:
          "Whole numbers and decimals are exact up to 18 digits, with up to 15 behind the point. Longer ones become the nearest number that a double can hold.",
        vi:
          "Số nguyên và số thập phân chính xác đến 18 chữ số, tối đa 15 chữ số sau dấu phẩy. Số dài hơn thành số gần nhất mà kiểu double chứa được."
      )),
    CodeExplanation(
      "N0564",
      Words(
        en:
          "The file calls these texts, but some of their bytes are no UTF-8. The rest of each text is kept; writing the file again with UTF-8 texts repairs it.",
        vi:
          "Tệp gọi đây là văn bản nhưng một số byte không phải UTF-8. Phần còn lại được giữ; ghi lại tệp bằng văn bản UTF-8 sẽ sửa được."
      )),
    CodeExplanation(
      "N0565",
      Words(
        en:
          "A column of bytes is read as text where all of it is UTF-8. This one holds other bytes, so each value is shown as two digits of base 16 a byte.",
        vi:
          "Cột byte được đọc thành văn bản khi toàn bộ là UTF-8. Cột này có byte khác nên mỗi byte được hiện bằng hai chữ số hệ 16."
      )),
    CodeExplanation(
      "N0566",
      Words(
        en:
          "The column holds lengths of time, which are read as whole numbers of the unit in which the file counts: seconds, or thousandths, millionths or billionths of them.",
        vi:
          "Cột chứa khoảng thời gian, được đọc thành số nguyên theo đơn vị của tệp: giây, hoặc phần nghìn, phần triệu, phần tỷ giây."
      )),
  ]
}
