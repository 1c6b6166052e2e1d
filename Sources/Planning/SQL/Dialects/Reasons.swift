import Language

/// Why functions are answered here rather than by a database.
enum SQLReason {
  static let untried = Words(
    en: "nothing has shown yet that the database means the same",
    vi: "chưa có gì cho thấy cơ sở dữ liệu hiểu đúng như vậy")
  static let folding = Words(
    en: "case and marks are folded by Tiendo's own tables",
    vi: "chữ hoa và dấu được bỏ theo bảng của Tiendo")
  static let letters = Words(
    en: "upper and lower case hang on the database's locale",
    vi: "chữ hoa, chữ thường tùy thuộc locale của cơ sở dữ liệu")
  static let signs = Words(
    en: "what a character is, and places beyond the text, are counted otherwise",
    vi: "cách đếm ký tự và vị trí ngoài văn bản khác nhau")
  static let whiteSpace = Words(
    en: "white space is all of Unicode's here and the space alone there",
    vi: "ở đây khoảng trắng là của cả Unicode, ở đó chỉ là dấu cách")
  static let regex = Words(
    en: "regular expressions are of another kind", vi: "biểu thức chính quy thuộc loại khác")
  static let likeCase = Words(
    en: "LIKE ignores the case of ASCII letters there",
    vi: "ở đó LIKE bỏ qua chữ hoa, chữ thường ASCII")
  static let likePattern = Words(
    en: "the pattern is not written in the query, or ends in \\",
    vi: "mẫu không viết trong truy vấn, hoặc kết thúc bằng \\")
  static let lastDigits = Words(
    en: "the last digits hang on the mathematical library, and overflow is an error there",
    vi: "các chữ số cuối tùy thư viện toán học, và ở đó tràn số là lỗi")
  static let outside = Words(
    en: "what lies outside the function's domain is an error here and a value there",
    vi: "giá trị ngoài miền xác định ở đây là lỗi, ở đó lại cho kết quả")
  static let rounding = Words(
    en: "halves of doubles are rounded otherwise", vi: "số thực ở giữa được làm tròn khác")
  static let doubles = Words(
    en: "floats are computed otherwise there", vi: "ở đó số thực được tính khác")
  static let clock = Words(
    en: "points in time hang on the time zone of the database's session",
    vi: "thời điểm tùy thuộc múi giờ của phiên cơ sở dữ liệu")
  static let noDates = Words(
    en: "the database has no type for dates", vi: "cơ sở dữ liệu không có kiểu ngày")
  static let reading = Words(
    en: "texts are read and written by Tiendo's rules",
    vi: "văn bản được đọc và viết theo quy tắc của Tiendo")
  static let periods = Words(
    en: "periods are read by Tiendo's rules", vi: "kỳ được đọc theo quy tắc của Tiendo")
  static let names = Words(
    en: "tables of this session answer", vi: "các bảng của phiên này trả lời")
  static let nothing = Words(
    en: "a null among the arguments means something else there",
    vi: "null trong các đối số có nghĩa khác ở đó")
  static let kinds = Words(
    en: "arguments of these types are compared otherwise there",
    vi: "đối số thuộc các kiểu này được so sánh khác ở đó")
  static let notThere = Words(
    en: "the database has no such function", vi: "cơ sở dữ liệu không có hàm như vậy")
  static let notOfWindows = Words(
    en: "the database has no such aggregate over the rows of a partition",
    vi: "cơ sở dữ liệu không có hàm gộp này trên các dòng của phân vùng")
  static let order = Words(
    en: "the rows of a database have no order of their own",
    vi: "các dòng trong cơ sở dữ liệu không có thứ tự riêng")
  static let ties = Words(
    en: "of equal values the first row counts here, and any there",
    vi: "khi bằng nhau ở đây lấy dòng đầu, ở đó lấy dòng bất kỳ")
  static let ownOrder = Words(
    en: "its own order or frame of rows is kept here",
    vi: "thứ tự hoặc khung dòng riêng của nó được giữ ở đây")
  static let pairs = Words(
    en: "rows are matched by more than equal keys",
    vi: "các dòng được ghép không chỉ bằng khóa bằng nhau")
  static let steps = Words(
    en: "how far apart the times are is found here",
    vi: "khoảng cách giữa các thời điểm được tìm ở đây")
  static let locale = Words(
    en: "the order of text is that of the language (`set lang`, `set locale`)",
    vi: "thứ tự văn bản theo ngôn ngữ (`set lang`, `set locale`)")
  static let unknownValue = Words(
    en: "the value has no form there", vi: "giá trị không có dạng viết ở đó")
  static let stage = Words(
    en: "the step is answered here, over what comes before it",
    vi: "bước này được tính ở đây, trên kết quả của phần trước")
  static let effect = Words(
    en: "the step hands its table to this session",
    vi: "bước này đưa bảng cho phiên đang chạy")
  static let sameNames = Words(
    en: "the database takes names that differ in case only for the same",
    vi: "cơ sở dữ liệu coi các tên chỉ khác chữ hoa, chữ thường là một")
  static let tooLong = Words(
    en: "the statement would be too long", vi: "câu lệnh sẽ quá dài")
}
