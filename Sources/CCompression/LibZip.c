// The functions of libzip that Tiendo calls.
#ifdef HAS_ZIP

#include <zip.h>

// Debian kept the number 4 where others have 5; the functions are the same.
#define FORWARDING_NAMES "libzip.so.5", "libzip.so.4", "libzip.so"
#include "Forwarding.h"

PASS(zip_discard, (zip_t *a), (a))
GIVE(int, zip_error_code_zip, (const zip_error_t *a), (a))
PASS(zip_error_fini, (zip_error_t *a), (a))
PASS(zip_error_init, (zip_error_t *a), (a))
PASS(zip_error_init_with_code, (zip_error_t *a, int b), (a, b))
GIVE(const char *, zip_error_strerror, (zip_error_t *a), (a))
GIVE(int, zip_fclose, (zip_file_t *a), (a))
GIVE(zip_t *, zip_fdopen, (int a, int b, int *c), (a, b, c))
GIVE(zip_error_t *, zip_file_get_error, (zip_file_t *a), (a))
GIVE(zip_file_t *, zip_fopen_index, (zip_t *a, zip_uint64_t b, zip_flags_t c), (a, b, c))
GIVE(zip_int64_t, zip_fread, (zip_file_t *a, void *b, zip_uint64_t c), (a, b, c))
GIVE(zip_error_t *, zip_get_error, (zip_t *a), (a))
GIVE(const char *, zip_get_name, (zip_t *a, zip_uint64_t b, zip_flags_t c), (a, b, c))
GIVE(zip_int64_t, zip_get_num_entries, (zip_t *a, zip_flags_t b), (a, b))
GIVE(const char *, zip_libzip_version, (void), ())
GIVE(zip_t *, zip_open, (const char *a, int b, int *c), (a, b, c))
GIVE(zip_t *, zip_open_from_source, (zip_source_t *a, int b, zip_error_t *c), (a, b, c))
GIVE(zip_source_t *, zip_source_buffer_create,
  (const void *a, zip_uint64_t b, int c, zip_error_t *d),
  (a, b, c, d))
PASS(zip_source_free, (zip_source_t *a), (a))
GIVE(int, zip_stat_index, (zip_t *a, zip_uint64_t b, zip_flags_t c, zip_stat_t *d), (a, b, c, d))
PASS(zip_stat_init, (zip_stat_t *a), (a))

#endif
