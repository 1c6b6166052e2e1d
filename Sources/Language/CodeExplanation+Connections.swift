extension CodeExplanation {
  /// What is said of databases.
  static let connections: [CodeExplanation] = [
    CodeExplanation(
      "E0770",
      Words(
        en:
          "A database is reached through its ADBC driver, a shared library. It is looked for by the name that the scheme of the address or `driver` says: a manifest `NAME.toml` in `$ADBC_DRIVER_PATH`, `~/.config/adbc/drivers` or `/etc/adbc/drivers`, then where Python packages put it. `pip install adbc-driver-postgresql` (or `-sqlite`, `-flightsql`, `-snowflake`, `-bigquery`, `-spark`) puts it in place; `with (driver: \"/path/to/lib.so\")` names one outright.",
        vi:
          "Cơ sở dữ liệu được kết nối qua trình điều khiển ADBC, một thư viện dùng chung. Nó được tìm theo tên do đầu địa chỉ hoặc `driver` nêu: tệp `TÊN.toml` trong `$ADBC_DRIVER_PATH`, `~/.config/adbc/drivers` hoặc `/etc/adbc/drivers`, rồi đến nơi gói Python cài vào. `pip install adbc-driver-postgresql` (hoặc `-sqlite`, `-flightsql`, `-snowflake`, `-bigquery`, `-spark`) sẽ cài; `with (driver: \"/đường/dẫn/lib.so\")` chỉ rõ thư viện."
      )),
    CodeExplanation(
      "E0771",
      Words(
        en:
          "The driver could not open the database: no server at the address, a name that is unknown, or a user and password that are not accepted. The message is the database's own. The password comes from `TIENDO_PASSWORD_NAME`, from what the driver reads itself (`~/.pgpass`, `PGPASSWORD`), from the address, or is asked for on a terminal.",
        vi:
          "Trình điều khiển không mở được cơ sở dữ liệu: không có máy chủ ở địa chỉ, tên không tồn tại, hoặc người dùng và mật khẩu không được chấp nhận. Lời báo là của chính cơ sở dữ liệu. Mật khẩu lấy từ `TIENDO_PASSWORD_TÊN`, từ nơi trình điều khiển tự đọc (`~/.pgpass`, `PGPASSWORD`), từ địa chỉ, hoặc được hỏi trên thiết bị đầu cuối."
      )),
    CodeExplanation(
      "E0772",
      Words(
        en:
          "The database has no such table, or does not show it to this user. A table in a schema is written ``pg.`schema.table` `` or `pg.schema.table`; `.tables pg` lists those there are.",
        vi:
          "Cơ sở dữ liệu không có bảng đó, hoặc không cho người dùng này thấy. Bảng trong lược đồ viết là ``pg.`schema.table` `` hoặc `pg.schema.table`; `.tables pg` liệt kê các bảng đang có."
      )),
    CodeExplanation(
      "E0773",
      Words(
        en:
          "The database went away in the middle: its server ended, the network broke, or an administrator ended the session. Nothing of the answer was used. The next statement opens the connection anew.",
        vi:
          "Cơ sở dữ liệu mất liên lạc giữa chừng: máy chủ dừng, mạng đứt, hoặc quản trị viên kết thúc phiên. Không phần nào của kết quả được dùng. Câu lệnh tiếp theo sẽ mở lại kết nối."
      )),
    CodeExplanation(
      "E0774",
      Words(
        en:
          "A column has a type that has no form here: a list, a structure, a map, bytes. It hinders only a query that reads it: `select -name` leaves it out; a view of the database can turn it into text or rows.",
        vi:
          "Một cột có kiểu không có dạng tương ứng ở đây: danh sách, cấu trúc, ánh xạ, chuỗi byte. Chỉ truy vấn đọc cột đó mới bị cản: `select -tên` bỏ nó ra; một view trong cơ sở dữ liệu có thể đổi nó thành văn bản hoặc dòng."
      )),
    CodeExplanation(
      "E0775",
      Words(
        en:
          "The database does not do what was asked; the reason is its own. An export with `mode: create` refuses a table that is there: `append` adds to it, `replace` drops it first. Of a transaction that failed nothing is left.",
        vi:
          "Cơ sở dữ liệu không làm điều được yêu cầu; lý do là của chính nó. Xuất với `mode: create` từ chối bảng đã có: `append` thêm vào, `replace` xóa trước. Giao dịch thất bại không để lại gì."
      )),
    CodeExplanation(
      "N0770",
      Words(
        en:
          "Each kind of database has its own SQL. For this driver none is known here, so standard SQL is sent; what the database does not take is an error of its own, and nothing that may mean something else there is sent.",
        vi:
          "Mỗi loại cơ sở dữ liệu có SQL riêng. Với trình điều khiển này chưa biết loại nào nên SQL chuẩn được gửi đi; điều gì cơ sở dữ liệu không nhận thì nó tự báo lỗi, và điều gì có thể mang nghĩa khác ở đó thì không được gửi."
      )),
  ]
}
