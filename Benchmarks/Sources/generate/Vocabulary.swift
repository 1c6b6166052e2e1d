/// The words of which names are made: the provinces before 2025, and common syllables of places.
enum Vocabulary {
  static let provinces = list(
    """
    Hà Nội|Hà Giang|Cao Bằng|Bắc Kạn|Tuyên Quang|Lào Cai|Điện Biên|Lai Châu|Sơn La|Yên Bái|Hoà Bình
    Thái Nguyên|Lạng Sơn|Quảng Ninh|Bắc Giang|Phú Thọ|Vĩnh Phúc|Bắc Ninh|Hải Dương|Hải Phòng
    Hưng Yên|Thái Bình|Hà Nam|Nam Định|Ninh Bình|Thanh Hóa|Nghệ An|Hà Tĩnh|Quảng Bình|Quảng Trị
    Thừa Thiên Huế|Đà Nẵng|Quảng Nam|Quảng Ngãi|Bình Định|Phú Yên|Khánh Hòa|Ninh Thuận|Bình Thuận
    Kon Tum|Gia Lai|Đắk Lắk|Đắk Nông|Lâm Đồng|Bình Phước|Tây Ninh|Bình Dương|Đồng Nai
    Bà Rịa - Vũng Tàu|Hồ Chí Minh|Long An|Tiền Giang|Bến Tre|Trà Vinh|Vĩnh Long|Đồng Tháp|An Giang
    Kiên Giang|Cần Thơ|Hậu Giang|Sóc Trăng|Bạc Liêu|Cà Mau
    """)

  static let regions = list(
    """
    Trung du và miền núi phía Bắc|Đồng bằng sông Hồng|Bắc Trung Bộ|Duyên hải Nam Trung Bộ
    Tây Nguyên|Đông Nam Bộ|Đồng bằng sông Cửu Long
    """)

  static let indicators = list(
    """
    Bảo hiểm y tế|Tiêm chủng đầy đủ|Khám thai định kỳ|Suy dinh dưỡng thể thấp còi
    Nước sạch hợp vệ sinh|Nhà tiêu hợp vệ sinh|Phổ cập mầm non|Phổ cập tiểu học|Hộ nghèo|Hộ cận nghèo
    Điện lưới quốc gia|Internet băng rộng|Giao thông nông thôn|Lao động qua đào tạo|Bảo hiểm xã hội
    Hồ sơ sức khỏe điện tử|Quản lý tăng huyết áp|Quản lý đái tháo đường|Trẻ em đến trường
    Văn hóa nông thôn mới
    """)

  static let placeSyllables = words(
    """
    An Bình Cao Châu Đại Đông Đức Giang Hà Hải Hiệp Hòa Hoàng Hồng Hưng Khánh Kim Lạc Lâm Lập Liên
    Long Lộc Lương Minh Mỹ Nam Nghĩa Ngọc Nhân Ninh Phong Phú Phúc Phước Quang Quảng Sơn Tam Tân Tây
    Thái Thanh Thành Thạnh Thắng Thiện Thịnh Thọ Thuận Thủy Tiến Trung Trường Tường Văn Viên Việt
    Vĩnh Vũ Xuân Yên
    """)

  static let officeWords = words(
    """
    kế hoạch báo cáo tổng hợp số liệu kiểm tra giám sát triển khai đề án chương trình hội nghị
    tập huấn cán bộ xã huyện tỉnh quý năm rà soát hộ nghèo bảo hiểm y tế xây dựng nông thôn mới
    phê duyệt dự toán kinh phí nghiệm thu công trình thủy lợi đường giao thông trường học trạm
    nước sạch vệ sinh môi tuyên truyền phổ biến pháp luật cải cách hành chính chuyển đổi
    """)

  static let surnames = words(
    "Nguyễn Trần Lê Phạm Hoàng Huỳnh Phan Vũ Võ Đặng Bùi Đỗ Hồ Ngô Dương Lý")

  static let givenNames = words(
    """
    Anh Bình Chi Dũng Giang Hà Hải Hạnh Hiếu Hoa Hùng Hương Khoa Lan Linh Long Mai Minh Nam Nga
    Ngọc Phúc Quân Sơn Thảo Trang Tuấn Vân Việt Yến
    """)

  static let statuses = ["mới", "đang làm", "chờ duyệt", "hoàn thành", "hủy"]

  private static func list(_ text: String) -> [String] {
    text.split(whereSeparator: { $0 == "|" || $0 == "\n" }).map(String.init)
  }

  private static func words(_ text: String) -> [String] {
    text.split(whereSeparator: { $0 == " " || $0 == "\n" }).map(String.init)
  }

  /// `count` different names, each a kind of place and two or three different syllables.
  static func places(_ count: Int, kinds: [String], _ random: inout SplitMix) -> [String] {
    var seen: Set<String> = []
    var names: [String] = []
    while names.count < count {
      var parts = [random.element(of: kinds)]
      let wanted = random.integer(in: 3..<5)
      while parts.count < wanted {
        let syllable = random.element(of: placeSyllables)
        if !parts.contains(syllable) { parts.append(syllable) }
      }
      let name = parts.joined(separator: " ")
      if seen.insert(name).inserted { names.append(name) }
    }
    return names
  }
}
