#include "CCompression.h"

#ifdef HAS_ZIP

#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>
#include <zip.h>

// The types stand for those of libzip, which the header does not name.
static zip_t *of(compression_archive *archive) { return (zip_t *)archive; }

int compression_has_archives(void) { return compression_archives_version() != NULL; }

const char *compression_archives_version(void) { return zip_libzip_version(); }

compression_archive *compression_archive_open(const uint8_t *bytes, size_t count) {
  zip_error_t error;
  zip_error_init(&error);
  zip_source_t *source = zip_source_buffer_create(bytes, count, 0, &error);
  zip_t *archive = source ? zip_open_from_source(source, ZIP_RDONLY, &error) : NULL;
  if (source && !archive) zip_source_free(source);
  zip_error_fini(&error);
  return (compression_archive *)archive;
}

compression_archive *compression_archive_open_descriptor(int descriptor) {
  // By its name in /proc it gets a place of its own to read from, which a duplicate would share.
  char path[64];
  snprintf(path, sizeof path, "/proc/self/fd/%d", descriptor);
  int own = open(path, O_RDONLY | O_CLOEXEC);
  int error = 0;
  if (own < 0) return NULL;
  zip_t *archive = zip_fdopen(own, 0, &error);
  if (!archive) close(own);
  return (compression_archive *)archive;
}

int64_t compression_archive_count(compression_archive *archive) {
  return zip_get_num_entries(of(archive), 0);
}

int compression_archive_member(
  compression_archive *archive, int64_t index, const char **name, uint64_t *size,
  uint64_t *compressed_size, int *is_encrypted) {
  zip_stat_t stat;
  zip_stat_init(&stat);
  if (index < 0 || zip_stat_index(of(archive), (zip_uint64_t)index, 0, &stat) != 0) return 0;
  if (!(stat.valid & ZIP_STAT_NAME)) return 0;
  *name = stat.name;
  *size = stat.valid & ZIP_STAT_SIZE ? stat.size : 0;
  *compressed_size = stat.valid & ZIP_STAT_COMP_SIZE ? stat.comp_size : 0;
  *is_encrypted = (stat.valid & ZIP_STAT_ENCRYPTION_METHOD) && stat.encryption_method != ZIP_EM_NONE;
  return 1;
}

compression_member *compression_member_open(compression_archive *archive, int64_t index) {
  return (compression_member *)zip_fopen_index(of(archive), (zip_uint64_t)index, 0);
}

compression_status compression_member_read(
  compression_member *member, uint8_t *output, size_t capacity, size_t *produced) {
  *produced = 0;
  zip_file_t *file = (zip_file_t *)member;
  zip_int64_t count = zip_fread(file, output, capacity);
  if (count > 0) {
    *produced = (size_t)count;
    return COMPRESSION_OK;
  }
  if (count == 0) return COMPRESSION_END;
  switch (zip_error_code_zip(zip_file_get_error(file))) {
    case ZIP_ER_EOF: return COMPRESSION_TRUNCATED;
    case ZIP_ER_MEMORY: return COMPRESSION_MEMORY;
    default: return COMPRESSION_CORRUPT;
  }
}

void compression_member_close(compression_member *member) { zip_fclose((zip_file_t *)member); }

void compression_archive_close(compression_archive *archive) { zip_discard(of(archive)); }

#else

int compression_has_archives(void) { return 0; }
const char *compression_archives_version(void) { return 0; }
compression_archive *compression_archive_open(const uint8_t *bytes, size_t count) { return 0; }
compression_archive *compression_archive_open_descriptor(int descriptor) { return 0; }
int64_t compression_archive_count(compression_archive *archive) { return 0; }
int compression_archive_member(
  compression_archive *archive, int64_t index, const char **name, uint64_t *size,
  uint64_t *compressed_size, int *is_encrypted) {
  return 0;
}
compression_member *compression_member_open(compression_archive *archive, int64_t index) {
  return 0;
}
compression_status compression_member_read(
  compression_member *member, uint8_t *output, size_t capacity, size_t *produced) {
  *produced = 0;
  return COMPRESSION_ABSENT;
}
void compression_member_close(compression_member *member) {}
void compression_archive_close(compression_archive *archive) {}

#endif
