/// Arrow's C interfaces for data and streams, and the function table of ADBC 1.1, as their
/// specifications lay them out; with what opens a driver.
#ifndef CADBC_H
#define CADBC_H

#include <stddef.h>
#include <stdint.h>

// MARK: Arrow C data interface

enum {
  ARROW_FLAG_DICTIONARY_ORDERED = 1,
  ARROW_FLAG_NULLABLE = 2,
  ARROW_FLAG_MAP_KEYS_SORTED = 4,
};

/// The type of a column, or of the rows of a stream.
struct CArrowSchema {
  const char *format;
  const char *name;
  /// A number of pairs, then each key and value behind its length; all numbers of four bytes.
  const char *metadata;
  int64_t flags;
  int64_t n_children;
  struct CArrowSchema **children;
  struct CArrowSchema *dictionary;
  /// Nil once it was released.
  void (*release)(struct CArrowSchema *);
  void *private_data;
};

/// Values of a column, or of the rows of a batch.
struct CArrowArray {
  int64_t length;
  int64_t null_count;
  int64_t offset;
  int64_t n_buffers;
  int64_t n_children;
  const void **buffers;
  struct CArrowArray **children;
  struct CArrowArray *dictionary;
  /// Nil once it was released.
  void (*release)(struct CArrowArray *);
  void *private_data;
};

/// Batches one after another.
struct CArrowStream {
  int (*get_schema)(struct CArrowStream *, struct CArrowSchema *out);
  /// Gives an array without `release` at the end.
  int (*get_next)(struct CArrowStream *, struct CArrowArray *out);
  const char *(*get_last_error)(struct CArrowStream *);
  void (*release)(struct CArrowStream *);
  void *private_data;
};

// MARK: ADBC

typedef uint8_t AdbcStatusCode;

enum {
  CADBC_OK = 0,
  CADBC_UNKNOWN = 1,
  CADBC_NOT_IMPLEMENTED = 2,
  CADBC_NOT_FOUND = 3,
  CADBC_ALREADY_EXISTS = 4,
  CADBC_INVALID_ARGUMENT = 5,
  CADBC_INVALID_STATE = 6,
  CADBC_INVALID_DATA = 7,
  CADBC_INTEGRITY = 8,
  CADBC_INTERNAL = 9,
  CADBC_IO = 10,
  CADBC_CANCELLED = 11,
  CADBC_TIMEOUT = 12,
  CADBC_UNAUTHENTICATED = 13,
  CADBC_UNAUTHORIZED = 14,
};

enum { CADBC_VERSION_1_0 = 1000000, CADBC_VERSION_1_1 = 1001000 };

struct AdbcDriver;

struct AdbcError {
  char *message;
  /// The smallest number asks a driver of 1.1 to tell details.
  int32_t vendor_code;
  char sqlstate[5];
  void (*release)(struct AdbcError *);
  void *private_data;
  struct AdbcDriver *private_driver;
};

struct AdbcErrorDetail {
  const char *key;
  const uint8_t *value;
  size_t value_length;
};

struct AdbcDatabase {
  void *private_data;
  struct AdbcDriver *private_driver;
};

struct AdbcConnection {
  void *private_data;
  struct AdbcDriver *private_driver;
};

struct AdbcStatement {
  void *private_data;
  struct AdbcDriver *private_driver;
};

struct AdbcPartitions;

#define CADBC_DB struct AdbcDatabase *
#define CADBC_CONN struct AdbcConnection *
#define CADBC_STMT struct AdbcStatement *
#define CADBC_ERR struct AdbcError *
#define CADBC_STREAM struct CArrowStream *

/// What a driver can do. A function that it lacks is nil or gives `CADBC_NOT_IMPLEMENTED`.
struct AdbcDriver {
  void *private_data;
  void *private_manager;
  AdbcStatusCode (*release)(struct AdbcDriver *, CADBC_ERR);

  AdbcStatusCode (*DatabaseInit)(CADBC_DB, CADBC_ERR);
  AdbcStatusCode (*DatabaseNew)(CADBC_DB, CADBC_ERR);
  AdbcStatusCode (*DatabaseSetOption)(CADBC_DB, const char *, const char *, CADBC_ERR);
  AdbcStatusCode (*DatabaseRelease)(CADBC_DB, CADBC_ERR);

  AdbcStatusCode (*ConnectionCommit)(CADBC_CONN, CADBC_ERR);
  AdbcStatusCode (*ConnectionGetInfo)(
      CADBC_CONN, const uint32_t *, size_t, CADBC_STREAM, CADBC_ERR);
  AdbcStatusCode (*ConnectionGetObjects)(
      CADBC_CONN, int, const char *, const char *, const char *, const char **, const char *,
      CADBC_STREAM, CADBC_ERR);
  AdbcStatusCode (*ConnectionGetTableSchema)(
      CADBC_CONN, const char *, const char *, const char *, struct CArrowSchema *, CADBC_ERR);
  AdbcStatusCode (*ConnectionGetTableTypes)(CADBC_CONN, CADBC_STREAM, CADBC_ERR);
  AdbcStatusCode (*ConnectionInit)(CADBC_CONN, CADBC_DB, CADBC_ERR);
  AdbcStatusCode (*ConnectionNew)(CADBC_CONN, CADBC_ERR);
  AdbcStatusCode (*ConnectionSetOption)(CADBC_CONN, const char *, const char *, CADBC_ERR);
  AdbcStatusCode (*ConnectionReadPartition)(
      CADBC_CONN, const uint8_t *, size_t, CADBC_STREAM, CADBC_ERR);
  AdbcStatusCode (*ConnectionRelease)(CADBC_CONN, CADBC_ERR);
  AdbcStatusCode (*ConnectionRollback)(CADBC_CONN, CADBC_ERR);

  AdbcStatusCode (*StatementBind)(
      CADBC_STMT, struct CArrowArray *, struct CArrowSchema *, CADBC_ERR);
  AdbcStatusCode (*StatementBindStream)(CADBC_STMT, CADBC_STREAM, CADBC_ERR);
  AdbcStatusCode (*StatementExecuteQuery)(CADBC_STMT, CADBC_STREAM, int64_t *, CADBC_ERR);
  AdbcStatusCode (*StatementExecutePartitions)(
      CADBC_STMT, struct CArrowSchema *, struct AdbcPartitions *, int64_t *, CADBC_ERR);
  AdbcStatusCode (*StatementGetParameterSchema)(CADBC_STMT, struct CArrowSchema *, CADBC_ERR);
  AdbcStatusCode (*StatementNew)(CADBC_CONN, CADBC_STMT, CADBC_ERR);
  AdbcStatusCode (*StatementPrepare)(CADBC_STMT, CADBC_ERR);
  AdbcStatusCode (*StatementRelease)(CADBC_STMT, CADBC_ERR);
  AdbcStatusCode (*StatementSetOption)(CADBC_STMT, const char *, const char *, CADBC_ERR);
  AdbcStatusCode (*StatementSetSqlQuery)(CADBC_STMT, const char *, CADBC_ERR);
  AdbcStatusCode (*StatementSetSubstraitPlan)(CADBC_STMT, const uint8_t *, size_t, CADBC_ERR);

  // Since version 1.1.
  int (*ErrorGetDetailCount)(const struct AdbcError *);
  struct AdbcErrorDetail (*ErrorGetDetail)(const struct AdbcError *, int);
  const struct AdbcError *(*ErrorFromArrayStream)(CADBC_STREAM, AdbcStatusCode *);

  AdbcStatusCode (*DatabaseGetOption)(CADBC_DB, const char *, char *, size_t *, CADBC_ERR);
  AdbcStatusCode (*DatabaseGetOptionBytes)(
      CADBC_DB, const char *, uint8_t *, size_t *, CADBC_ERR);
  AdbcStatusCode (*DatabaseGetOptionDouble)(CADBC_DB, const char *, double *, CADBC_ERR);
  AdbcStatusCode (*DatabaseGetOptionInt)(CADBC_DB, const char *, int64_t *, CADBC_ERR);
  AdbcStatusCode (*DatabaseSetOptionBytes)(
      CADBC_DB, const char *, const uint8_t *, size_t, CADBC_ERR);
  AdbcStatusCode (*DatabaseSetOptionDouble)(CADBC_DB, const char *, double, CADBC_ERR);
  AdbcStatusCode (*DatabaseSetOptionInt)(CADBC_DB, const char *, int64_t, CADBC_ERR);

  AdbcStatusCode (*ConnectionCancel)(CADBC_CONN, CADBC_ERR);
  AdbcStatusCode (*ConnectionGetOption)(CADBC_CONN, const char *, char *, size_t *, CADBC_ERR);
  AdbcStatusCode (*ConnectionGetOptionBytes)(
      CADBC_CONN, const char *, uint8_t *, size_t *, CADBC_ERR);
  AdbcStatusCode (*ConnectionGetOptionDouble)(CADBC_CONN, const char *, double *, CADBC_ERR);
  AdbcStatusCode (*ConnectionGetOptionInt)(CADBC_CONN, const char *, int64_t *, CADBC_ERR);
  AdbcStatusCode (*ConnectionGetStatistics)(
      CADBC_CONN, const char *, const char *, const char *, char, CADBC_STREAM, CADBC_ERR);
  AdbcStatusCode (*ConnectionGetStatisticNames)(CADBC_CONN, CADBC_STREAM, CADBC_ERR);
  AdbcStatusCode (*ConnectionSetOptionBytes)(
      CADBC_CONN, const char *, const uint8_t *, size_t, CADBC_ERR);
  AdbcStatusCode (*ConnectionSetOptionDouble)(CADBC_CONN, const char *, double, CADBC_ERR);
  AdbcStatusCode (*ConnectionSetOptionInt)(CADBC_CONN, const char *, int64_t, CADBC_ERR);

  AdbcStatusCode (*StatementCancel)(CADBC_STMT, CADBC_ERR);
  AdbcStatusCode (*StatementExecuteSchema)(CADBC_STMT, struct CArrowSchema *, CADBC_ERR);
  AdbcStatusCode (*StatementGetOption)(CADBC_STMT, const char *, char *, size_t *, CADBC_ERR);
  AdbcStatusCode (*StatementGetOptionBytes)(
      CADBC_STMT, const char *, uint8_t *, size_t *, CADBC_ERR);
  AdbcStatusCode (*StatementGetOptionDouble)(CADBC_STMT, const char *, double *, CADBC_ERR);
  AdbcStatusCode (*StatementGetOptionInt)(CADBC_STMT, const char *, int64_t *, CADBC_ERR);
  AdbcStatusCode (*StatementSetOptionBytes)(
      CADBC_STMT, const char *, const uint8_t *, size_t, CADBC_ERR);
  AdbcStatusCode (*StatementSetOptionDouble)(CADBC_STMT, const char *, double, CADBC_ERR);
  AdbcStatusCode (*StatementSetOptionInt)(CADBC_STMT, const char *, int64_t, CADBC_ERR);

  /// Room for what later versions add, in case that a driver clears more than it was asked for.
  void *later[32];
};

#undef CADBC_DB
#undef CADBC_CONN
#undef CADBC_STMT
#undef CADBC_ERR
#undef CADBC_STREAM

/// The entry of a driver.
typedef AdbcStatusCode (*AdbcDriverInitFunction)(int version, void *driver, struct AdbcError *);

// MARK: What is done here

/// How opening a driver ended where it is not a status of the driver.
enum { CADBC_NO_LIBRARY = 100, CADBC_NO_ENTRY = 101 };

/// Opens the library at `path` and fills `driver` by the first of its `entries` that it has. The
/// library stays open as long as the program runs. What the system says of a library that cannot be
/// opened is written to `text`.
int cadbc_open(
    const char *path, const char *const *entries, int count, struct AdbcDriver *driver,
    struct AdbcError *error, char *text, size_t room);

/// The text of the last error of a stream; nil where it has none.
const char *cadbc_stream_error(struct CArrowStream *stream);

#endif
